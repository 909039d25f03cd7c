//! Struct, Value, ListValue and NullValue: any JSON.

use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions, TextValue};
use prost_types::value::Kind;
use prost_types::{ListValue, Struct, Value};
use tests::all::{Anything, anything};

use super::{check, check_all, parse, written};

#[test]
fn any_json_comes_back_as_it_was() {
    for text in [
        r#"{"struct":{"":null,"a":[1,-0.5,"x",true,false,{},[]],"b":{"c":{"d":1e+300}}}}"#,
        r#"{"value":"é\n"}"#,
        r#"{"value":7}"#,
        r#"{"value":{"a":{}}}"#,
        r#"{"list":[[],[[null]],"NaN"]}"#,
        r#"{"values":[null,1,[null],{"a":null}]}"#,
        r#"{"named":{"a":null}}"#,
        r#"{"struct":{},"list":[]}"#,
    ] {
        check::<Anything>(text, text);
    }
    check::<Value>(" [ 1.0 , 10e-1 , -0 ] ", "[1,1,-0]");
    check::<Struct>(r#"{"b":1,"a":2}"#, r#"{"a":2,"b":1}"#);
    check::<ListValue>("[{}]", "[{}]");
}

#[test]
fn null_is_a_value_where_a_value_is_due() {
    for (text, expected) in [
        (r#"{"value":null}"#, r#"{"value":null}"#),
        (r#"{"any":null}"#, r#"{"any":null}"#),
        (r#"{"none":null}"#, r#"{"none":null}"#),
        (r#"{"none":"NULL_VALUE"}"#, r#"{"none":null}"#),
        (r#"{"none":0}"#, r#"{"none":null}"#),
        (r#"{"maybe":null}"#, r#"{"maybe":null}"#),
        (r#"{"null":null}"#, "{}"),
        (
            r#"{"nulls":[null,"NULL_VALUE"]}"#,
            r#"{"nulls":[null,null]}"#,
        ),
        (
            r#"{"struct":null,"list":null,"values":null,"named":null}"#,
            "{}",
        ),
        (r#"{"text":null,"any":1}"#, r#"{"any":1}"#),
    ] {
        check::<Anything>(text, expected);
    }
    check::<Value>("null", "null");
    check_all::<Anything>(&[
        (
            r#"{"any":null,"text":"x"}"#,
            "text: `any` of the same oneof is already set (byte 12)",
        ),
        (
            r#"{"any":1,"none":null}"#,
            "none: `any` of the same oneof is already set (byte 9)",
        ),
        (
            r#"{"none":"NULL"}"#,
            r#"none: expected a value of `google.protobuf.NullValue`, got "NULL" (byte 8)"#,
        ),
    ]);
    let unknown = Anything {
        null: 5,
        ..Anything::default()
    };
    assert_eq!(written(&unknown, &JsonOptions::DEFAULT), "{}");
    let options = JsonOptions::DEFAULT.emit_defaults(true).enum_numbers(true);
    let expected = r#"{"null":null,"values":[],"named":{},"nulls":[]}"#;
    assert_eq!(written(&Anything::default(), &options), expected);
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    check_all::<Anything>(&[
        (
            r#"{"struct":{"a":[1,x]}}"#,
            r#"struct["a"][1]: expected a value, got x (byte 18)"#,
        ),
        (
            r#"{"struct":[]}"#,
            "struct: expected an object, got an array (byte 10)",
        ),
        (
            r#"{"list":{}}"#,
            "list: expected an array, got an object (byte 8)",
        ),
        (
            r#"{"struct":{"a":1,"a":2}}"#,
            r#"struct["a"]: the key is given more than once (byte 17)"#,
        ),
        (
            r#"{"value":tru}"#,
            "value: expected true or false, got tru (byte 9)",
        ),
        (
            r#"{"value":1e999}"#,
            "value: expected a number in the range of a double, got 1e999 (byte 9)",
        ),
        (
            r#"{"value":}"#,
            r#"value: expected a value, got "}" (byte 9)"#,
        ),
    ]);
}

#[test]
fn nesting_is_limited_in_both_directions() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    check::<Value>(&nested(100), &nested(100));
    let error = "nested deeper than 100 levels (byte 100)";
    let refused = parse::<Value>(nested(101), &ReadOptions::DEFAULT).unwrap_err();
    assert!(refused.ends_with(error), "{refused}");
    assert!(parse::<Value>(nested(100_000), &ReadOptions::DEFAULT).is_err());

    let deep = |depth| (1..depth).fold(list(Vec::new()), |value, _| list(vec![value]));
    assert_eq!(written(&deep(100), &JsonOptions::DEFAULT), nested(100));
    let error = "objects and arrays are nested too deep";
    assert_eq!(written(&deep(101), &JsonOptions::DEFAULT), error);
    assert_eq!(written(&deep(2_000), &JsonOptions::DEFAULT), error);
    assert_eq!(
        written(&deep(101), &JsonOptions::DEFAULT.max_depth(101)),
        nested(101)
    );
    let tree = (1..101).fold(tests::all::Tree::default(), |tree, _| tests::all::Tree {
        left: Some(Box::new(tree)),
        ..Default::default()
    });
    assert_eq!(
        written(&tree, &JsonOptions::DEFAULT),
        format!("left: {error}")
    );
    assert!(written(&tree, &JsonOptions::DEFAULT.max_depth(101)).starts_with('{'));
}

fn list(values: Vec<Value>) -> Value {
    let kind = Kind::ListValue(ListValue { values });
    Value { kind: Some(kind) }
}

#[test]
fn values_that_are_no_json_are_errors() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let value = Value {
            kind: Some(Kind::NumberValue(number)),
        };
        let message = Anything {
            list: Some(ListValue {
                values: vec![value],
            }),
            ..Anything::default()
        };
        assert_eq!(
            written(&message, &JsonOptions::DEFAULT),
            "list: a number of a `google.protobuf.Value` is not finite"
        );
    }
    let message = Anything {
        kind: Some(anything::Kind::Any(Value { kind: None })),
        ..Anything::default()
    };
    assert_eq!(
        written(&message, &JsonOptions::DEFAULT),
        "any: a `google.protobuf.Value` holds nothing"
    );
}

#[test]
fn in_a_url_they_are_json_text() {
    let set = |field, texts: &[&str]| {
        let values: Vec<_> = texts
            .iter()
            .map(|text| TextValue { key: None, text })
            .collect();
        let mut message = Anything::default();
        let path = [Anything::DESCRIPTOR.field_index(field).unwrap()];
        match json::read_text(&mut message, &path, &values, &ReadOptions::DEFAULT) {
            Ok(()) => written(&message, &JsonOptions::DEFAULT),
            Err(error) => error.to_string(),
        }
    };
    for (field, text, expected) in [
        ("struct", r#"{"a":1}"#, r#"{"struct":{"a":1}}"#),
        ("value", "null", r#"{"value":null}"#),
        ("value", r#""x""#, r#"{"value":"x"}"#),
        ("list", " [1,[]] ", r#"{"list":[1,[]]}"#),
        ("any", "1", r#"{"any":1}"#),
        ("none", "NULL_VALUE", r#"{"none":null}"#),
        ("none", "null", r#"{"none":null}"#),
        ("value", "x", "expected a value, got x"),
        ("value", "", "expected a value, got the end of the text"),
        (
            "struct",
            "{} {}",
            "expected the end of the text, got an object",
        ),
        ("struct", r#"{"a":[1,x]}"#, "expected a value, got x"),
    ] {
        assert_eq!(set(field, &[text]), expected, "{field}={text}");
    }
    assert_eq!(
        set("values", &["1", r#"{"a":2}"#]),
        r#"{"values":[1,{"a":2}]}"#
    );
    assert_eq!(set("struct", &["{}", "{}"]), "given more than once");
}

#[test]
fn a_field_can_be_null_as_the_whole_text() {
    let read = |field, text: &str| {
        let mut message = Anything::default();
        let field = Anything::DESCRIPTOR.field_index(field).unwrap();
        match json::read_field(&mut message, field, text.as_bytes(), &ReadOptions::DEFAULT) {
            Ok(()) => written(&message, &JsonOptions::DEFAULT),
            Err(error) => error.to_string(),
        }
    };
    assert_eq!(read("value", "null"), r#"{"value":null}"#);
    assert_eq!(
        read("struct", "null"),
        "expected a value, got null (byte 0)"
    );
    assert_eq!(
        read("values", "null"),
        "expected a value, got null (byte 0)"
    );
}

#[test]
fn a_query_can_hold_them_and_a_path_cannot() {
    for field in ["struct", "value", "list", "null"] {
        let field =
            &Anything::DESCRIPTOR.fields()[Anything::DESCRIPTOR.field_index(field).unwrap()];
        assert!(field.kind().has_text_form());
        assert!(
            field
                .message()
                .is_none_or(|message| !message.is_text() && message.is_json())
        );
    }
}
