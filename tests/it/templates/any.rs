//! Any template that the parser takes: it is mounted, alone and among others, and matches its own text.

use axum::Router;
use axum::body::Body;
use gateway::Gateway;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use tests::bound::Bound;
use tower_service::Service as _;

/// The fields that variables are bound to, each with its path in JSON.
const FIELDS: [(&str, &[&str]); 6] = [
    ("string", &["string"]),
    ("renamed", &["anotherName"]),
    ("maybe", &["maybe"]),
    ("chosen_text", &["chosenText"]),
    ("nested.text", &["nested", "text"]),
    ("nested.inner.text", &["nested", "inner", "text"]),
];

/// Text as templates have it, and as requests have it.
const LETTERS: [(&str, &[&str]); 19] = [
    ("a", &["a"]),
    ("b", &["b"]),
    ("rooms", &["rooms"]),
    ("1", &["1"]),
    ("-._~", &["-._~"]),
    ("@", &["@", "%40"]),
    ("$", &["$", "%24"]),
    (",", &[",", "%2C", "%2c"]),
    ("ä", &["ä", "%C3%A4", "%c3%a4", "%C3%a4"]),
    ("%c3%A4", &["ä", "%C3%A4", "%c3%a4", "%c3%A4"]),
    ("%20", &["%20"]),
    ("%2f", &["%2F", "%2f"]),
    ("%25", &["%25"]),
    ("%3A", &["%3A", "%3a"]),
    ("%2A", &["*", "%2A", "%2a"]),
    ("%7B", &["{", "%7B", "%7b"]),
    ("%7d", &["}", "%7D", "%7d"]),
    ("%3F", &["%3F", "%3f"]),
    // A colon that starts a verb is no other spelling of one that is text.
    (":", &[":"]),
];

