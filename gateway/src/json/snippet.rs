//! Excerpts of the input for error messages: never more than 64 bytes of it.

const LONGEST: usize = 64;

/// The text in quotes, cut at a character, with what cannot be printed escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("{:?}{}", cut(text), ellipsis(text))
}

/// The text as it is, cut at a character.
pub(super) fn bare(text: &str) -> String {
    format!("{}{}", cut(text), ellipsis(text))
}

/// One byte of the input as it reads in a message.
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
