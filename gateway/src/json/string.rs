//! JSON strings: in quotes, and with escapes.

#[cfg(feature = "server")]
use bytes::BytesMut;

use super::output::{Output, place};
use super::plain::{self, Block};

/// The length up to which a text is written in one piece.
const SHORT: usize = 32;

/// The characters that each byte becomes: up to seven, the first one lowest, with their number in the highest byte.
const ESCAPES: [u64; 256] = {
    let mut escapes = [0; 256];
    let mut byte = 0;
    while byte < escapes.len() {
        escapes[byte] = u64::from_le_bytes(escape(byte as u8));
        byte += 1;
    }
    escapes
};

const fn escape(byte: u8) -> [u8; 8] {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        0x20.. => return [byte, 0, 0, 0, 0, 0, 0, 1],
        _ => {
            let (high, low) = (HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]);
            return [b'\\', b'u', b'0', b'0', high, low, 0, 6];
        }
    };
    [b'\\', short, 0, 0, 0, 0, 0, 2]
}

/// Room for a text of up to `SHORT` bytes in quotes.
type Room = [u8; SHORT + 16];

/// Appends the text in quotes.
#[cfg(feature = "server")]
pub(crate) fn append(text: &str, out: &mut BytesMut) {
    let mut out = Output::new(out);
    write(text, &mut out);
    out.finish();
}

/// Writes the text in quotes.
#[inline]
pub(super) fn write(text: &str, out: &mut Output<'_>) {
    let bytes = text.as_bytes();
    let mut length = 0;
    if bytes.len() <= SHORT {
        length = out.put(|room| write_short(bytes, room));
    }
    if length == 0 {
        write_any(bytes, out);
    }
}

/// Writes a text that needs no escapes in quotes.
#[inline]
pub(super) fn write_plain(text: &str, out: &mut Output<'_>) {
    let bytes = text.as_bytes();
    if bytes.len() <= SHORT {
        out.put(|room| {
            place_short(bytes, room);
            bytes.len() + 2
        });
    } else {
        out.text(b"\"");
        out.text(bytes);
        out.text(b"\"");
    }
}

/// Puts what `write` writes in quotes, and returns its length with them.
#[inline]
pub(super) fn quote<const N: usize>(
    room: &mut Room,
    write: impl FnOnce(&mut [u8; N]) -> usize,
) -> usize {
    room[0] = b'"';
    let length = room[1..].first_chunk_mut().map_or(0, write);
    place(room, 1 + length, [b'"']);
    length + 2
}

/// Writes a short text in quotes, and returns its length with them, or 0 if it needs escapes.
#[inline]
fn write_short(bytes: &[u8], room: &mut Room) -> usize {
    place_short(bytes, room);
    if plain::has_special(bytes) {
        0
    } else {
        bytes.len() + 2
    }
}

/// Places a short text in quotes.
#[inline]
fn place_short(bytes: &[u8], room: &mut Room) {
    room[0] = b'"';
    match bytes.len() {
        0..4 => place(room, 1, plain::word(bytes).to_le_bytes()),
        4..8 => place_ends::<4>(bytes, room),
        8..=16 => place_ends::<8>(bytes, room),
        _ => place_ends::<16>(bytes, room),
    }
    place(room, 1 + bytes.len(), [b'"']);
}

/// Places the first and the last bytes, which may overlap.
#[inline]
fn place_ends<const N: usize>(bytes: &[u8], room: &mut Room) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
        place(room, 1, *first);
        place(room, 1 + bytes.len() - N, *last);
    }
}

#[inline(never)]
fn write_any(bytes: &[u8], out: &mut Output<'_>) {
    out.text(b"\"");
    let (blocks, rest) = bytes.as_chunks();
    for block in blocks {
        write_block(block, out);
    }
    let (words, tail) = rest.as_chunks();
    for word in words {
        write_word(word, out);
    }
    let padded = plain::word(tail).to_le_bytes();
    // The padding stands for itself.
    out.put(|room| {
        let end = write_escaped(&padded, room) + tail.len() - padded.len();
        place(room, end, [b'"']);
        end + 1
    });
}

#[inline]
fn write_block(block: &Block, out: &mut Output<'_>) {
    if plain::is_plain_block(block) {
        return out.text(block);
    }
    for word in block.as_chunks().0 {
        write_word(word, out);
    }
}

#[inline]
fn write_word(word: &[u8; 8], out: &mut Output<'_>) {
    let specials = plain::specials(u64::from_le_bytes(*word));
    if specials == 0 {
        out.text(word);
    } else if specials & (specials - 1) == 0 {
        out.put(|room| write_one_escape(*word, specials, room));
    } else {
        out.put(|room| write_escaped(word, room));
    }
}

