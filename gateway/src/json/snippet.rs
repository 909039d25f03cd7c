//! Excerpts of the input for error messages, never more than 64 bytes.

const LONGEST: usize = 64;

/// Returns the text in quotes, cut at a character boundary, with unprintable characters escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("{:?}{}", cut(text), ellipsis(text))
}

/// Returns the text as it is, cut at a character boundary.
pub(super) fn bare(text: &str) -> String {
    format!("{}{}", cut(text), ellipsis(text))
}

/// Returns one byte of the input as it appears in an error message.
pub(super) fn byte(byte: u8) -> String {
    match byte {
        b'"' => "'\"'".to_owned(),
        0x21..=0x7e => format!("\"{}\"", char::from(byte)),
        _ => format!("byte 0x{byte:02x}"),
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(..end))
        .filter(|_| text.len() > LONGEST)
        .unwrap_or(text)
}

fn ellipsis(text: &str) -> &'static str {
    if text.len() > LONGEST { "…" } else { "" }
}
