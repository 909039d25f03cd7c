//! Values from a URL.

use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions, TextValue, UnknownFields};
use tests::all::{Choice, Maps, Optionals, Outer, Repeated, Scalars, Tree, WellKnown};

use super::{parse, unknown_fields, written};

/// Sets the field at this dotted path in a message that starts as `start`.
fn laid_over<M: Message>(
    start: &str,
    path: &[usize],
    values: &[TextValue<'_>],
    options: &ReadOptions,
) -> String {
    let mut message: M = parse(start, &ReadOptions::DEFAULT).unwrap();
    match json::read_text(&mut message, path, values, options) {
        Ok(()) => written(&message, &JsonOptions::DEFAULT),
        Err(error) => error.to_string(),
    }
}

fn set<M: Message>(field: &str, texts: &[&str]) -> String {
    let values: Vec<_> = texts
        .iter()
        .map(|text| TextValue { key: None, text })
        .collect();
    laid_over::<M>("{}", &[index::<M>(field)], &values, &ReadOptions::DEFAULT)
}

fn index<M: Message>(field: &str) -> usize {
    M::DESCRIPTOR.field_index(field).unwrap()
}

#[test]
fn scalars_take_one_value() {
    for (field, text, expected) in [
        ("int32", "-5", r#"{"int32":-5}"#),
        ("int64", "7", r#"{"int64":"7"}"#),
        ("uint64", "1e3", r#"{"uint64":"1000"}"#),
        ("double", "NaN", r#"{"double":"NaN"}"#),
        ("float", "1.5", r#"{"float":1.5}"#),
        ("bool", "1", r#"{"bool":true}"#),
        ("bool", "false", "{}"),
        ("string", r#""quoted" é"#, r#"{"string":"\"quoted\" é"}"#),
        ("string", "null", r#"{"string":"null"}"#),
        ("bytes", "-_8", r#"{"bytes":"+/8="}"#),
        ("color", "COLOR_RED", r#"{"color":"COLOR_RED"}"#),
        ("color", "-2", r#"{"color":"COLOR_BLUE"}"#),
        ("int32", "abc", r#"expected an integer, got "abc""#),
        ("int32", "", r#"expected an integer, got """#),
        ("int32", " 1", r#"expected an integer, got " 1""#),
        ("bool", "yes", r#"expected true or false, got "yes""#),
        (
            "color",
            "PINK",
            r#"expected a value of `all.v1.Color`, got "PINK""#,
        ),
    ] {
        assert_eq!(set::<Scalars>(field, &[text]), expected, "{field}={text}");
    }
    assert_eq!(set::<Scalars>("int32", &["1", "2"]), "given more than once");
    assert_eq!(set::<Scalars>("int32", &[]), "{}");
    assert_eq!(set::<Optionals>("int32", &["0"]), r#"{"int32":0}"#);
}

#[test]
fn well_known_types_have_their_json_form() {
    assert_eq!(
        set::<WellKnown>("timestamp", &["1970-01-01T00:00:01Z"]),
        r#"{"timestamp":"1970-01-01T00:00:01Z"}"#
    );
    assert_eq!(
        set::<WellKnown>("duration", &["1.5s"]),
        r#"{"duration":"1.500s"}"#
    );
    assert_eq!(
        set::<WellKnown>("duration", &["1.5"]),
        r#"expected a duration such as "1.5s", got "1.5""#
    );
}

#[test]
fn nested_fields_are_reached_by_their_path() {
    let value = [TextValue {
        key: None,
        text: "x",
    }];
    let read = |path: &[usize]| {
        laid_over::<Tree>(
            r#"{"left":{"left":{},"name":"kept"}}"#,
            path,
            &value,
            &ReadOptions::DEFAULT,
        )
    };
    let [name, left, children] = ["name", "left", "children"].map(index::<Tree>);
    assert_eq!(
        read(&[left, left, name]),
        r#"{"left":{"name":"kept","left":{"name":"x"}}}"#
    );
    assert_eq!(read(&[left, name]), r#"{"left":{"name":"x","left":{}}}"#);
    assert_eq!(
        read(&[children, name]),
        "a list or a map has no fields of its own"
    );
    assert_eq!(read(&[name, name]), "the field has no fields of its own");
    assert_eq!(read(&[left]), r#"expected a value, got "x""#);
}

#[test]
fn members_of_a_oneof_replace_each_other() {
    let value = [TextValue {
        key: None,
        text: "5",
    }];
    let read =
        |start, path: &[usize]| laid_over::<Choice>(start, path, &value, &ReadOptions::DEFAULT);
    assert_eq!(
        read(r#"{"text":"a"}"#, &[index::<Choice>("number")]),
        r#"{"number":"5"}"#
    );
    let path = [index::<Choice>("scalars"), index::<Scalars>("int32")];
    assert_eq!(
        read(r#"{"scalars":{"string":"kept"}}"#, &path),
        r#"{"scalars":{"int32":5,"string":"kept"}}"#
    );
    let value = [TextValue {
        key: None,
        text: "LEVEL_HIGH",
    }];
    assert_eq!(
        laid_over::<Outer>(
            "{}",
            &[index::<Outer>("level")],
            &value,
            &ReadOptions::DEFAULT
        ),
        r#"{"level":"LEVEL_HIGH"}"#
    );
}

#[test]
fn lists_and_maps_are_replaced() {
    let texts = |texts: &'static [&str]| {
        texts
            .iter()
            .map(|text| TextValue { key: None, text })
            .collect::<Vec<_>>()
    };
    let read = |values: &[_]| {
        laid_over::<Repeated>(
            r#"{"int32":[1,2,3]}"#,
            &[index::<Repeated>("int32")],
            values,
            &ReadOptions::DEFAULT,
        )
    };
    assert_eq!(read(&texts(&["7", "8"])), r#"{"int32":[7,8]}"#);
    assert_eq!(read(&[]), "{}");
    assert_eq!(read(&texts(&["7", "x"])), r#"expected an integer, got "x""#);
    let keyed = |key, text| [TextValue { key, text }];
    let read = |values: &[_]| {
        laid_over::<Maps>(
            r#"{"int32":{"1":"2"}}"#,
            &[index::<Maps>("int32")],
            values,
            &ReadOptions::DEFAULT,
        )
    };
    assert_eq!(read(&keyed(Some("5"), "6")), r#"{"int32":{"5":"6"}}"#);
    assert_eq!(
        read(&keyed(Some("x"), "6")),
        r#"expected an integer as the key, got "x""#
    );
    assert_eq!(
        read(&keyed(None, "6")),
        "expected a key in brackets, as in `name[key]`"
    );
    assert_eq!(
        read(&[keyed(Some("5"), "6"), keyed(Some("5"), "7")].concat()),
        "the key is given more than once"
    );
}

#[test]
fn unknown_enum_names_can_be_dropped() {
    let value = [TextValue {
        key: None,
        text: "PINK",
    }];
    let path = [index::<Scalars>("color")];
    assert_eq!(
        laid_over::<Scalars>(
            "{}",
            &path,
            &value,
            &unknown_fields(UnknownFields::IgnoreAll)
        ),
        "{}"
    );
}

#[test]
fn a_field_can_be_the_whole_text() {
    let read = |field, text: &str| {
        let mut message = Repeated::default();
        match json::read_field(
            &mut message,
            index::<Repeated>(field),
            text.as_bytes(),
            &ReadOptions::DEFAULT,
        ) {
            Ok(()) => written(&message, &JsonOptions::DEFAULT),
            Err(error) => error.to_string(),
        }
    };
    assert_eq!(read("int32", " [1, 2] "), r#"{"int32":[1,2]}"#);
    assert_eq!(
        read("int32", "[1,x]"),
        "int32[1]: expected an integer, got x (byte 3)"
    );
    assert_eq!(
        read("int32", "[1] 2"),
        "expected the end of the text, got 2 (byte 4)"
    );
    assert_eq!(read("int32", "null"), "expected a value, got null (byte 0)");
}