/// Writes eight bytes, one of which needs an escape: the one that has a bit in `special`.
#[inline]
fn write_one_escape(word: [u8; 8], special: u64, room: &mut [u8; 24]) -> usize {
    let before = special.trailing_zeros() as usize / 8;
    let after = u64::from_le_bytes(word) >> (8 * before);
    let escape = ESCAPES[usize::from(after as u8)];
    let escaped = before + (escape >> 56) as usize;
    place(room, 0, word);
    place(room, before, escape.to_le_bytes());
    place(room, escaped, (after >> 8).to_le_bytes());
    escaped + 7 - before
}

// Escapes are hard to predict, so all bytes take the same path.
#[inline]
fn write_escaped(bytes: &[u8; 8], room: &mut [u8; 64]) -> usize {
    let mut end = 0;
    for byte in bytes {
        let escape = ESCAPES[usize::from(*byte)];
        place(room, end, escape.to_le_bytes());
        end += (escape >> 56) as usize;
    }
    end
}

/// The reason why a string is invalid, and the place: a byte offset from its opening quote.
pub(super) struct Invalid {
    pub(super) offset: usize,
    pub(super) message: &'static str,
}

fn invalid<T>(offset: usize, message: &'static str) -> Result<T, Invalid> {
    Err(Invalid { offset, message })
}

/// Returns the longest prefix that is valid UTF-8.
pub(super) fn valid_prefix(bytes: &[u8]) -> &str {
    simdutf8::basic::from_utf8(bytes).unwrap_or_else(|_| {
        let first = bytes.utf8_chunks().next();
        first.map_or("", |chunk| chunk.valid())
    })
}

/// Parses the string at the front, which begins with its quote, and returns it and its length with both quotes. The
/// text is assembled in `scratch`, so that the string is allocated with its exact length.
pub(super) fn parse(bytes: &[u8], scratch: &mut Vec<u8>) -> Result<(String, usize), Invalid> {
    let content = bytes.get(1..).unwrap_or_default();
    scratch.clear();
    let read = unescape(content, scratch);
    match (read, simdutf8::basic::from_utf8(scratch)) {
        (Ok(length), Ok(text)) => Ok((text.to_owned(), length + 1)),
        (read, _) => Err(first_error(content, read)),
    }
}

/// Returns the first error in a string that was read up to some place: the one there, or invalid UTF-8 before it.
#[cold]
fn first_error(content: &[u8], read: Result<usize, Invalid>) -> Invalid {
    let (end, message) = match read {
        Ok(end) => (end, "invalid UTF-8"),
        Err(invalid) => (invalid.offset - 1, invalid.message),
    };
    match str::from_utf8(content.get(..end).unwrap_or_default()) {
        Ok(_) => Invalid {
            offset: 1 + end,
            message,
        },
        Err(error) => Invalid {
            offset: 1 + error.valid_up_to(),
            message: "invalid UTF-8",
        },
    }
}

/// Appends the unescaped string, and returns the length up to and including its closing quote.
fn unescape(content: &[u8], text: &mut Vec<u8>) -> Result<usize, Invalid> {
    let mut at = 0;
    loop {
        at += copy_plain(content.get(at..).unwrap_or_default(), text);
        match content.get(at) {
            None => return invalid(1 + at, "the string is not closed"),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => {
                let escape = content.get(at..).unwrap_or_default();
                at += match content.get(at + 1).and_then(|byte| short_escape(*byte)) {
                    Some(character) => {
                        text.push(character);
                        2
                    }
                    None => unescape_unicode(escape, text).map_err(|message| Invalid {
                        offset: 1 + at,
                        message,
                    })?,
                };
            }
            Some(_) => return invalid(1 + at, "a control character must be escaped"),
        }
    }
}

/// Appends the bytes at the front that stand for themselves, and returns their number.
#[inline]
fn copy_plain(bytes: &[u8], text: &mut Vec<u8>) -> usize {
    let mut length = 0;
    while let Some(word) = bytes.get(length..).and_then(<[u8]>::first_chunk) {
        let plain = plain::plain_bytes(u64::from_le_bytes(*word));
        let end = text.len() + plain;
        text.extend_from_slice(word);
        text.truncate(end);
        length += plain;
        if plain < word.len() {
            return length;
        }
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let (rest, _) = rest.split_at(plain::plain_prefix(rest));
    text.extend_from_slice(rest);
    length + rest.len()
}

/// Returns the character that this byte stands for after a backslash.
#[inline]
fn short_escape(byte: u8) -> Option<u8> {
    match byte {
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        b'b' => Some(0x08),
        b'f' => Some(0x0c),
        b'"' | b'\\' | b'/' => Some(byte),
        _ => None,
    }
}

/// Appends the character of the escape at the front, such as `\u00e9`, and returns the escape's length.
fn unescape_unicode(escape: &[u8], text: &mut Vec<u8>) -> Result<usize, &'static str> {
    let (character, length) = parse_unicode(escape)?;
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(length)
}

/// Parses the escape at the front, and returns its character and its length.
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
