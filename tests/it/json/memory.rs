//! What a text may take in memory, which is not in proportion to its length.

use std::collections::HashMap;

use gateway::Message;
use gateway::json::{ReadOptions, field_mask};
use tests::all::{Crowd, Optionals, Tree};
use tests::wide::Sheet;

use super::parse;

const DEFAULT: usize = 64 << 20;

fn repeated(open: &str, element: impl Fn(usize) -> String, close: &str, count: usize) -> String {
    let elements: Vec<_> = (0..count).map(element).collect();
    format!("{open}{}{close}", elements.join(","))
}

fn list(count: usize) -> String {
    repeated(r#"{"members":["#, |_| "{}".to_owned(), "]}", count)
}

/// The least limit within which the text can be read.
fn needed<M: Message>(text: &str) -> usize {
    let fits = |limit| parse::<M>(text, &ReadOptions::DEFAULT.max_memory(limit)).is_ok();
    let (mut too_little, mut enough) = (0, 1 << 30);
    assert!(fits(enough), "{text}");
    if fits(too_little) {
        return 0;
    }
    while enough - too_little > 1 {
        let middle = usize::midpoint(too_little, enough);
        if fits(middle) {
            enough = middle;
        } else {
            too_little = middle;
        }
    }
    enough
}

#[test]
fn the_limit_is_one_of_bytes_whatever_the_length_of_the_text() {
    // Ten thousand times the text.
    let wide = repeated(r#"{"items":["#, |_| "{}".to_owned(), "]}", 1_000);
    let sheet: Sheet = parse(&wide, &ReadOptions::DEFAULT).unwrap();
    assert!(size_of_val(&*sheet.items) > 10_000 * wide.len());
    let allowed = DEFAULT / size_of::<Optionals>();
    let index = 1 << allowed.ilog2();
    let refused = parse::<Crowd>(list(1_000_000), &ReadOptions::DEFAULT).unwrap_err();
    let expected =
        format!("members[{index}]: the message takes more than 67108864 bytes in memory");
    assert!(refused.starts_with(&expected), "{refused}");
}

#[test]
fn a_message_takes_what_its_parts_are_allocated() {
    let element = size_of::<Optionals>();
    let slot = size_of::<String>();
    let node = 11 * (slot + element + 8) + 16;
    for (text, expected) in [
        ("{}".to_owned(), 0),
        (list(1), 4 * element),
        (list(4), 4 * element),
        (list(5), 8 * element),
        (r#"{"named":{"a":{}}}"#.to_owned(), 17 + node),
        (r#"{"a":{}}"#.to_owned(), size_of::<Crowd>() + 16),
        (
            r#"{"a":{"b":{}}}"#.to_owned(),
            2 * (size_of::<Crowd>() + 16),
        ),
    ] {
        assert_eq!(needed::<Crowd>(&text), expected, "{text}");
    }
    for (text, expected) in [
        (r#"{"string":[""]}"#, 4 * slot),
        (r#"{"string":["abc","d"]}"#, 4 * slot + 19 + 17),
        (r#"{"int64":[1,2,3,4,5]}"#, 8 * 8),
        (r#"{"color":[1]}"#, 4 * 4),
        (r#"{"bytes":["AAAA"]}"#, 4 * slot + 19),
    ] {
        assert_eq!(needed::<tests::all::Repeated>(text), expected, "{text}");
    }
}

#[test]
fn maps_are_paid_for_by_the_nodes_that_hold_them() {
    let map = |count| repeated(r#"{"#, |index| format!(r#""{index}":{{}}"#), "}", count);
    // A map of one entry has room for eleven.
    let nested = format!("{}1{}", r#"{"a":"#.repeat(90), "}".repeat(90));
    let value = size_of::<prost_types::Value>() + size_of::<String>();
    assert!(needed::<prost_types::Struct>(&nested) > 90 * 11 * value);
    for count in [1, 10, 100, 1_000] {
        let entries = needed::<prost_types::Struct>(&map(count));
        assert!((count * value..4 * count * value + 11 * value).contains(&entries));
    }
    let crowd: Crowd = parse(
        format!(r#"{{"named":{}}}"#, map(1_000)),
        &ReadOptions::DEFAULT,
    )
    .unwrap();
    assert_eq!(crowd.named.len(), 1_000);
    let table: HashMap<String, Optionals> = crowd.named;
    assert!(table.capacity() <= 11 * 1_000_usize.div_ceil(5));
}

#[test]
fn small_elements_need_no_more_than_messages_may_be_long() {
    let trees = repeated(
        r#"{"children":["#,
        |_| r#"{"left":{}}"#.to_owned(),
        "]}",
        100_000,
    );
    let tree: Tree = parse(trees, &ReadOptions::DEFAULT).unwrap();
    assert_eq!(tree.children.len(), 100_000);
    let numbers = repeated(r#"{"int64":["#, |_| "1".to_owned(), "]}", 2 << 20);
    assert!(numbers.len() > 4 << 20);
    parse::<tests::all::Repeated>(numbers, &ReadOptions::DEFAULT).unwrap();
}

#[test]
fn paths_of_a_mask_may_be_longer_than_the_text_within_reason() {
    let name = "whoseNameMakesThePathsOfAllThatIsInItAsLongAsTheyCanBe";
    let document = |levels| {
        let twigs = (0..levels).fold("null".to_owned(), |twig, _| {
            format!(r#"{{"a":{twig},"b":{twig}}}"#)
        });
        format!(
            "{}{twigs}{}",
            format!(r#"{{"{name}":"#).repeat(80),
            "}".repeat(80)
        )
    };
    let paths = |levels| field_mask(Crowd::DESCRIPTOR, document(levels).as_bytes());
    assert_eq!(paths(4).unwrap().len(), 16);
    let refused = paths(15).unwrap_err().to_string();
    assert!(refused.contains("67108864 bytes in memory"), "{refused}");
}
