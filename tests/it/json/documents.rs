//! Documents for a message, made of choices: some fit it, and some nearly.

use gateway::{Cardinality, EnumDescriptor, Field, FieldKind, MapKey, MessageDescriptor};

/// Where a document may go no deeper.
const DEEPEST: usize = 4;

/// Numbers that a document is made of. When they run out, everything is at its simplest.
pub(super) struct Choices<'a>(pub(super) std::slice::Iter<'a, u8>);

impl Choices<'_> {
    /// A number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % limit)
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> String) -> String {
        let items: Vec<_> = (0..self.below(4)).map(|_| item(self)).collect();
        format!("[{}]", self.joined(&items))
    }

    /// Members that have a name and a text. Of those with one name only the first is there: the oracle takes the last.
    fn members(&mut self, member: impl Fn(&mut Self) -> (String, String)) -> String {
        let mut names = Vec::new();
        let mut texts = Vec::new();
        for _ in 0..self.below(5) {
            let (name, text) = member(self);
            if !names.contains(&name) {
                names.push(name);
                texts.push(text);
            }
        }
        format!("{{{}}}", self.joined(&texts))
    }

    fn joined(&mut self, texts: &[String]) -> String {
        texts.join(self.one_of(&[",", " ,\n\t"]))
    }
}

/// A document for the message.
pub(super) fn message(
    choices: &mut Choices<'_>,
    descriptor: &MessageDescriptor,
    depth: usize,
) -> String {
    if let Some(text) = well_known(choices, descriptor.name(), depth) {
        return text;
    }
    let fields = descriptor.fields();
    if fields.is_empty() || depth == DEEPEST {
        return "{}".to_owned();
    }
    choices.members(|choices| {
        let field = &fields[choices.below(fields.len())];
        let name = match choices.below(40) {
            0 => "unknown",
            1..10 => field.name(),
            _ => field.json_name(),
        };
        let text = format!("{name:?}:{}", value(choices, field, depth));
        (field.name().to_owned(), text)
    })
}

fn value(choices: &mut Choices<'_>, field: &Field, depth: usize) -> String {
    match (choices.below(20), field.cardinality()) {
        (1, Cardinality::Repeated) if takes_null(field) => "[]".to_owned(),
        (1, _) => "null".to_owned(),
        (_, Cardinality::Repeated) => choices.list(|choices| single(choices, field.kind(), depth)),
        (_, Cardinality::Map(key)) => choices.members(|choices| {
            let key = choices.one_of(keys(key));
            let text = format!("{key:?}:{}", single(choices, field.kind(), depth));
            (key.to_owned(), text)
        }),
        _ => single(choices, field.kind(), depth),
    }
}

/// Whether `null` is a value; for a list of these the oracle takes it for a list of one.
fn takes_null(field: &Field) -> bool {
    match field.kind() {
        FieldKind::Message(message) => message.name() == "google.protobuf.Value",
        FieldKind::Enum(values) => values.name() == "google.protobuf.NullValue",
        _ => false,
    }
}

fn single(choices: &mut Choices<'_>, kind: &FieldKind, depth: usize) -> String {
    match kind {
        FieldKind::Message(inner) => message(choices, inner, depth + 1),
        FieldKind::Enum(inner) => enumeration(choices, inner),
        FieldKind::Double | FieldKind::Float => choices.one_of(FLOATS).to_owned(),
        FieldKind::Bool => choices.one_of(BOOLS).to_owned(),
        FieldKind::String => choices.one_of(STRINGS).to_owned(),
        FieldKind::Bytes => choices.one_of(BYTES).to_owned(),
        _ => choices.one_of(INTEGERS).to_owned(),
    }
}

fn enumeration(choices: &mut Choices<'_>, descriptor: &EnumDescriptor) -> String {
    if descriptor.name() == "google.protobuf.NullValue" {
        return choices.one_of(&["null", "\"NULL_VALUE\""]).to_owned();
    }
    let values = descriptor.values();
    let (name, number) = values[choices.below(values.len())];
    match choices.below(8) {
        0..4 => format!("{name:?}"),
        4 | 5 => number.to_string(),
        6 => "77".to_owned(),
        _ => "\"NO_SUCH_NAME\"".to_owned(),
    }
}

