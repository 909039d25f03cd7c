//! The tree against a model of it that tries every template, on random sets of templates and paths.

use std::cmp::Reverse;

use http::Method;
use proptest::prelude::*;

use super::tree::segments;
use super::{Tree, captures, find};
use crate::template::{Segment, Template, Variable};

const METHODS: [Method; 2] = [Method::GET, Method::POST];
const LITERALS: [&str; 3] = ["a", "b", "a:v"];
const VERBS: [Option<&str>; 3] = [None, Some("v"), Some("w")];

fn segment() -> impl Strategy<Value = Segment> {
    prop_oneof![
        proptest::sample::select(LITERALS.to_vec()).prop_map(Segment::Literal),
        Just(Segment::Star),
    ]
}

/// A template with at most one `**`, as the grammar has it.
fn template() -> impl Strategy<Value = Template> {
    let parts = (
        proptest::collection::vec(segment(), 1..4),
        proptest::option::of(0usize..4),
        proptest::sample::select(VERBS.to_vec()),
    );
    parts.prop_map(|(mut segments, double_star, verb)| {
        if let Some(at) = double_star {
            segments.truncate(at);
            segments.push(Segment::DoubleStar);
            segments.extend((at < 2).then_some(Segment::Literal("b")));
        }
        let whole = Variable::new("whole", 0, segments.len());
        // The data of templates is static, and these live as long as the test.
        Template::new("", segments.leak(), vec![whole].leak(), verb)
    })
}

fn path() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(vec!["a", "b", "c", "", "a:v", "c:v", "b:w", "%61"]);
    proptest::collection::vec(part, 1..5).prop_map(|parts| format!("/{}", parts.join("/")))
}

fn matches(template: &[Segment], path: &[&str]) -> bool {
    match (template.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((Segment::DoubleStar, rest)), _) => {
            (0..=path.len()).any(|taken| matches(rest, &path[taken..]))
        }
        (Some((Segment::Literal(literal), rest)), Some((first, path))) => {
            first.replace("%61", "a") == *literal && matches(rest, path)
        }
        (Some((Segment::Star, rest)), Some((first, path))) => {
            !first.is_empty() && matches(rest, path)
        }
        _ => false,
    }
}

/// Literal before `*` before the end before `**`, segment by segment.
fn weight(template: &Template) -> Vec<u8> {
    let weights = template.segments().iter().map(|segment| match segment {
        Segment::Literal(_) => 0,
        Segment::Star => 1,
        Segment::DoubleStar => 3,
    });
    weights.chain([2]).collect()
}

fn model(templates: &[(Method, Template)], path: &str, method: &Method) -> Option<usize> {
    let (path, verb) = match path.rsplit_once(':') {
        Some((before, verb)) if !verb.contains('/') => (before, Some(verb)),
        _ => (path, None),
    };
    let whole = verb.map_or(path.to_owned(), |verb| format!("{path}:{verb}"));
    let fits = |template: &Template| match template.verb() {
        None => matches(template.segments(), &segments(&whole[1..])),
        verbed => verbed == verb && matches(template.segments(), &segments(&path[1..])),
    };
    let candidates = templates.iter().enumerate();
    let matching = candidates.filter(|(_, (bound, template))| bound == method && fits(template));
    let best = matching
        .max_by_key(|(_, (_, template))| (template.verb().is_some(), Reverse(weight(template))));
    best.map(|(index, _)| index)
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
    fn a_rendered_template_matches_itself(template in template(), texts in proptest::collection::vec("[a-z%/:ü]{1,4}", 4)) {
        let mut texts = texts.iter();
        let mut expected = Vec::new();
        let mut rendered = String::new();
        for segment in template.segments() {
            match segment {
                Segment::Literal(literal) => expected.push((*literal).to_owned()),
                Segment::Star => expected.push(texts.next().cloned().unwrap_or("x".to_owned())),
                Segment::DoubleStar => {}
            }
        }
        for text in &expected {
            rendered.push('/');
            rendered.extend(text.bytes().map(|byte| match byte {
                b'a'..=b'z' | b':' => char::from(byte).to_string(),
                escaped => format!("%{escaped:02X}"),
            }));
        }
        if let Some(verb) = template.verb() {
            rendered = format!("{}:{verb}", if rendered.is_empty() { "/" } else { &rendered });
        }
        let mut tree = Tree::default();
        prop_assert!(tree.insert(Method::GET, &template, ()).is_ok());
        prop_assume!(!expected.is_empty());
        prop_assert!(find(&tree, &rendered, &Method::GET).is_ok(), "{} of {:?}", rendered, template);
        let captured = captures(&template, &rendered).remove(0).expect("it is well-formed");
        let is_multi_segment = template.segments().len() != 1 || template.segments().contains(&Segment::DoubleStar);
        let kept = |text: &String| if is_multi_segment { text.replace('/', "%2F") } else { text.clone() };
        prop_assert_eq!(captured, expected.iter().map(kept).collect::<Vec<_>>().join("/"));
    }
}
