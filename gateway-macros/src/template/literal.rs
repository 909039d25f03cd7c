//! Literal text in a path: the characters that it may contain, percent-encoded or not.

use std::ops::Range;

use super::Wrong;

/// Decodes the text at `range` of the path.
pub(super) fn read(path: &str, range: Range<usize>) -> Result<String, Wrong> {
    let text = &path[range.clone()];
    let wrong = text.char_indices().find_map(|(at, letter)| {
        let at = range.start + at;
        misplaced(letter).map(|(what, help)| Wrong::new(at..at + letter.len_utf8(), what, help))
    });
    match wrong {
        Some(wrong) => Err(wrong),
        None => percent_decode(text).ok_or_else(|| {
            Wrong::new(
                range,
                "this is not percent-encoded text",
                "write `%` as `%25`",
            )
        }),
    }
}

/// Returns why a literal cannot contain a character, and what to write instead.
fn misplaced(letter: char) -> Option<(&'static str, &'static str)> {
    match letter {
        '*' => Some((
            "`*` is a whole segment of the path",
            "write `*` alone, or a variable such as `{room}`",
        )),
        '{' => Some((
            "a variable is a whole segment of the path",
            "put `/` before it",
        )),
        '}' => Some((
            "this brace was never opened",
            "write a variable as `{room}`",
        )),
        '?' => Some((
            "a path has no query",
            "leave it out: fields outside the path come from the query string",
        )),
        '#' => Some((
            "a path has no fragment",
            "leave it out: browsers do not send it",
        )),
        '<' | '>' => Some(("a variable stands in braces", "write `{room}`")),
        _ if letter.is_whitespace() => Some(("a path has no blanks", "write `%20`")),
        '"' | '\\' | '^' | '`' | '|' | '[' | ']' => {
            Some(("this character cannot stand in a path", "percent-encode it"))
        }
        _ if letter.is_control() => {
            Some(("this character cannot stand in a path", "percent-encode it"))
        }
        _ => None,
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(
            u8::from_str_radix(digits, 16)
                .ok()
                .filter(|byte| is_hex && *byte != 0)?,
        );
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}