fn well_known(choices: &mut Choices<'_>, name: &str, depth: usize) -> Option<String> {
    let texts = match name.strip_prefix("google.protobuf.")? {
        "Timestamp" => TIMESTAMPS,
        "Duration" => DURATIONS,
        "FieldMask" => MASKS,
        "Value" => return Some(json(choices, depth)),
        "Struct" => return Some(object(choices, depth)),
        "ListValue" => return Some(array(choices, depth)),
        "Any" => ANYS,
        _ => return None,
    };
    Some(choices.one_of(texts).to_owned())
}

fn json(choices: &mut Choices<'_>, depth: usize) -> String {
    match choices.below(8) {
        6 if depth < DEEPEST => object(choices, depth),
        7 if depth < DEEPEST => array(choices, depth),
        index => [
            "null",
            "true",
            "-1.5",
            "1e3",
            "\"x\"",
            "\"\\u0000\"",
            "0",
            "[]",
        ][index]
            .to_owned(),
    }
}

fn object(choices: &mut Choices<'_>, depth: usize) -> String {
    choices.members(|choices| {
        let key = choices.one_of(&["", "a", "b", "@type"]);
        (
            key.to_owned(),
            format!("{key:?}:{}", json(choices, depth + 1)),
        )
    })
}

fn array(choices: &mut Choices<'_>, depth: usize) -> String {
    choices.list(|choices| json(choices, depth + 1))
}

const INTEGERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "\"7\"",
    "1.0",
    "1e2",
    "-0",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "\"-9223372036854775808\"",
    "18446744073709551615",
    "0.5",
    "\"\"",
    "\" 1\"",
    "01",
    "-",
    "1.",
    "1e",
    "true",
    "[]",
    "\"0x1\"",
];

const FLOATS: &[&str] = &[
    "0",
    "1.5",
    "-1e-7",
    "0.1",
    "3.4e38",
    "1e300",
    "1e-320",
    "\"NaN\"",
    "\"Infinity\"",
    "\"-Infinity\"",
    "\"1.5\"",
    "NaN",
    "\"abc\"",
    "\"\"",
    "1e999",
    "{}",
    "123456789.123456789",
    "16777217",
];

const BOOLS: &[&str] = &["false", "true", "\"true\"", "1", "tru", "{}"];

const STRINGS: &[&str] = &[
    "\"\"",
    "\"a\"",
    "\"é\\n\\u00e9\\\"\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\x\"",
    "\"\u{1}\"",
    "\"open",
    "5",
    "[]",
];

const BYTES: &[&str] = &[
    "\"\"", "\"AQI=\"", "\"AQI\"", "\"-_-_\"", "\"+/+/\"", "\"AQ==\"", "\"A\"", "\"*\"", "5",
];

const TIMESTAMPS: &[&str] = &[
    "\"1970-01-01T00:00:00Z\"",
    "\"2024-02-29T23:59:59.999999999Z\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.5Z\"",
    "\"2020-01-01T01:00:00+01:30\"",
    "\"2023-02-29T00:00:00Z\"",
    "\"2020-01-01\"",
    "\"10000-01-01T00:00:00Z\"",
    "\"\"",
    "5",
];

const DURATIONS: &[&str] = &[
    "\"0s\"",
    "\"1.5s\"",
    "\"-1.000000001s\"",
    "\"-0.5s\"",
    "\"315576000000s\"",
    "\"315576000001s\"",
    "\"1\"",
    "\"s\"",
    "5",
];

const MASKS: &[&str] = &[
    "\"\"",
    "\"a\"",
    "\"fooBar,baz.quxQuux\"",
    "\"foo_bar\"",
    "5",
];

const ANYS: &[&str] = &[
    "{\"@type\":\"type.googleapis.com/all.v1.Empty\"}",
    "{\"@type\":\"type.googleapis.com/all.v1.Tree\",\"name\":\"x\",\"left\":{}}",
    "{\"name\":\"x\",\"@type\":\"type.googleapis.com/all.v1.Tree\"}",
    "{\"@type\":\"type.googleapis.com/google.protobuf.Duration\",\"value\":\"1s\"}",
    "{\"name\":\"x\"}",
    "5",
];

fn keys(kind: MapKey) -> &'static [&'static str] {
    match kind {
        MapKey::Bool => &["true", "false", "1", ""],
        MapKey::String => &["", "a", "é"],
        _ => &[
            "1",
            "0",
            "2",
            "-1",
            "4294967296",
            "18446744073709551615",
            "x",
            "",
        ],
    }
}
