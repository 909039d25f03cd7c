//! Numbers of the form that most texts have: with no more digits than fit into 64 bits, and without an exponent.

/// Powers of ten, by exponent.
const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// The most digits that always fit into 64 bits.
const MOST_DIGITS: usize = 19;

/// A JSON number: its digits as one integer, and the number of digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) is_negative: bool,
    pub(super) digits: u64,
    pub(super) decimals: usize,
    /// The length of its text.
    pub(super) length: usize,
}

impl Decimal {
    /// Parses the number at the front, whatever comes after it. Returns `None` if there is none, or if it has too many
    /// digits.
    #[inline]
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let sign = usize::from(bytes.first() == Some(&b'-'));
        let bytes = bytes.get(sign..)?;
        let (digits, whole) = digits(0, bytes);
        if whole == 0 || whole > MOST_DIGITS || (whole > 1 && bytes.first() == Some(&b'0')) {
            return None;
        }
        let number = Self {
            is_negative: sign == 1,
            digits,
            decimals: 0,
            length: sign + whole,
        };
        if bytes.get(whole) != Some(&b'.') {
            return Some(number);
        }
        number.with_decimals(bytes.get(whole + 1..)?)
    }

    #[inline]
    fn with_decimals(self, bytes: &[u8]) -> Option<Self> {
        // The zero of `0.5` takes no room.
        let whole = if self.digits == 0 { 0 } else { self.length };
        let (digits, decimals) = digits(self.digits, bytes);
        let length = self.length + 1 + decimals;
        let is_short = whole + decimals <= MOST_DIGITS;
        (decimals > 0 && is_short).then_some(Self {
            digits,
            decimals,
            length,
            ..self
        })
    }

    /// Returns the number, if it is written without a point.
    #[inline]
    pub(super) fn whole(self) -> Option<i128> {
        let digits = i128::from(self.digits);
        (self.decimals == 0).then_some(if self.is_negative { -digits } else { digits })
    }

    /// Returns the power of ten by which to divide the digits.
    #[inline]
    pub(super) fn divisor(self) -> u64 {
        POWERS.get(self.decimals).copied().unwrap_or(u64::MAX)
    }

    /// Divides the digits by their divisor, and returns a number of at least 62 bits and the exponent of the power of
    /// two to multiply it by. The lowest bit is also set if there is a remainder, so that this number rounds as the
    /// exact one does.
    pub(super) fn quotient(self) -> (u64, i32) {
        let divisor = self.divisor();
        let (ahead, behind) = (self.digits.leading_zeros(), divisor.leading_zeros());
        if self.digits == 0 {
            return (0, 0);
        }
        // Both have their highest bit set, so half of one is less than the other, and the quotient fits into 64 bits.
        let dividend = u128::from(self.digits << ahead) << 63;
        let divisor = u128::from(divisor << behind);
        let quotient = dividend / divisor;
        let is_inexact = quotient * divisor != dividend;
        let quotient = quotient as u64 | u64::from(is_inexact);
        (quotient, behind as i32 - ahead as i32 - 63)
    }
}

/// Appends the digits at the front to a number, and returns the number and the count of digits.
#[inline]
fn digits(number: u64, bytes: &[u8]) -> (u64, usize) {
    let mut number = number;
    let mut count = 0;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        count += 1;
    }
    (number, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_their_digits_and_decimals() {
        for (text, digits, decimals, is_negative) in [
            ("0", 0, 0, false),
            ("-0", 0, 0, true),
            ("0.5", 5, 1, false),
            ("-12.250", 12250, 3, true),
            ("9999999999999999999", 9_999_999_999_999_999_999, 0, false),
            ("0.123456789012345678", 123_456_789_012_345_678, 18, false),
            (
                "-0.1234567890123456789",
                1_234_567_890_123_456_789,
                19,
                true,
            ),
        ] {
            let number = Decimal {
                is_negative,
                digits,
                decimals,
                length: text.len(),
            };
            assert_eq!(Decimal::parse(text.as_bytes()), Some(number));
            assert_eq!(Decimal::parse(format!("{text},").as_bytes()), Some(number));
        }
    }

    #[test]
    fn what_is_no_number_or_too_long_is_left_to_others() {
        for text in [
            "",
            "-",
            "a",
            ".5",
            "01",
            "1.",
            "1.e",
            "-.5",
            "12345678901234567890",
            "1234567890.1234567890",
            "0.12345678901234567890",
        ] {
            assert_eq!(Decimal::parse(text.as_bytes()), None, "{text}");
        }
    }
}
