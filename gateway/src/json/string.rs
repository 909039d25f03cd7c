//! The characters that JSON strings escape.

use bytes::BytesMut;

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);

/// How many bytes at the front stand for themselves in a string.
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let plain = plain_bytes(u64::from_le_bytes(*word));
        if plain < 8 {
            return index * 8 + plain;
        }
    }
    // The last bytes with some before them that are known to be plain.
    match (bytes.last_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        _ if tail.is_empty() => bytes.len(),
        (Some(last), ..) => plain_bytes(u64::from_le_bytes(*last)) + bytes.len() - 8,
        (None, Some(first), Some(last)) => short_prefix(*first, *last, bytes.len()),
        _ => bytes.iter().take_while(|byte| is_plain(**byte)).count(),
    }
}

/// The same for four to seven bytes, of which these are the first and the last four.
fn short_prefix(first: [u8; 4], last: [u8; 4], length: usize) -> usize {
    let word = u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32;
    match plain_bytes(word) {
        plain @ 0..4 => plain,
        plain => plain + length - 8,
    }
}

fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

/// How many of the eight bytes come before the first that is special.
fn plain_bytes(word: u64) -> usize {
    specials(word).trailing_zeros() as usize / 8
}

// Eight bytes at once, of which the lowest bit set tells the first that is special: a byte below n borrows into its
// high bit when n is subtracted, unless that bit was set. The borrow can spoil the bytes after it only.
fn specials(word: u64) -> u64 {
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & HIGHS;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equal(b'"') | equal(b'\\')
}

/// Writes the text in quotes.
pub(crate) fn write(text: &str, out: &mut BytesMut) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.extend_from_slice(b"\"");
    let (plain, rest) = bytes.split_at(plain_prefix(bytes));
    out.extend_from_slice(plain);
    if !rest.is_empty() {
        write_escaped(rest, out);
    }
    out.extend_from_slice(b"\"");
}

/// Writes text that begins with a character to escape.
#[cold]
fn write_escaped(mut text: &[u8], out: &mut BytesMut) {
    while let Some((byte, after)) = text.split_first() {
        write_escape(*byte, out);
        let (plain, rest) = after.split_at(plain_prefix(after));
        out.extend_from_slice(plain);
        text = rest;
    }
}

fn write_escape(byte: u8, out: &mut BytesMut) {
    let short = match byte {
        b'"' => b"\\\"",
        b'\\' => b"\\\\",
        b'\n' => b"\\n",
        b'\r' => b"\\r",
        b'\t' => b"\\t",
        0x08 => b"\\b",
        0x0c => b"\\f",
        _ => {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            return;
        }
    };
    out.extend_from_slice(short);
}

/// Why a string is none, and where: a byte offset from its opening quote.
pub(super) struct Invalid {
    pub(super) offset: usize,
    pub(super) message: &'static str,
}

fn invalid<T>(offset: usize, message: &'static str) -> Result<T, Invalid> {
    Err(Invalid { offset, message })
}

/// The bytes up to where they are no UTF-8.
pub(super) fn valid_prefix(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_else(|_| {
        let first = bytes.utf8_chunks().next();
        first.map_or("", |chunk| chunk.valid())
    })
}

/// The string at the front, which begins with its quote, and its length with both quotes.
pub(super) fn parse(bytes: &[u8]) -> Result<(String, usize), Invalid> {
    parse_escaped(bytes.get(1..).unwrap_or_default()).map(|(text, length)| (text, length + 1))
}

fn parse_escaped(content: &[u8]) -> Result<(String, usize), Invalid> {
    let mut text = String::new();
    let mut at = 0;
    loop {
        let rest = content.get(at..).unwrap_or_default();
        let (plain, special) = rest.split_at(plain_prefix(rest));
        match str::from_utf8(plain) {
            Ok(plain) => text.push_str(plain),
            Err(error) => return invalid(1 + at + error.valid_up_to(), "invalid UTF-8"),
        }
        at += plain.len();
        match special.first() {
            None => return invalid(1 + at, "the string is not closed"),
            Some(b'"') => return Ok((text, at + 1)),
            Some(b'\\') => {
                let (character, length) = parse_escape(special).map_err(|message| Invalid {
                    offset: 1 + at,
                    message,
                })?;
                text.push(character);
                at += length;
            }
            Some(_) => return invalid(1 + at, "a control character must be escaped"),
        }
    }
}

/// The character of the escape at the front, and the escape's length.
fn parse_escape(bytes: &[u8]) -> Result<(char, usize), &'static str> {
    let character = match bytes.get(1) {
        Some(b'u') => return parse_unicode(bytes),
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
        _ => return Err("invalid escape"),
    };
    Ok((character, 2))
}

fn parse_unicode(bytes: &[u8]) -> Result<(char, usize), &'static str> {
    const LONE: &str = "a lone surrogate is no character";
    let unit = parse_unit(bytes).ok_or("invalid escape")?;
    match unit {
        0xd800..=0xdbff => {
            let low = bytes
                .get(6..)
                .and_then(parse_unit)
                .filter(|low| (0xdc00..=0xdfff).contains(low));
            let low = low.ok_or(LONE)?;
            let code = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            Ok((char::from_u32(code).ok_or(LONE)?, 12))
        }
        _ => Ok((char::from_u32(unit).ok_or(LONE)?, 6)),
    }
}

fn parse_unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| {
        Some(unit << 4 | char::from(*digit).to_digit(16)?)
    })
}
