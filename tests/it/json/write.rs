//! Options, single fields, and messages that have no JSON form.

use bytes::BytesMut;
use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions};
use prost_types::{Duration, Timestamp};
use tests::all::{Choice, Empty, Maps, Names, Optionals, Repeated, Scalars, Tree, WellKnown};

use super::{parse, written};

#[test]
fn defaults_are_written_on_request() {
    let options = JsonOptions::DEFAULT.emit_defaults(true);
    let expected = r#"{"double":0,"float":0,"int32":0,"int64":"0","uint32":0,"uint64":"0","sint32":0,"sint64":"0","fixed32":0,"fixed64":"0","sfixed32":0,"sfixed64":"0","bool":false,"string":"","bytes":"","color":"COLOR_UNSPECIFIED"}"#;
    assert_eq!(written(&Scalars::default(), &options), expected);
    assert_eq!(written(&Optionals::default(), &options), "{}");
    assert_eq!(
        written(&Tree::default(), &options),
        r#"{"name":"","children":[]}"#
    );
    assert_eq!(
        written(&Choice::default(), &options),
        r#"{"before":"","after":""}"#
    );
    assert!(written(&Maps::default(), &options).starts_with(r#"{"strings":{},"int32":{}"#));
    assert_eq!(written(&Empty {}, &options), "{}");
}

#[test]
fn enums_and_names_have_two_forms() {
    let message: Repeated = parse(r#"{"color":["COLOR_BLUE",7]}"#, &ReadOptions::DEFAULT).unwrap();
    assert_eq!(
        written(&message, &JsonOptions::DEFAULT.enum_numbers(true)),
        r#"{"color":[-2,7]}"#
    );
    let message: Names = parse(
        r#"{"HTTPStatus":1,"UnderScore":2,"this":3}"#,
        &ReadOptions::DEFAULT,
    )
    .unwrap();
    let expected = r#"{"HTTPStatus":1,"_under__score_":2,"that":3}"#;
    assert_eq!(
        written(&message, &JsonOptions::DEFAULT.proto_names(true)),
        expected
    );
}

#[test]
fn fields_by_themselves() {
    let field = |name: &str, text: &str| field::<Optionals>(name, text);
    assert_eq!(field("int32", "{}"), "null");
    assert_eq!(field("int32", r#"{"int32":0}"#), "0");
    assert_eq!(field("scalars", r#"{"scalars":{}}"#), "{}");
    assert_eq!(self::field::<Scalars>("string", "{}"), r#""""#);
    assert_eq!(self::field::<Scalars>("int64", "{}"), r#""0""#);
    assert_eq!(self::field::<Repeated>("trees", "{}"), "[]");
    assert_eq!(
        self::field::<Repeated>("trees", r#"{"trees":[{},{}]}"#),
        "[{},{}]"
    );
    assert_eq!(
        self::field::<Maps>("strings", r#"{"strings":{"a":"b"}}"#),
        r#"{"a":"b"}"#
    );
    assert_eq!(self::field::<Tree>("left", "{}"), "null");
    assert_eq!(
        self::field::<Tree>("left", r#"{"left":{"name":"x"}}"#),
        r#"{"name":"x"}"#
    );
    assert_eq!(self::field::<Choice>("text", r#"{"text":"x"}"#), r#""x""#);
    assert_eq!(self::field::<Choice>("flag", r#"{"text":"x"}"#), "null");
}

fn field<M: Message>(name: &str, text: &str) -> String {
    let message: M = parse(text, &ReadOptions::DEFAULT).unwrap();
    let mut out = BytesMut::new();
    json::write_field(
        &message,
        M::DESCRIPTOR.field_index(name).unwrap(),
        &mut out,
        &JsonOptions::DEFAULT,
    )
    .unwrap();
    String::from_utf8(out.to_vec()).unwrap()
}

fn bare<M: Message>(name: &str, text: &str) -> String {
    let message: M = parse(text, &ReadOptions::DEFAULT).unwrap();
    let mut out = BytesMut::from("id: ");
    let written =
        json::write_field_text(&message, M::DESCRIPTOR.field_index(name).unwrap(), &mut out);
    written.map_or_else(
        |error| format!("{out:?} {error}"),
        |()| String::from_utf8(out.to_vec()).unwrap(),
    )
}

#[test]
fn bare_texts_have_no_quotes() {
    for (name, text, expected) in [
        ("string", r#"{"string":"a\"\n"}"#, "id: a\"\n"),
        ("int64", r#"{"int64":"-7"}"#, "id: -7"),
        ("uint32", "{}", "id: 0"),
        ("bool", r#"{"bool":true}"#, "id: true"),
        ("color", r#"{"color":1}"#, "id: COLOR_RED"),
        ("color", r#"{"color":9}"#, "id: 9"),
        ("double", r#"{"double":"NaN"}"#, "id: NaN"),
    ] {
        assert_eq!(bare::<Scalars>(name, text), expected);
    }
    assert_eq!(bare::<Optionals>("string", "{}"), "id: ");
    assert_eq!(
        bare::<WellKnown>("duration", r#"{"duration":"1s"}"#),
        "id: 1s"
    );
    assert_eq!(
        bare::<Repeated>("int32", "{}"),
        "b\"id: \" the value has no plain text"
    );
    assert_eq!(
        bare::<Tree>("left", r#"{"left":{}}"#),
        "b\"id: \" the value has no plain text"
    );
}

#[test]
fn times_outside_their_range_are_errors() {
    let timestamp = |seconds, nanos| WellKnown {
        timestamp: Some(Timestamp { seconds, nanos }),
        ..WellKnown::default()
    };
    for (seconds, nanos) in [
        (253_402_300_800, 0),
        (-62_135_596_801, 0),
        (i64::MAX, 0),
        (i64::MIN, 0),
        (0, -1),
        (0, 1_000_000_000),
    ] {
        let error = written(&timestamp(seconds, nanos), &JsonOptions::DEFAULT);
        assert_eq!(
            error,
            "timestamp: the timestamp is not between the years 1 and 9999"
        );
    }
    let duration = |seconds, nanos| WellKnown {
        duration: Some(Duration { seconds, nanos }),
        ..WellKnown::default()
    };
    for (seconds, nanos) in [
        (315_576_000_001, 0),
        (i64::MIN, 0),
        (1, -1),
        (-1, 1),
        (0, 1_000_000_000),
        (0, i32::MIN),
    ] {
        let error = written(&duration(seconds, nanos), &JsonOptions::DEFAULT);
        assert_eq!(
            error,
            "duration: the duration is longer than 10,000 years, or its parts differ in sign"
        );
    }
}

#[test]
fn strings_of_all_lengths_are_escaped_wherever_the_special_byte_is() {
    for length in 0..50 {
        assert_written_and_read("a".repeat(length));
        for place in 0..length {
            for special in ["\"", "\\", "\u{1f}", "\n"] {
                let rest = "a".repeat(length - place - 1);
                assert_written_and_read(format!("{}{special}{rest}", "b".repeat(place)));
            }
        }
    }
}

#[test]
fn long_strings_are_escaped_wherever_the_special_byte_is() {
    for length in 0..40 {
        for special in ["\"", "\\", "\u{1f}", "\n"] {
            let string = format!("{}{special}{}", "a".repeat(length), "é".repeat(40 - length));
            assert_written_and_read(string);
        }
    }
}

#[track_caller]
fn assert_written_and_read(string: String) {
    let message = Scalars {
        string,
        ..Scalars::default()
    };
    let options = JsonOptions::default().emit_defaults(true);
    let text = written(&message, &options);
    let oracle: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(oracle["string"], message.string);
    assert_eq!(parse(&text, &ReadOptions::DEFAULT), Ok(message));
}
