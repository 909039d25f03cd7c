//! Strict percent-decoding of paths and queries (RFC 3986, section 2.1): text that cannot be decoded is refused.

use std::borrow::Cow;

/// The reason why a text cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    Escape,
    Nul,
    Utf8,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Escape => "malformed percent-encoding",
            Self::Nul => "a NUL character",
            Self::Utf8 => "not UTF-8 after percent-decoding",
        })
    }
}

/// The rules by which a text is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One path segment: every escape.
    Segment,
    /// Several path segments: every escape but `%2F`, which stays as it is.
    Segments,
    /// A name or value of a query: every escape, and `+` is a space.
    Query,
}

/// Decodes a text. A text without escapes is borrowed.
pub(crate) fn decode(text: &str, mode: Mode) -> Result<Cow<'_, str>, Malformed> {
    if !needs_decoding(text, mode) {
        return Ok(Cow::Borrowed(text));
    }
    let decoded =
        String::from_utf8(decode_bytes(text.as_bytes(), mode)?).map_err(|_| Malformed::Utf8)?;
    Ok(Cow::Owned(decoded))
}

/// The maximum number of bytes that one byte can take in a raw text.
pub(super) const LONGEST_SPELLING: usize = "%2F".len();

/// Returns whether a raw text decodes to this text.
pub(super) fn spells(raw: &str, text: &str) -> bool {
    if !raw.contains('%') {
        return raw == text;
    }
    raw.len() <= LONGEST_SPELLING * text.len()
        && decode(raw, Mode::Segment).is_ok_and(|decoded| decoded == text)
}

fn needs_decoding(text: &str, mode: Mode) -> bool {
    text.bytes()
        .any(|byte| byte == b'%' || byte == 0 || (byte == b'+' && mode == Mode::Query))
}

fn decode_bytes(text: &[u8], mode: Mode) -> Result<Vec<u8>, Malformed> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match byte {
            b'%' => decode_escape(tail, mode, &mut decoded)?,
            b'+' if mode == Mode::Query => push(b' ', tail, &mut decoded),
            0 => return Err(Malformed::Nul),
            _ => push(byte, tail, &mut decoded),
        };
    }
    Ok(decoded)
}

fn push<'a>(byte: u8, tail: &'a [u8], decoded: &mut Vec<u8>) -> &'a [u8] {
    decoded.push(byte);
    tail
}

fn decode_escape<'a>(
    tail: &'a [u8],
    mode: Mode,
    decoded: &mut Vec<u8>,
) -> Result<&'a [u8], Malformed> {
    let Some((&[high, low], tail)) = tail.split_first_chunk::<2>() else {
        return Err(Malformed::Escape);
    };
    match hex(high)? << 4 | hex(low)? {
        0 => return Err(Malformed::Nul),
        b'/' if mode == Mode::Segments => decoded.extend_from_slice(&[b'%', high, low]),
        byte => decoded.push(byte),
    }
    Ok(tail)
}

fn hex(digit: u8) -> Result<u8, Malformed> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(Malformed::Escape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_spelled_in_many_ways() {
        for (raw, text, expected) in [
            ("a", "a", true),
            ("%61", "a", true),
            ("a%2fb", "a/b", true),
            ("a%2Fb", "a/b", true),
            ("a%252Fb", "a%2Fb", true),
            ("a%2Fb", "a%2Fb", false),
            ("%C3%bc", "ü", true),
            ("%61", "b", false),
            ("%zz", "%zz", false),
            ("", "a", false),
        ] {
            assert_eq!(spells(raw, text), expected, "{raw} {text}");
        }
    }

    #[test]
    fn decodes_or_refuses() {
        for (text, mode, expected) in [
            ("lobby", Mode::Segment, Ok("lobby")),
            ("a%2Fb", Mode::Segment, Ok("a/b")),
            ("a%2fb%20c", Mode::Segments, Ok("a%2fb c")),
            ("a+b", Mode::Segment, Ok("a+b")),
            ("a+b%2B", Mode::Query, Ok("a b+")),
            ("%C3%BC", Mode::Segment, Ok("ü")),
            ("%", Mode::Segment, Err(Malformed::Escape)),
            ("%4", Mode::Segment, Err(Malformed::Escape)),
            ("%zz", Mode::Segment, Err(Malformed::Escape)),
            ("%00", Mode::Segment, Err(Malformed::Nul)),
            ("%ff", Mode::Segment, Err(Malformed::Utf8)),
        ] {
            assert_eq!(
                decode(text, mode).as_deref(),
                expected.as_ref().map(|text| *text),
                "{text}"
            );
        }
    }
}
