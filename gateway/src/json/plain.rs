//! The bytes that stand for themselves in a JSON string, examined several at a time.

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
const SPACES: u64 = u64::from_le_bytes([b' '; 8]);

/// A number of bytes that the compiler compares in a few instructions.
pub(super) type Block = [u8; 32];

/// Returns whether all bytes stand for themselves.
#[inline]
pub(super) fn is_plain_block(block: &Block) -> bool {
    specials_of(block.as_chunks().0) == 0
}

/// Returns a bit for bytes that do not stand for themselves.
#[inline]
fn specials_of(words: &[[u8; 8]]) -> u64 {
    let words = words.iter();
    words.fold(0, |found, word| found | specials(u64::from_le_bytes(*word)))
}

/// Returns whether any of at most 32 bytes does not stand for itself.
#[inline]
pub(super) fn has_special(bytes: &[u8]) -> bool {
    match bytes.len() {
        0..4 => specials(word(bytes)) != 0,
        4..8 => ends_have_special::<4>(bytes),
        8..=16 => ends_have_special::<8>(bytes),
        _ => ends_have_special::<16>(bytes),
    }
}

#[inline]
fn ends_have_special<const N: usize>(bytes: &[u8]) -> bool {
    let has_special = |end: &[u8; N]| {
        let (words, tail) = end.as_chunks();
        (specials_of(words) | specials(word(tail))) != 0
    };
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => has_special(first) || has_special(last),
        _ => true,
    }
}

/// Returns how many bytes at the front stand for themselves.
#[inline]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    // Most strings are short.
    match bytes.split_first_chunk::<{ size_of::<Block>() }>() {
        None => short_prefix(bytes),
        Some((head, rest)) => match short_prefix(head) {
            plain if plain < head.len() => plain,
            plain => plain + long_prefix(rest),
        },
    }
}

fn long_prefix(bytes: &[u8]) -> usize {
    let blocks = bytes.as_chunks().0.iter();
    let length = blocks.take_while(|block| is_plain_block(block)).count() * size_of::<Block>();
    length + short_prefix(bytes.get(length..).unwrap_or_default())
}

#[inline]
fn short_prefix(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let plain = plain_bytes(u64::from_le_bytes(*word));
        if plain < 8 {
            return index * 8 + plain;
        }
    }
    words.len() * 8 + plain_bytes(word(tail)).min(tail.len())
}

/// Returns fewer than eight bytes as a number, the first one lowest, padded with spaces.
#[inline]
pub(super) fn word(bytes: &[u8]) -> u64 {
    let after = 8 * (bytes.len() as u32 % 8);
    let word = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (after - 32)
        }
        _ => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    word | SPACES << after
}

/// Returns how many of the eight bytes come before the first that does not stand for itself.
#[inline]
pub(super) fn plain_bytes(word: u64) -> usize {
    specials(word).trailing_zeros() as usize / 8
}

/// Returns a bit for each byte that does not stand for itself. Only the lowest bit is sure to be right.
#[inline]
pub(super) fn specials(word: u64) -> u64 {
    // Subtracting n from a byte below n borrows into its high bit, and may thereby spoil the bytes after it. Flipping a
    // bit puts the quote next to the control characters: it becomes 0x20, and no other character does.
    let controls_and_quotes = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslashes = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (controls_and_quotes | backslashes) & !word & HIGHS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_ends_at_the_first_special_byte() {
        for length in 0..100 {
            let plain = "aé~\u{7f} ".repeat(20).into_bytes();
            let plain = &plain[..length];
            assert_eq!(plain_prefix(plain), length);
            for place in 0..length {
                for special in [b'"', b'\\', 0, 0x1f] {
                    let mut bytes = plain.to_vec();
                    bytes[place] = special;
                    bytes[length - 1] = b'"';
                    assert_eq!(plain_prefix(&bytes), place);
                }
            }
        }
    }
}
