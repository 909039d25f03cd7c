//! Numbers, exact: a 64-bit integer never passes through a float.

use super::{decimal::Decimal, digits::Parts};

/// The length of the JSON number at the front; 0 where there is none.
pub(super) fn prefix(bytes: &[u8]) -> usize {
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(bytes, sign);
    if whole == 0 || (whole > 1 && bytes.get(sign) == Some(&b'0')) {
        return 0;
    }
    let mut length = sign + whole;
    if bytes.get(length) == Some(&b'.') {
        match digits(bytes, length + 1) {
            0 => return 0,
            fraction => length += 1 + fraction,
        }
    }
    exponent(bytes, length)
}

fn exponent(bytes: &[u8], length: usize) -> usize {
    if !matches!(bytes.get(length), Some(b'e' | b'E')) {
        return length;
    }
    let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
    match digits(bytes, length + 1 + sign) {
        0 => 0,
        digits => length + 1 + sign + digits,
    }
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

/// Whether the text is a JSON number as a whole.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && prefix(text.as_bytes()) == text.len()
}

/// Why a text is no integer of a type.
pub(super) enum NotInteger {
    /// It is no whole number.
    Malformed,
    /// The type cannot hold it.
    OutOfRange,
}

/// The integer that the text is, which may have a fraction of zeros or an exponent.
pub(super) fn integer<T: TryFrom<i128>>(text: &str) -> Result<T, NotInteger> {
    if let Some(number) = few_digits(text.as_bytes()) {
        return T::try_from(i128::from(number)).map_err(|_| NotInteger::OutOfRange);
    }
    if !is_number(text) {
        return Err(NotInteger::Malformed);
    }
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text),
    };
    let magnitude = match magnitude.parse::<u64>() {
        Ok(magnitude) => i128::from(magnitude),
        Err(_) => scaled(magnitude)?,
    };
    T::try_from(if negative { -magnitude } else { magnitude }).map_err(|_| NotInteger::OutOfRange)
}

/// The value of up to 18 digits.
fn few_digits(digits: &[u8]) -> Option<u64> {
    let is_zero_padded = digits.len() > 1 && digits.first() == Some(&b'0');
    if digits.is_empty() || digits.len() > 18 || is_zero_padded {
        return None;
    }
    digits.iter().try_fold(0, |value, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit < 10).then(|| value * 10 + u64::from(digit))
    })
}

/// The value of a number with a fraction, an exponent, or more digits than 64 bits hold.
fn scaled(text: &str) -> Result<i128, NotInteger> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let all = || whole.bytes().chain(fraction.bytes());
    let leading = all().take_while(|digit| *digit == b'0').count();
    let trailing = all().rev().take_while(|digit| *digit == b'0').count();
    let significant = (whole.len() + fraction.len()).saturating_sub(leading + trailing);
    if significant == 0 {
        return Ok(0);
    }
    // An exponent beyond i64 makes the number either far too large or no whole number, as does its clamped value.
    let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') {
        i64::MIN / 2
    } else {
        i64::MAX / 2
    });
    let zeros = exponent + count(trailing) - count(fraction.len());
    if zeros < 0 {
        return Err(NotInteger::Malformed);
    }
    // No type has more than 20 digits.
    if zeros + count(significant) > 20 {
        return Err(NotInteger::OutOfRange);
    }
    let digits = all()
        .skip(leading)
        .take(significant)
        .chain(std::iter::repeat_n(
            b'0',
            usize::try_from(zeros).unwrap_or(0),
        ));
    Ok(digits.fold(0, |value, digit| value * 10 + i128::from(digit - b'0')))
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX / 4)
}

/// An integer type of protobuf.
pub(super) trait Integer: TryFrom<i128> + Copy {
    /// What was expected, where a number does not fit.
    const RANGE: &'static str;

    /// Whether the number is negative, and how large it is.
    fn parts(self) -> Parts;
}

impl Integer for i32 {
    const RANGE: &'static str = "an integer from -2147483648 to 2147483647";

    #[inline]
    fn parts(self) -> Parts {
        (self < 0, self.unsigned_abs().into())
    }
}

impl Integer for u32 {
    const RANGE: &'static str = "an integer from 0 to 4294967295";

    #[inline]
    fn parts(self) -> Parts {
        (false, self.into())
    }
}

impl Integer for i64 {
    const RANGE: &'static str = "an integer from -9223372036854775808 to 9223372036854775807";

    #[inline]
    fn parts(self) -> Parts {
        (self < 0, self.unsigned_abs())
    }
}

impl Integer for u64 {
    const RANGE: &'static str = "an integer from 0 to 18446744073709551615";

    #[inline]
    fn parts(self) -> Parts {
        (false, self)
    }
}

/// A floating-point type of protobuf.
pub(super) trait Float: std::str::FromStr + zmij::Float + Copy {
    const NAN: Self;
    const INFINITY: Self;
    const NEG_INFINITY: Self;

    /// The number, if one division is all the rounding that it takes.
    fn from_decimal(number: Decimal) -> Option<Self>;

    /// Up to here, whole numbers are written with all their digits.
    const MOST_WHOLE: u64;

    /// The number, if it is whole and 64 bits hold it.
    fn whole(self) -> Option<Parts>;
    fn is_finite(self) -> bool;
    /// The text of a value that is not finite.
    fn name(self) -> &'static str;
    /// Negative zero is no default: the binary form keeps it too.
    fn is_default(self) -> bool;
}

macro_rules! float {
    ($($type:ident $exact:literal)*) => {$(
        impl Float for $type {
            const NAN: Self = $type::NAN;
            const INFINITY: Self = $type::INFINITY;
            const NEG_INFINITY: Self = $type::NEG_INFINITY;

            const MOST_WHOLE: u64 = 1 << $type::MANTISSA_DIGITS;

            #[inline]
            fn whole(self) -> Option<Parts> {
                let whole = self as i64;
                let parts = (self.is_sign_negative(), whole.unsigned_abs());
                (whole as Self == self).then_some(parts)
            }

            #[inline]
            fn is_finite(self) -> bool {
                $type::is_finite(self)
            }

            // Both operands are exact: they have no more bits than the mantissa.
            #[inline]
            fn from_decimal(number: Decimal) -> Option<Self> {
                const DIGITS: u64 = 1 << $type::MANTISSA_DIGITS;
                if number.digits > DIGITS || number.decimals > $exact {
                    return None;
                }
                let magnitude = number.digits as Self / number.divisor() as Self;
                Some(if number.is_negative { -magnitude } else { magnitude })
            }

            fn name(self) -> &'static str {
                if self.is_nan() {
                    "NaN"
                } else if self.is_sign_positive() {
                    "Infinity"
                } else {
                    "-Infinity"
                }
            }

            fn is_default(self) -> bool {
                self.to_bits() == 0
            }
        }
    )*};
}

// With the largest power of ten that each represents exactly.
float!(f32 10 f64 19);
