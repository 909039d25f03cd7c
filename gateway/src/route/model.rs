//! Tests the tree against a model that tries every template, on random sets of templates and paths.

use std::cmp::Reverse;

use http::Method;
use proptest::prelude::*;

use super::{Miss, Tree, captures, find};
use crate::schema::{Segment, Template, Variable};

const METHODS: [Method; 2] = [Method::GET, Method::POST];
const LITERALS: [&str; 4] = ["a", "b", "a:v", "/"];
const VERBS: [Option<&str>; 5] = [None, Some("v"), Some("w"), Some("v:w"), Some("/")];
const PARTS: [&str; 12] = [
    "a",
    "b",
    "c",
    "",
    "a:v",
    "c:v",
    "b:w",
    "%61",
    "a:v:w",
    "b:%76%3aw",
    "%2F:%2f",
    "a%3Av",
];

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        proptest::sample::select(LITERALS.to_vec()).prop_map(Segment::Literal),
        Just(Segment::Star),
    ]
}

/// Generates a template with at most one `**`, as the grammar requires.
fn template() -> impl Strategy<Value = Template> {
    let parts = (
        proptest::collection::vec(segment(), 1..4),
        proptest::option::of(0usize..4),
        proptest::sample::select(VERBS.to_vec()),
    );
    parts.prop_map(|(mut segments, double_star, verb)| {
        if let Some(at) = double_star {
            segments.insert(at.min(segments.len()), Segment::DoubleStar);
        }
        let whole = Variable::new("whole", 0, segments.len());
        // The data of templates is static, and these live as long as the test.
        Template::new("", segments.leak(), vec![whole].leak(), verb)
    })
}

fn path() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(PARTS.to_vec());
    proptest::collection::vec(part, 1..5).prop_map(|parts| format!("/{}", parts.join("/")))
}

fn segments(path: &str) -> Vec<&str> {
    match path {
        "" => Vec::new(),
        _ => path.split('/').collect(),
    }
}

/// Decodes the escapes that the paths in these tests contain.
fn decoded(text: &str) -> String {
    [
        ("%61", "a"),
        ("%76", "v"),
        ("%3A", ":"),
        ("%3a", ":"),
        ("%2F", "/"),
        ("%2f", "/"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escape, letter)| {
        text.replace(escape, letter)
    })
}

/// Returns the number of segments that `**` takes, or 0 without a `**`, if the template matches.
fn matches(template: &[Segment], path: &[&str]) -> Option<usize> {
    match (template.split_first(), path.split_first()) {
        (None, None) => Some(0),
        (Some((Segment::DoubleStar, rest)), _) => {
            (0..=path.len()).find(|taken| matches(rest, &path[*taken..]).is_some())
        }
        (Some((Segment::Literal(literal), rest)), Some((first, path))) => {
            matches(rest, path).filter(|_| decoded(first) == *literal)
        }
        (Some((Segment::Star, rest)), Some((first, path))) => {
            matches(rest, path).filter(|_| !first.is_empty())
        }
        _ => None,
    }
}

/// Ranks a literal before `*`, the end and `**`, in this order and segment by segment. If `**` is in the same place,
/// the template whose `**` takes the fewest segments comes first.
fn weight(template: &Template) -> Vec<usize> {
    let length = template.segments().len();
    let mut weights = Vec::new();
    for (position, segment) in template.segments().iter().enumerate() {
        match segment {
            Segment::Literal(_) => weights.push(0),
            Segment::Star => weights.push(1),
            Segment::DoubleStar => weights.extend([3, 100 + position - length]),
        }
    }
    weights.push(2);
    weights
}

/// Returns the path without each verb that it can end with.
fn splits(path: &str) -> Vec<(&str, Option<String>)> {
    let last = path.rfind('/').unwrap_or(0);
    let colons = path.match_indices(':').filter(|(at, _)| *at > last);
    let verbed = colons.map(|(at, _)| (&path[..at], Some(decoded(&path[at + 1..]))));
    verbed.chain([(path, None)]).collect()
}

