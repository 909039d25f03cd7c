//! What a text may take in memory, which is not always in proportion to its length.

use gateway::Message;
use gateway::json::{ReadOptions, field_mask};
use tests::all::{Crowd, Optionals, Tree};

use super::parse;

const TOO_MUCH: &str = "the text stands for more than 64 times its size in memory";

fn repeated(open: &str, element: impl Fn(usize) -> String, close: &str, count: usize) -> String {
    let elements: Vec<_> = (0..count).map(element).collect();
    format!("{open}{}{close}", elements.join(","))
}

#[test]
fn elements_may_be_larger_than_their_text_within_reason() {
    let list = |count| repeated(r#"{"members":["#, |_| "{}".to_owned(), "]}", count);
    let map = |count| {
        let entry = |index| format!(r#""{index}":{{}}"#);
        repeated(r#"{"named":{"#, entry, "}}", count)
    };
    for count in [0, 1, 1_000] {
        let crowd: Crowd = parse(list(count), &ReadOptions::DEFAULT).unwrap();
        assert_eq!(crowd.members.len(), count);
        let crowd: Crowd = parse(map(count), &ReadOptions::DEFAULT).unwrap();
        assert_eq!(crowd.named.len(), count);
    }
    let text = list(1_000_000);
    let allowed = (1 << 20) + 64 * text.len();
    let index = allowed / size_of::<Optionals>();
    let refused = parse::<Crowd>(&text, &ReadOptions::DEFAULT).unwrap_err();
    assert!(
        refused.starts_with(&format!("members[{index}]: {TOO_MUCH}")),
        "{refused}"
    );
}

#[test]
fn boxes_and_small_elements_are_paid_for_by_their_text() {
    let trees = |count| {
        repeated(
            r#"{"children":["#,
            |_| r#"{"left":{}}"#.to_owned(),
            "]}",
            count,
        )
    };
    let tree: Tree = parse(trees(100_000), &ReadOptions::DEFAULT).unwrap();
    assert_eq!(tree.children.len(), 100_000);
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
    assert!(refused.contains(TOO_MUCH), "{refused}");
}
