//! Integers as decimal digits, written in place.

use super::output::place;

/// Room for any integer in quotes.
pub(super) type Room = [u8; 24];

/// The parts of a number: whether it is negative, and its magnitude.
pub(super) type Parts = (bool, u64);

const EIGHT_DIGITS: u64 = 100_000_000;
const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut pair = 0;
    while pair < pairs.len() {
        pairs[pair] = [b'0' + (pair / 10) as u8, b'0' + (pair % 10) as u8];
        pair += 1;
    }
    pairs
};

/// Powers of ten, by exponent. The first is zero instead of one, so that the number 0 has one digit.
const POWERS: [u64; 20] = {
    let mut powers = [0; 20];
    let mut index = 1;
    let mut power = 1;
    while index < powers.len() {
        power *= 10;
        powers[index] = power;
        index += 1;
    }
    powers
};

/// Returns the two digits of a number below a hundred.
#[inline]
pub(super) fn pair(number: u32) -> [u8; 2] {
    PAIRS.get(number as usize).copied().unwrap_or_default()
}

/// Writes the number, and returns its length.
#[inline]
pub(super) fn write(number: Parts, room: &mut Room) -> usize {
    write_at(0, number, room)
}

/// Writes the number in quotes, and returns its length with them.
#[inline]
pub(super) fn write_quoted(number: Parts, room: &mut Room) -> usize {
    room[0] = b'"';
    let end = write_at(1, number, room);
    place(room, end, [b'"']);
    end + 1
}

/// Writes the number at this position, and returns the position of its end.
#[inline]
fn write_at(start: usize, (is_negative, magnitude): Parts, room: &mut Room) -> usize {
    place(room, start, [b'-']);
    let end = start + usize::from(is_negative) + count(magnitude);
    let (at, number) = if magnitude < EIGHT_DIGITS {
        (end, magnitude)
    } else {
        write_eights(end, magnitude, room)
    };
    write_ending(at, number as u32, room);
    end
}

/// Writes the last digits of a number that ends at this position until at most eight digits are left. Returns the
/// position of the rest's end, and the rest.
#[inline(never)]
fn write_eights(end: usize, number: u64, room: &mut Room) -> (usize, u64) {
    let mut number = number;
    let mut at = end;
    while number >= EIGHT_DIGITS {
        at -= 8;
        place(room, at, eight_digits(number % EIGHT_DIGITS));
        number /= EIGHT_DIGITS;
    }
    (at, number)
}

/// Writes a number of at most eight digits that ends at this position.
#[inline]
fn write_ending(end: usize, number: u32, room: &mut Room) {
    let mut number = number;
    let mut at = end;
    while number >= 100 {
        at -= 2;
        place(room, at, PAIRS[(number % 100) as usize]);
        number /= 100;
    }
    if number >= 10 {
        place(room, at - 2, PAIRS[number as usize]);
    } else {
        place(room, at - 1, [b'0' + number as u8]);
    }
}

#[inline]
fn eight_digits(number: u64) -> [u8; 8] {
    // Two numbers of four digits, then four of two, then eight of one, side by side in one number. The quotients are
    // exact for numbers of this many digits.
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x7f_0000_007f;
    let twos = hundreds | ((fours - hundreds * 100) << 16);
    let tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    (tens | ((twos - tens * 10) << 8) | ZEROS).to_le_bytes()
}

/// Returns the number of digits.
#[inline]
fn count(number: u64) -> usize {
    let bits = u64::BITS - (number | 1).leading_zeros();
    // The bits times the decimal logarithm of two, or one more.
    let fewest = ((bits * 1233) >> 12) as usize;
    fewest + usize::from(POWERS.get(fewest).is_some_and(|power| number >= *power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: i128) {
        let mut room = [0; 24];
        let parts = (number < 0, u64::try_from(number.unsigned_abs()).unwrap());
        let length = write(parts, &mut room);
        assert_eq!(str::from_utf8(&room[..length]).unwrap(), number.to_string());
        let length = write_quoted(parts, &mut room);
        assert_eq!(
            str::from_utf8(&room[..length]).unwrap(),
            format!("\"{number}\"")
        );
    }

    #[test]
    fn numbers_of_every_length_are_their_digits() {
        for length in 0..20 {
            let power = 10_i128.pow(length);
            for number in [power - 1, power, power + 1, power * 3 / 2] {
                check(number);
                check(-number);
            }
            check(i128::from(u64::MAX) - power);
        }
        for bits in 0..64 {
            check((1 << bits) - 1);
            check(1 << bits);
        }
    }

    #[test]
    fn every_group_of_four_digits_is_written() {
        for number in 0..10_000 {
            check(number);
            check(number * 10_001);
        }
    }
}