/// A template's segment, or a variable's.
#[derive(Clone, Debug)]
enum Part {
    Literal(Vec<(&'static str, &'static [&'static str])>),
    Star,
    DoubleStar,
    Variable(Vec<Part>),
}

#[derive(Clone, Debug)]
struct Written {
    parts: Vec<Part>,
    verb: Option<Part>,
}

fn literal() -> impl Strategy<Value = Part> {
    vec(select(LETTERS.to_vec()), 1..4).prop_map(Part::Literal)
}

fn simple() -> impl Strategy<Value = Part> {
    prop_oneof![4 => literal(), 4 => Just(Part::Star), 1 => Just(Part::DoubleStar)]
}

fn template() -> impl Strategy<Value = Written> {
    let variable = vec(simple(), 1..4).prop_map(Part::Variable);
    let few = vec(prop_oneof![simple(), variable], 0..5);
    // More than axum takes.
    let many = vec(prop_oneof![3 => Just(Part::Star), 1 => literal()], 20..40);
    let parts = prop_oneof![20 => few, 1 => many];
    let written = (parts, proptest::option::of(literal()));
    let written = written.prop_map(|(parts, verb)| Written { parts, verb });
    written.prop_filter("the parser takes it", |written| {
        Bound::default().get(&written.template()).is_ok()
    })
}

impl Written {
    fn template(&self) -> String {
        let mut fields = FIELDS.iter();
        let parts = self.parts.iter().map(|part| match part {
            Part::Variable(parts) => {
                let field = fields.next().map_or("string", |(field, _)| field);
                let parts: Vec<_> = parts.iter().map(Part::template).collect();
                format!("{{{field}={}}}", parts.join("/"))
            }
            simple => simple.template(),
        });
        let parts: Vec<_> = parts.collect();
        let verb = self.verb.iter().map(|verb| format!(":{}", verb.template()));
        format!("/{}{}", parts.join("/"), verb.collect::<String>())
    }

    /// A path of the template, and the values of its variables.
    fn request(&self, texts: &mut Texts<'_>) -> (String, Vec<String>) {
        let (mut raw, mut values) = (Vec::new(), Vec::new());
        for part in &self.parts {
            let segments = part.segments(texts);
            if let Part::Variable(parts) = part {
                let is_multi = !matches!(parts[..], [Part::Literal(_) | Part::Star]);
                values.push(decoded(&segments.join("/"), is_multi));
            }
            raw.extend(segments);
        }
        let verb = self
            .verb
            .iter()
            .map(|verb| format!(":{}", verb.segments(texts).concat()));
        (
            format!("/{}{}", raw.join("/"), verb.collect::<String>()),
            values,
        )
    }
}

/// What a client chooses, one after the other.
struct Texts<'a> {
    segments: std::slice::Iter<'a, String>,
    choices: std::iter::Cycle<std::slice::Iter<'a, Index>>,
}

impl Part {
    fn template(&self) -> String {
        match self {
            Self::Literal(letters) => letters.iter().map(|(written, _)| *written).collect(),
            Self::Star => "*".to_owned(),
            Self::DoubleStar => "**".to_owned(),
            Self::Variable(_) => unreachable!("variables do not nest"),
        }
    }

    fn segments(&self, texts: &mut Texts<'_>) -> Vec<String> {
        let segment = |texts: &mut Texts<'_>| texts.segments.next().cloned().unwrap_or_default();
        match self {
            Self::Literal(letters) => {
                let spelled = letters.iter().zip(&mut texts.choices);
                vec![
                    spelled
                        .map(|((_, ways), choice)| *choice.get(ways))
                        .collect(),
                ]
            }
            Self::Star => vec![
                Some(segment(texts))
                    .filter(|text| !text.is_empty())
                    .unwrap_or("x".to_owned()),
            ],
            Self::DoubleStar => {
                let count = texts.choices.next().map_or(0, |choice| choice.index(4));
                (0..count).map(|_| segment(texts)).collect()
            }
            Self::Variable(parts) => parts.iter().flat_map(|part| part.segments(texts)).collect(),
        }
    }
}

/// The model of what a variable holds.
fn decoded(raw: &str, is_multi: bool) -> String {
    let mut bytes = Vec::new();
    let mut rest = raw;
    while let Some(letter) = rest.chars().next() {
        let escape = rest.get(1..3).filter(|_| letter == '%');
        let is_kept = is_multi && escape.is_some_and(|digits| digits.eq_ignore_ascii_case("2f"));
        match escape.filter(|_| !is_kept) {
            Some(digits) => bytes.push(u8::from_str_radix(digits, 16).expect("hex digits")),
            None => bytes.extend(letter.to_string().bytes()),
        }
        rest = &rest[escape.filter(|_| !is_kept).map_or(letter.len_utf8(), |_| 3)..];
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// The object of an answer, its members in the order of their names.
pub(super) fn json(body: &str) -> Value {
    serde_json::from_str(body).expect("JSON")
}

/// Takes out what the service adds.
pub(super) fn take_template(message: &mut Value) -> String {
    let message = message.as_object_mut().expect("an object");
    let strings = message.remove("strings").expect("the template");
    strings[0].as_str().expect("a text").to_owned()
}

/// What a client puts in the place of a star.
fn segment() -> impl Strategy<Value = String> {
    let texts = [
        "x", "rooms", "1", ".", "@", ":", "%2F", "%2f", "%20", "%25", "ü", "%C3%BC",
    ];
    vec(select(texts.to_vec()), 0..4).prop_map(|texts| texts.concat())
}

/// One request without a network.
fn get(router: &Router, path: &str) -> (StatusCode, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let request = Request::get(path).body(Body::empty()).expect("a path");
        let Ok(response) = router.clone().call(request).await;
        let status = response.status();
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    })
}

/// The template that a request has reached, and the values of its variables.
fn reached(router: &Router, path: &str, variables: usize) -> (String, Vec<String>) {
    let (status, mut message) = get(router, path);
    assert_eq!(status, StatusCode::OK, "{path}");
    let template = take_template(&mut message);
    let fields = FIELDS.iter().take(variables);
    let values = fields.map(|(_, names)| {
        let value = names
            .iter()
            .try_fold(&message, |value, name| value.get(*name));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    });
    (template, values.collect())
}

/// Other spellings, which axum's own routes do not know.
fn escaped(path: &str) -> String {
    path.replace("rooms", "%72oom%73").replace('1', "%31")
}

proptest! {
    #[test]
    fn a_template_is_mounted_and_matches_its_own_text(
        written in template(),
        segments in vec(segment(), 40),
        choices in vec(any::<Index>(), 16),
    ) {
        let texts = &mut Texts { segments: segments.iter(), choices: choices.iter().cycle() };
        let (path, values) = written.request(texts);
        let template = written.template();
        let bound = || Bound::default().get(&template).expect("it has been read");
        let gateway = || Gateway::new().service(bound());
        let expected = (template.clone(), values);
        let variables = expected.1.len();

        let router = gateway::router(bound());
        prop_assert_eq!(&reached(&router, &path, variables), &expected, "{}", path);
        // axum takes an empty segment off with the prefix that it nests under.
        if !path.starts_with("//") {
            let nested = Router::new().nest("/{tenant}/api", router);
            let below = match path.as_str() {
                "/" => "/t/api".to_owned(),
                _ => format!("/t/api{path}"),
            };
            prop_assert_eq!(&reached(&nested, &below, variables), &expected, "{}", below);
        }
        let attached = gateway().attach(Router::new()).expect("one service");
        for path in [&path, &escaped(&path)] {
            prop_assert_eq!(&reached(&attached, path, variables), &expected, "{}", path);
        }
    }

    #[test]
    fn templates_are_mounted_beside_each_other(
        written in vec(template(), 2..8),
        segments in vec(segment(), 40),
        choices in vec(any::<Index>(), 16),
    ) {
        let mut bound = Bound::default();
        for template in &written {
            bound = bound.get(&template.template()).expect("it has been read");
        }
        // The first one answers where two have one shape.
        let router = gateway::router(bound.clone());
        let built = Gateway::new().service(bound.clone()).build();
        let attached = Gateway::new().service(bound).attach(Router::new());
        prop_assert_eq!(built.is_ok(), attached.is_ok());
        for template in &written {
            let texts = &mut Texts { segments: segments.iter(), choices: choices.iter().cycle() };
            let (path, _) = template.request(texts);
            let (expected, _) = reached(&router, &path, 0);
            if let Ok(attached) = &attached {
                prop_assert_eq!(reached(attached, &path, 0).0, expected, "{}", path);
            }
        }
    }
}
