//! The default values that a proto2 file can set.

use prost_types::FieldDescriptorProto;
use prost_types::field_descriptor_proto::Type;

use crate::json::{base64, escape};

/// Returns the default that the file sets for the field, in JSON.
pub(super) fn default(proto: &FieldDescriptorProto) -> Option<String> {
    let text = proto.default_value.as_deref()?;
    let quoted = |text: &str| format!("\"{text}\"");
    Some(match (proto.r#type(), text) {
        (Type::String | Type::Enum, _) => quoted(&escape(text)),
        (Type::Bytes, _) => quoted(&base64(&unescape(text.as_bytes()))),
        (_, "inf") => quoted("Infinity"),
        (_, "-inf") => quoted("-Infinity"),
        (_, "nan" | "-nan") => quoted("NaN"),
        _ => text.to_owned(),
    })
}

/// Decodes the C escapes with which descriptors write bytes.
fn unescape(mut text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let [first, rest @ ..] = text {
        let (byte, length) = match (first, rest) {
            (b'\\', [b'x' | b'X', digits @ ..]) => {
                let (byte, length) = number(digits, 16, 2);
                (byte, length + 2)
            }
            (b'\\', [b'0'..=b'7', ..]) => {
                let (byte, length) = number(rest, 8, 3);
                (byte, length + 1)
            }
            (b'\\', [letter, ..]) => (control(*letter), 2),
            _ => (*first, 1),
        };
        bytes.push(byte);
        text = &text[length..];
    }
    bytes
}

/// Reads the number at the front, and returns it with the count of its digits.
fn number(text: &[u8], radix: u32, most: usize) -> (u8, usize) {
    let digits = text.iter().take(most);
    let digits = digits.map_while(|digit| char::from(*digit).to_digit(radix));
    let (number, length) = digits.fold((0, 0), |(number, length), digit| {
        (number * radix + digit, length + 1)
    });
    (number as u8, length)
}

fn control(letter: u8) -> u8 {
    match letter {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        itself => itself,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_bytes() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("a\\\"\\\\\\'", b"a\"\\'"),
            ("\\001\\377\\0x", b"\x01\xff\0x"),
            ("\\x1\\xffg", b"\x01\xffg"),
            ("\\n\\r\\t\\v", b"\n\r\t\x0b"),
            ("\\", b"\\"),
        ] {
            assert_eq!(unescape(text.as_bytes()), bytes, "{text}");
        }
    }
}
