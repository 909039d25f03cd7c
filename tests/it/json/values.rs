//! Request streams, in any chunking.

use bytes::BytesMut;
use gateway::json::{Values, ValuesError};

/// The values, and how the stream ended, when it arrives in chunks of this size.
fn split(text: &[u8], chunk: usize, limit: usize) -> (Vec<String>, Result<(), ValuesError>) {
    let mut values = Values::new(limit);
    let mut buffer = BytesMut::new();
    let mut out = Vec::new();
    let ended = (|| {
        for chunk in text.chunks(chunk) {
            buffer.extend_from_slice(chunk);
            while let Some(value) = values.next(&mut buffer)? {
                out.push(String::from_utf8_lossy(&value).into_owned());
            }
            assert!(
                buffer.len() <= limit + chunk.len(),
                "no more than a value and a chunk is kept"
            );
        }
        while let Some(value) = values.finish(&mut buffer)? {
            out.push(String::from_utf8_lossy(&value).into_owned());
        }
        Ok(())
    })();
    (out, ended)
}

#[track_caller]
fn check(text: &str, expected: &[&str], error: Option<&str>) {
    for chunk in [1, 2, 3, 7, text.len().max(1)] {
        let (values, ended) = split(text.as_bytes(), chunk, 1000);
        assert_eq!(values, expected, "{text} in chunks of {chunk}");
        assert_eq!(
            ended.err().map(|error| error.to_string()).as_deref(),
            error,
            "{text} in chunks of {chunk}"
        );
    }
}

#[test]
fn lines_concatenations_and_arrays() {
    check("", &[], None);
    check(" \r\n\t ", &[], None);
    check(
        "{\"a\":1}\n{\"b\":2}\n",
        &[r#"{"a":1}"#, r#"{"b":2}"#],
        None,
    );
    check(
        r#"{"a":1}{"b":[{}]} {} "#,
        &[r#"{"a":1}"#, r#"{"b":[{}]}"#, "{}"],
        None,
    );
    check(
        r#"[{"a":1}, {"b":2} ]"#,
        &[r#"{"a":1}"#, r#"{"b":2}"#],
        None,
    );
    check("[]", &[], None);
    check(" [ ] \n", &[], None);
    check(
        r#"1 2"x""y"true null"#,
        &["1", "2", r#""x""#, r#""y""#, "true", "null"],
        None,
    );
    check(
        r#"[1,"x",null,[2,[3]]]"#,
        &["1", r#""x""#, "null", "[2,[3]]"],
        None,
    );
    check("{} [1]", &["{}", "[1]"], None);
}

#[test]
fn brackets_and_quotes_within_strings_are_text() {
    check(
        r#"{"}":"]\"}\\"}{"a":"\\\\\""}"#,
        &[r#"{"}":"]\"}\\"}"#, r#"{"a":"\\\\\""}"#],
        None,
    );
    check(
        r#""\\" "\"" "a\\\"b""#,
        &[r#""\\""#, r#""\"""#, r#""a\\\"b""#],
        None,
    );
    check("{\"\n\":1}\n", &["{\"\n\":1}"], None);
}

#[test]
fn what_is_not_between_values_is_refused() {
    check(
        "{},{}",
        &["{}"],
        Some(r#"expected a value, got "," (byte 2)"#),
    );
    check("}", &[], Some(r#"expected a value, got "}" (byte 0)"#));
    check(
        "[{} {}]",
        &["{}"],
        Some(r#"expected "," or "]", got "{" (byte 4)"#),
    );
    check(
        "[{},]",
        &["{}"],
        Some(r#"expected a value, got "]" (byte 4)"#),
    );
    check("[,{}]", &[], Some(r#"expected a value, got "," (byte 1)"#));
    check(
        "[{}]x",
        &["{}"],
        Some(r#"expected the end of the text, got "x" (byte 4)"#),
    );
    check(
        "[{}][{}]",
        &["{}"],
        Some(r#"expected the end of the text, got "[" (byte 4)"#),
    );
    check(
        "[1}",
        &["1"],
        Some(r#"expected "," or "]", got "}" (byte 2)"#),
    );
}

#[test]
fn a_cut_stream_is_an_error() {
    check(
        r#"{} {"a":"#,
        &["{}"],
        Some("the text ends inside a value (byte 8)"),
    );
    check(
        r#""abc"#,
        &[],
        Some("the text ends inside a value (byte 4)"),
    );
    check(
        r#""abc\"#,
        &[],
        Some("the text ends inside a value (byte 5)"),
    );
    check("[", &[], Some("the text ends inside an array (byte 1)"));
    check(
        "[{}",
        &["{}"],
        Some("the text ends inside an array (byte 3)"),
    );
    check(
        "[{},",
        &["{}"],
        Some("the text ends inside an array (byte 4)"),
    );
    check("[12", &[], Some("the text ends inside a value (byte 3)"));
}

#[test]
fn values_are_limited_and_white_space_is_not() {
    let too_large = Err(ValuesError::TooLarge { limit: 8 });
    let spaces = " ".repeat(100) + "12345678" + &"\n".repeat(100) + "\"123456\"";
    for chunk in [1, 5, 1000] {
        assert_eq!(
            split(spaces.as_bytes(), chunk, 8),
            (vec!["12345678".into(), "\"123456\"".into()], Ok(()))
        );
        for text in [
            "123456789 ",
            "\"1234567\"",
            "{\"a\":123}",
            "{\"a\":\"endless",
            "[1,{\"a\":123}]",
        ] {
            assert_eq!(
                split(text.as_bytes(), chunk, 8).1,
                too_large,
                "{text} in chunks of {chunk}"
            );
        }
    }
}

#[test]
fn errors_are_final() {
    let mut values = Values::new(100);
    let mut buffer = BytesMut::from(",{}");
    let error = values.next(&mut buffer).unwrap_err();
    assert_eq!(values.next(&mut buffer), Err(error.clone()));
    assert_eq!(values.finish(&mut buffer), Err(error));
}

#[test]
fn it_is_known_whether_a_value_is_unfinished() {
    let mut values = Values::new(100);
    let mut buffer = BytesMut::new();
    for (chunk, is_inside) in [
        ("[ ", false),
        ("{", true),
        ("}", false),
        (",", false),
        ("\"", true),
        ("\"]", false),
    ] {
        buffer.extend_from_slice(chunk.as_bytes());
        while values.next(&mut buffer).unwrap().is_some() {}
        assert_eq!(values.is_inside_value(), is_inside, "after {chunk}");
    }
}

#[test]
fn bytes_are_taken_as_they_come() {
    // A megabyte in single bytes would not end in time if each chunk were looked at from the front.
    let text = format!("{{\"a\":\"{}\"}}", "\\\"x{".repeat(250_000));
    let (values, ended) = split(text.as_bytes(), 1, 2_000_000);
    assert_eq!(
        (values.len(), values[0].len(), ended),
        (1, text.len(), Ok(()))
    );
}
