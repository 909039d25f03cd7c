//! Bindings: the rules of a method, checked against its messages.

mod fields;
mod forms;
mod query;

use crate::rule::{Disabled, Query, Rule};
use crate::template::Template;

use super::types::Types;

use fields::Use;

/// The most names that the path of a body's field may have.
const MAX_BODY_DEPTH: usize = 8;

/// One rule of a method.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) http_method: String,
    pub(crate) source: String,
    pub(crate) template: Template,
    pub(crate) body: Body,
    pub(crate) response_body: Option<String>,
    pub(crate) query: Query,
    pub(crate) disabled: Disabled,
}

/// The part of the request that the body fills.
#[derive(Debug)]
pub(crate) enum Body {
    None,
    Message,
    Field(String),
}

impl Binding {
    /// Returns whether the other binding takes the same requests.
    pub(super) fn clashes(&self, other: &Self) -> bool {
        self.http_method == other.http_method
            && self.template.segments == other.template.segments
            && self.template.verb == other.template.verb
    }

    /// `GET /v1/rooms/*`
    pub(super) fn shape(&self) -> String {
        format!("{} {}", self.http_method, self.template.shape())
    }
}

/// The method that the rules bind, with the full names of its messages.
pub(super) struct Rpc<'a> {
    pub(super) types: &'a Types,
    pub(super) input: &'a str,
    pub(super) output: &'a str,
    pub(super) streams_requests: bool,
    pub(super) streams_responses: bool,
}

impl Rpc<'_> {
    /// Returns the binding of one rule, without the rules inside it.
    pub(super) fn binding(&self, rule: &Rule, is_additional: bool) -> Result<Binding, String> {
        if !rule.selector.is_empty() {
            return Err(
                "`selector` is for rules that stand apart from their method\nhelp: leave it out"
                    .to_owned(),
            );
        }
        if is_additional && !rule.additional_bindings.is_empty() {
            return Err("`additional_bindings` cannot be nested\n\
                 help: list them all in the method's own rule"
                .to_owned());
        }
        let (http_method, source) = pattern(rule)?;
        let body = self.body(http_method, &rule.body)?;
        let template = Template::parse(source).map_err(|wrong| wrong.draw(source))?;
        let mut variables = template.variables.iter();
        variables.try_for_each(|variable| self.check_variable(source, variable))?;
        self.check_oneofs(source, &template.variables)?;
        Ok(Binding {
            http_method: http_method.to_owned(),
            source: source.to_owned(),
            template,
            response_body: self.response_body(&rule.response_body)?,
            query: self.query(&rule.query, &body)?,
            disabled: self.disabled(http_method, rule.disabled)?,
            body,
        })
    }

    /// Returns the part that the body fills. A rule without `body` on a request stream still takes the stream from the
    /// body.
    fn body(&self, http_method: &str, body: &str) -> Result<Body, String> {
        match body {
            "" if self.streams_requests => Ok(Body::Message),
            "" => Ok(Body::None),
            _ if http_method == "GET" && !self.streams_requests => Err(
                "a GET request has no body\n\
                 help: fields outside the path come from the query string; use `post` to send a body"
                    .to_owned(),
            ),
            "*" => Ok(Body::Message),
            field if field.split('.').count() > MAX_BODY_DEPTH => Err(
                "the field of a body is in at most seven messages\nhelp: name a message that it is in"
                    .to_owned(),
            ),
            field => {
                fields::dotted(self.types, self.input, field, Use::Body)?;
                Ok(Body::Field(field.to_owned()))
            }
        }
    }

    fn response_body(&self, field: &str) -> Result<Option<String>, String> {
        match field {
            "" => Ok(None),
            "*" => Err(
                "`response_body` names a field\nhelp: leave it out for the whole message"
                    .to_owned(),
            ),
            field => {
                fields::top_level(self.types, self.output, field, "response_body")?;
                Ok(Some(field.to_owned()))
            }
        }
    }
}

/// Returns the HTTP method and the path.
fn pattern(rule: &Rule) -> Result<(&str, &str), String> {
    let Some(pattern) = &rule.pattern else {
        return Err("the rule has no path\n\
             help: write one of `get`, `put`, `post`, `delete`, `patch` and `custom`"
            .to_owned());
    };
    let http_method = pattern.http_method.as_str();
    let is_method = !http_method.is_empty() && http_method.bytes().all(is_token);
    if pattern.is_custom && !is_method {
        return Err(format!(
            "{http_method:?} is not an HTTP method\nhelp: write one, such as `custom: {{kind: \"LIST\"}}`"
        ));
    }
    Ok((http_method, &pattern.path))
}

// Excludes `*`, which stands for any method in googleapis.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'+-.^_`|~".contains(&byte)
}
