//! Reads the options that bind methods to paths. Fields are found by name, because their numbers differ between the
//! options, and between the versions of one option.

use std::collections::BTreeMap;

use protox::prost_reflect::{
    DescriptorPool, DynamicMessage, MethodDescriptor, ServiceDescriptor, Value,
};

/// The supported options. If a method has several, the first one in this list applies.
const OPTIONS: [&str; 2] = [MESHAPI, "google.api.http"];

const MESHAPI: &str = "meshapi.gateway.http";

/// The fields of a rule that hold a path, with the HTTP method of each.
const PATTERNS: [(&str, &str); 5] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("patch", "PATCH"),
];

/// The options of all methods, by the methods' full names.
#[derive(Debug, Default)]
pub(crate) struct Rules(BTreeMap<String, Annotation>);

/// The option of a method.
#[derive(Debug)]
pub(crate) struct Annotation {
    /// The number of the option in `google.protobuf.MethodOptions`.
    pub(crate) number: i32,
    pub(crate) rule: Rule,
}

/// One rule, and those inside it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) selector: String,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) body: String,
    pub(crate) response_body: String,
    pub(crate) query: Query,
    pub(crate) disabled: Disabled,
    pub(crate) additional_bindings: Vec<Rule>,
}

/// An HTTP method and a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) http_method: String,
    pub(crate) path: String,
    pub(crate) is_custom: bool,
}

/// The query parameters of a rule, and the fields that they set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Parameter names, each with the field that it sets.
    pub(crate) aliases: Vec<(String, String)>,
    pub(crate) ignored: Vec<String>,
    pub(crate) only_aliases: bool,
}

/// The forms in which a rule does not serve streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Disabled {
    pub(crate) sse: bool,
    pub(crate) websockets: bool,
    pub(crate) chunked_transfer: bool,
}

impl Rules {
    /// Reads the options of all methods.
    pub(crate) fn new(pool: &DescriptorPool) -> Self {
        let services: Vec<_> = pool.services().collect();
        let methods = services.iter().flat_map(ServiceDescriptor::methods);
        let rules = methods.filter_map(|method| {
            let annotation = Annotation::of(pool, &method)?;
            Some((method.full_name().to_owned(), annotation))
        });
        Self(rules.collect())
    }

    /// Returns the option of the method with this full name, such as `chat.v1.Chat.GetRoom`.
    pub(crate) fn of(&self, method: &str) -> Option<&Annotation> {
        self.0.get(method)
    }

    /// Returns all methods that have an option.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Annotation)> {
        self.0
            .iter()
            .map(|(method, annotation)| (&**method, annotation))
    }
}

impl Annotation {
    fn of(pool: &DescriptorPool, method: &MethodDescriptor) -> Option<Self> {
        let options = method.options();
        let mut known = OPTIONS.iter().filter_map(|name| {
            let option = pool.get_extension_by_name(name)?;
            options.has_extension(&option).then_some((name, option))
        });
        let (name, option) = known.next()?;
        let rule = options.get_extension(&option).as_message().map(|rule| {
            let is_meshapi = *name == MESHAPI;
            Rule::new(rule, is_meshapi)
        })?;
        Some(Self {
            number: i32::try_from(option.number()).ok()?,
            rule,
        })
    }

    /// Returns the rule of the method itself, and the additional ones.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> + Clone {
        std::iter::once(&self.rule).chain(&self.rule.additional_bindings)
    }
}

impl Rule {
    fn new(rule: &DynamicMessage, is_meshapi: bool) -> Self {
        let additional = messages(rule, "additional_bindings");
        let mut read = Self {
            selector: text(rule, "selector"),
            pattern: Pattern::new(rule),
            body: text(rule, "body"),
            response_body: text(rule, "response_body"),
            query: Query::new(rule),
            disabled: Disabled::new(rule),
            additional_bindings: additional
                .iter()
                .map(|rule| Self::new(rule, is_meshapi))
                .collect(),
        };
        if is_meshapi {
            read.translate();
        }
        read
    }

    /// Translates the notation of meshapi's option to that of `google.api.http`.
    fn translate(&mut self) {
        if let Some(pattern) = &mut self.pattern {
            // A variable that captures all segments.
            pattern.path = pattern.path.replace("=*}", "=**}");
        }
        if self.response_body == "*" {
            self.response_body.clear();
        }
    }

    /// `GET /v1/rooms/{room}`
    pub(crate) fn name(&self) -> String {
        let pattern = self.pattern.as_ref();
        pattern.map_or(String::new(), |pattern| {
            format!("{} {}", pattern.http_method, pattern.path)
        })
    }
}

impl Pattern {
    fn new(rule: &DynamicMessage) -> Option<Self> {
        let plain = PATTERNS
            .iter()
            .find(|(field, _)| rule.has_field_by_name(field));
        if let Some((field, http_method)) = plain {
            return Some(Self {
                http_method: (*http_method).to_owned(),
                path: text(rule, field),
                is_custom: false,
            });
        }
        let custom = messages(rule, "custom").pop()?;
        Some(Self {
            http_method: text(&custom, "kind") + &text(&custom, "method"),
            path: text(&custom, "path"),
            is_custom: true,
        })
    }
}

impl Query {
    fn new(rule: &DynamicMessage) -> Self {
        let parameters = messages(rule, "query_params");
        let (ignored, named): (Vec<_>, Vec<_>) =
            parameters.iter().partition(|it| flag(it, "ignore"));
        let named = named.iter();
        Self {
            aliases: named
                .map(|it| (text(it, "name"), text(it, "selector")))
                .collect(),
            ignored: ignored.iter().map(|it| text(it, "selector")).collect(),
            only_aliases: flag(rule, "disable_query_param_discovery"),
        }
    }
}

impl Disabled {
    fn new(rule: &DynamicMessage) -> Self {
        let stream = messages(rule, "stream").pop();
        let is_disabled = |name| stream.as_ref().is_some_and(|stream| flag(stream, name));
        Self {
            sse: is_disabled("disable_sse"),
            websockets: is_disabled("disable_websockets"),
            chunked_transfer: is_disabled("disable_chunked_transfer"),
        }
    }
}

fn text(message: &DynamicMessage, field: &str) -> String {
    let value = message.get_field_by_name(field);
    let text = value.as_deref().and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

fn flag(message: &DynamicMessage, field: &str) -> bool {
    let value = message.get_field_by_name(field);
    value.as_deref().and_then(Value::as_bool) == Some(true)
}

/// Returns the messages in a field, which holds a single message or a list.
fn messages(message: &DynamicMessage, field: &str) -> Vec<DynamicMessage> {
    if !message.has_field_by_name(field) {
        return Vec::new();
    }
    let value = message.get_field_by_name(field);
    match value.as_deref() {
        Some(Value::Message(one)) => vec![one.clone()],
        Some(Value::List(list)) => list.iter().filter_map(Value::as_message).cloned().collect(),
        _ => Vec::new(),
    }
}
