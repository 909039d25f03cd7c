//! Encodes text and bytes for JSON strings.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns the text as it appears between the quotes of a string.
pub(crate) fn escape(text: &str) -> String {
    let escape = |character: char| match character {
        '"' | '\\' => format!("\\{character}"),
        '\0'..='\u{1f}' => format!("\\u{:04x}", u32::from(character)),
        _ => character.to_string(),
    };
    text.chars().map(escape).collect()
}

/// Returns the base64 form of bytes, without padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let bits = (0..3).fold(0, |bits, index| {
            bits << 8 | usize::from(chunk.get(index).copied().unwrap_or(0))
        });
        let digit = move |index: usize| char::from(BASE64[bits >> (18 - 6 * index) & 63]);
        (0..=chunk.len()).map(digit)
    });
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_base64_without_padding() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"\0", "AA"),
            (b"\x01\xff", "Af8"),
            (b"\x01\xff\n", "Af8K"),
            (b"\xfb\xff\xbf\"", "+/+/Ig"),
        ] {
            assert_eq!(base64(bytes), text);
        }
    }
}
