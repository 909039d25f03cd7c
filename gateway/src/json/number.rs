//! Exact numbers: a 64-bit integer never passes through a float.

use super::decimal::Decimal;
use super::digits::Parts;

/// Returns the length of the JSON number at the front, or 0 if there is none.
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

/// Returns whether the whole text is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && prefix(text.as_bytes()) == text.len()
}

/// The reason why a text is not an integer of a type.
pub(super) enum NotInteger {
    /// It is not a whole number.
    Malformed,
    /// The type cannot hold it.
    OutOfRange,
}

/// Parses an integer, which may have a fraction of zeros or an exponent.
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

/// Returns the value of up to 18 digits, or `None` for any other text.
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

/// Returns the value of a number with a fraction, an exponent, or more digits than fit into 64 bits.
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
    let zeros = clamped(exponent) + count(trailing) - count(fraction.len());
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

/// The bound of exponents and lengths: past it, a number of any length is either far too large or not whole. Sums of a
/// few such terms stay within 64 bits.
const FAR: i64 = i64::MAX / 8;

fn clamped(exponent: &str) -> i64 {
    let overflow = if exponent.starts_with('-') { -FAR } else { FAR };
    let exponent = exponent.parse().unwrap_or(overflow);
    exponent.clamp(-FAR, FAR)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).map_or(FAR, |length| length.min(FAR))
}

/// An integer type of protobuf.
pub(super) trait Integer: TryFrom<i128> + Copy {
    /// The description of the range, for errors about numbers outside of it.
    const RANGE: &'static str;

    /// Returns whether the number is negative, and its magnitude.
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

    /// Returns the value nearest to the number.
    fn from_decimal(number: Decimal) -> Self;

    /// The magnitude up to which whole numbers are written with all their digits.
    const MOST_WHOLE: u64;

    /// Returns the number, if it is whole and fits into 64 bits.
    fn whole(self) -> Option<Parts>;
    fn is_finite(self) -> bool;
    /// Returns the text of a value that is not finite.
    fn name(self) -> &'static str;
    /// Returns whether the value is the default. As protobuf requires, negative zero is not, although prost leaves it
    /// out of the binary form.
    fn is_default(self) -> bool;
}

macro_rules! float {
    ($($type:ident $bits:ident $exact:literal)*) => {$(
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

            #[inline]
            fn from_decimal(number: Decimal) -> Self {
                const DIGITS: u64 = 1 << $type::MANTISSA_DIGITS;
                let magnitude = if number.digits <= DIGITS && number.decimals <= $exact {
                    // Both operands are exact, as they have no more bits than the mantissa.
                    number.digits as Self / number.divisor() as Self
                } else {
                    let (quotient, power) = number.quotient();
                    let exponent = ($type::MAX_EXP - 1 + power) as $bits;
                    quotient as Self * $type::from_bits(exponent << ($type::MANTISSA_DIGITS - 1))
                };
                if number.is_negative { -magnitude } else { magnitude }
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

// Each with the exponent of the largest power of ten that it represents exactly and that fits into 64 bits.
float!(f32 u32 10 f64 u64 19);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let number = Decimal::parse(text.as_bytes()).unwrap();
        assert_eq!(
            f64::from_decimal(number),
            text.parse::<f64>().unwrap(),
            "{text}"
        );
        assert_eq!(
            f32::from_decimal(number),
            text.parse::<f32>().unwrap(),
            "{text}"
        );
    }

    #[test]
    fn decimals_are_the_values_next_to_them() {
        // Digits without a pattern (a linear congruence), of every length and with the point in every place.
        let mut digits = 1_u64;
        for round in 0..20_000 {
            digits = digits
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(round | 1);
            let digits = (digits >> (round % 64)) % 10_000_000_000_000_000_000;
            let text = digits.to_string();
            check(&text);
            check(&format!("0.{text}"));
            check(&format!("-0.{digits:019}"));
            let (whole, decimals) = text.split_at(round as usize % text.len());
            if !whole.is_empty() && !decimals.is_empty() {
                check(&format!("{whole}.{decimals}"));
            }
        }
    }

    #[test]
    fn decimals_half_way_between_two_values_are_the_even_one() {
        for text in [
            "9007199254740993",
            "9007199254740995",
            "9007199254740993.001",
            "4503599627370496.5",
            "4503599627370497.5",
            "2251799813685248.25",
            "16777217",
            "16777219",
            "16777217.0000001",
            "8388608.5",
            "8388609.5",
            "0.0000000000000000001",
            "0.0000000000000000000",
        ] {
            check(text);
        }
    }
}
