//! The fields that a document names.

use gateway::Message;
use gateway::json::field_mask;
use tests::all::{Anything, Choice, Maps, Names, Optionals, Repeated, Scalars, Tree, WellKnown};

#[track_caller]
fn check<M: Message>(json: &str, expected: &str) {
    let mask = match field_mask(M::DESCRIPTOR, json.as_bytes()) {
        Ok(paths) => paths.join(" "),
        Err(error) => error.to_string(),
    };
    assert_eq!(mask, expected, "{json}");
}

#[test]
fn leaves_are_listed_by_their_proto_names() {
    check::<Scalars>(
        r#"{"string":"x","int32":0,"bool":null}"#,
        "bool int32 string",
    );
    check::<Names>(
        r#"{"HTTPStatus":1,"UnderScore":2,"other name":""}"#,
        "HTTPStatus _under__score_ renamed_field",
    );
    // The JSON name of each is the proto name of the other.
    check::<Names>(r#"{"this":1}"#, "that");
    check::<Tree>(
        r#"{"left":{"name":"","branch":{"tree":{"name":""}}},"name":"x"}"#,
        "left.branch.tree.name left.name name",
    );
    check::<Choice>(r#"{"scalars":{"int32":1}}"#, "scalars.int32");
    check::<Scalars>("{}", "");
}

#[test]
fn lists_maps_nulls_and_empty_objects_are_leaves() {
    check::<Repeated>(r#"{"trees":[{"name":"x"}],"int32":[]}"#, "int32 trees");
    check::<Maps>(
        r#"{"trees":{"a":{"name":"x"}},"strings":{}}"#,
        "strings trees",
    );
    check::<Tree>(
        r#"{"left":{},"branch":{"tree":null},"bud":null}"#,
        "branch.tree bud left",
    );
}

#[test]
fn well_known_types_are_leaves() {
    check::<WellKnown>(
        r#"{"timestamp":"x","duration":{"seconds":1},"empty":{},"mask":"a"}"#,
        "duration empty mask timestamp",
    );
    check::<Anything>(
        r#"{"struct":{"value":{}},"value":{"a":1},"list":[1],"file":{"data":""}}"#,
        "file.data list struct value",
    );
    assert_eq!(
        field_mask(prost_types::Value::DESCRIPTOR, b"[1]"),
        Ok(Vec::new())
    );
}

#[test]
fn what_the_message_does_not_have_is_skipped() {
    check::<Tree>(r#"{"x":{"name":1},"left":{"x":1},"name":1}"#, "name");
    check::<Tree>(r#"{"name":1,"name":2}"#, "name");
    check::<Optionals>(r#"{"scalars":[{"int32":1}]}"#, "scalars");
}

#[test]
fn texts_that_are_no_json_are_refused() {
    check::<Tree>("[]", "expected an object, got an array (byte 0)");
    check::<Tree>(
        r#"{"left":{"name":}}"#,
        r#"left: expected a value, got "}" (byte 16)"#,
    );
    check::<Tree>("{} 1", "expected the end of the text, got 1 (byte 3)");
    let deep = format!("{}1{}", r#"{"left":"#.repeat(101), "}".repeat(101));
    let error = field_mask(Tree::DESCRIPTOR, deep.as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("nested deeper than 100 levels"),
        "{error}"
    );
}
