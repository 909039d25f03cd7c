//! The spellings that a client can use for a literal, which axum compares without decoding.

/// The maximum number of paths that one template is mounted under.
pub(super) const MOST: usize = 32;

/// Returns all spellings of a text in which letters, digits and `-._~` stand for themselves, as every client writes
/// them. Returns `None` if there are too many, or if axum would not take the text literally.
pub(super) fn spellings(text: &str) -> Option<Vec<String>> {
    if text.contains(['{', '}']) {
        return None;
    }
    text.chars()
        .try_fold(vec![String::new()], |starts, letter| {
            joined(&starts, "", &of_letter(letter))
        })
}

/// Combines every start with every end. Returns `None` if that makes too many.
pub(super) fn joined(starts: &[String], between: &str, ends: &[String]) -> Option<Vec<String>> {
    (starts.len() * ends.len() <= MOST).then(|| {
        let pairs = starts
            .iter()
            .flat_map(|start| ends.iter().map(move |end| (start, end)));
        pairs
            .map(|(start, end)| format!("{start}{between}{end}"))
            .collect()
    })
}

fn of_letter(letter: char) -> Vec<String> {
    let itself = letter.to_string();
    if letter.is_ascii_alphanumeric() || "-._~".contains(letter) {
        return vec![itself];
    }
    let bytes = itself.bytes().map(escapes);
    let escaped = bytes.fold(vec![String::new()], |starts, escapes| {
        joined(&starts, "", &escapes).unwrap_or(starts)
    });
    let unescaped = can_stand_in_a_path(letter).then_some(itself);
    unescaped.into_iter().chain(escaped).collect()
}

/// Returns the escapes of a byte in both cases, such as `%3A` and `%3a`.
fn escapes(byte: u8) -> Vec<String> {
    let digits = [byte >> 4, byte & 0xf].map(|digit| {
        let lower = char::from_digit(digit.into(), 16).unwrap_or_default();
        let mut cases = vec![lower.to_ascii_uppercase().to_string(), lower.to_string()];
        cases.dedup();
        cases
    });
    let [high, low] = digits;
    let pairs = high
        .iter()
        .flat_map(|high| low.iter().map(move |low| (high, low)));
    pairs.map(|(high, low)| format!("%{high}{low}")).collect()
}

/// Returns whether hyper accepts the letter unescaped in a path.
fn can_stand_in_a_path(letter: char) -> bool {
    !letter.is_ascii_control() && !" #%/<>?`".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_escape_is_spelled_in_every_way() {
        for (text, expected) in [
            ("rooms-1.0_~", Some(vec!["rooms-1.0_~"])),
            ("@me", Some(vec!["@me", "%40me"])),
            ("a b", Some(vec!["a%20b"])),
            ("a/b", Some(vec!["a%2Fb", "a%2fb"])),
            ("50%", Some(vec!["50%25"])),
            (
                ":!",
                Some(vec![":!", ":%21", "%3A!", "%3A%21", "%3a!", "%3a%21"]),
            ),
            ("ä", Some(vec!["ä", "%C3%A4", "%C3%a4", "%c3%A4", "%c3%a4"])),
            ("äöü", None),
            ("{a}", None),
        ] {
            let expected = expected.map(|texts| texts.into_iter().map(str::to_owned).collect());
            assert_eq!(spellings(text), expected, "{text}");
        }
    }

    #[test]
    fn a_path_can_have_what_http_takes() {
        for letter in ('\0'..='\u{7f}').filter(|letter| !"%/?#".contains(*letter)) {
            let is_taken = format!("/a{letter}").parse::<http::Uri>().is_ok();
            assert_eq!(can_stand_in_a_path(letter), is_taken, "{letter:?}");
        }
    }
}