fn model(templates: &[(Method, Template)], path: &str, method: &Method) -> Option<usize> {
    splits(path).into_iter().find_map(|(path, verb)| {
        let candidates = templates.iter().enumerate();
        let matching = candidates.filter(|(_, (bound, template))| {
            bound == method
                && template.verb() == verb.as_deref()
                && matches(template.segments(), &segments(&path[1..])).is_some()
        });
        let best = matching.max_by_key(|(_, (_, template))| Reverse(weight(template)));
        best.map(|(index, _)| index)
    })
}

proptest! {
    #[test]
    fn the_tree_agrees_with_its_model(
        templates in proptest::collection::vec((proptest::sample::select(METHODS.to_vec()), template()), 0..12),
        paths in proptest::collection::vec(path(), 1..8),
    ) {
        let mut tree = Tree::default();
        let mut bound = Vec::new();
        for (method, template) in templates {
            if tree.insert(method.clone(), &template, bound.len()).is_ok() {
                bound.push((method, template));
            }
        }
        for path in paths {
            for method in &METHODS {
                let found = find(&tree, &path, method).ok().copied();
                prop_assert_eq!(found, model(&bound, &path, method), "{} {} of {:?}", method, path, bound);
            }
        }
    }

    #[test]
    fn a_rendered_template_matches_itself(template in template(), texts in proptest::collection::vec("[a-z%/:ü]{1,4}", 8)) {
        let mut texts = texts.into_iter();
        let mut expected = Vec::new();
        for segment in template.segments() {
            match segment {
                Segment::Literal(literal) => expected.push((*literal).to_owned()),
                Segment::Star => expected.extend(texts.next()),
                Segment::DoubleStar => expected.extend(texts.next().map(|text| [text.clone(), text]).into_iter().flatten()),
            }
        }
        let mut rendered: String = expected.iter().map(|text| format!("/{}", spelled(text))).collect();
        rendered.extend(template.verb().map(|verb| format!(":{}", spelled(verb))));
        let mut tree = Tree::default();
        prop_assert!(tree.insert(Method::GET, &template, ()).is_ok());
        prop_assert!(find(&tree, &rendered, &Method::GET).is_ok(), "{} of {:?}", rendered, template);
        let captured = captures(&template, &rendered).remove(0).expect("it is well-formed");
        let is_multi_segment = template.segments().len() != 1 || template.segments().contains(&Segment::DoubleStar);
        let kept = |text: &String| if is_multi_segment { text.replace('/', "%2F") } else { text.clone() };
        prop_assert_eq!(captured, expected.iter().map(kept).collect::<Vec<_>>().join("/"));
    }
}

fn spelled(text: &str) -> String {
    let letters = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b':' => char::from(byte).to_string(),
        escaped => format!("%{escaped:02X}"),
    });
    letters.collect()
}

/// The longest path costs as much as a short one: the search does not repeat its work when a client repeats parts of a
/// path.
#[test]
fn the_longest_paths_are_found() {
    use Segment::{DoubleStar, Literal, Star};
    const SEGMENTS: [&[Segment]; 8] = [
        &[DoubleStar],
        &[DoubleStar, Literal("a"), Star],
        &[DoubleStar, Star, Star, Star, Star, Literal("b")],
        &[Star, Star, Star, Star, DoubleStar, Literal("b")],
        &[Literal("a"), Star, Literal("a"), DoubleStar, Star],
        &[Star, Literal("a"), Star, DoubleStar, Star, Star],
        &[Star, DoubleStar],
        &[
            Literal("a"),
            DoubleStar,
            Literal("a"),
            Literal("a"),
            Literal("b"),
        ],
    ];
    let mut tree = Tree::default();
    for (index, segments) in SEGMENTS.iter().enumerate() {
        for verb in [None, Some("v"), Some(":::::v")] {
            let template = Template::new("", segments, &[], verb);
            assert!(
                verb.is_none() && index == 0 || tree.insert(Method::POST, &template, ()).is_ok()
            );
        }
    }
    for part in [
        "/", "/a", "/a:v", ":", "a", "%61", "/%61", "%2F", "/:v", ":v",
    ] {
        let path = format!("/a/{}", part.repeat(60 * 1024 / part.len()));
        let found = find(&tree, &path, &Method::GET);
        assert!(matches!(found, Err(Miss::Method(_))), "{part}");
    }
}
