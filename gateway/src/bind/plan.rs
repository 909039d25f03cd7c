//! A binding's fields, found once when the router is built.

use super::body_field::BodyField;
use super::encoding::BodyEncoding;
use super::field_path::{FieldPath, find_path};
use super::target::{BodyTarget, is_http_body};
use crate::schema::{
    Binding, BodyBinding, Cardinality, Field, MessageDescriptor, MethodDescriptor, QueryFields,
};

/// The fields that the parts of a request set.
#[derive(Debug)]
pub(crate) struct BindPlan {
    pub(crate) binding: Binding,
    pub(crate) input: &'static MessageDescriptor,
    /// The field of each variable of the template, in the template's order.
    pub(crate) variables: Vec<FieldPath>,
    pub(crate) body: BodyTarget,
    pub(crate) resume: Option<usize>,
    /// The field mask of a PATCH, which lists the fields that its body sets.
    pub(super) mask: Option<usize>,
    /// The field of the response that is sent in place of the whole message.
    pub(crate) response: Option<usize>,
    /// `true` if the response, or the field that is sent in its place, is a `google.api.HttpBody`.
    pub(crate) responds_raw: bool,
    /// `true` if query parameters set fields.
    pub(crate) takes_query: bool,
    /// Fields that path and body bind, and that the query cannot set.
    bound: Vec<FieldPath>,
    /// Fields that the query cannot set under their own names.
    hidden: Vec<FieldPath>,
}

impl BindPlan {
    /// Finds the fields of a binding.
    pub(crate) fn new(method: &MethodDescriptor, binding: &Binding) -> Self {
        let input = method.input();
        let variables: Vec<_> = binding
            .template
            .variables()
            .iter()
            .map(|variable| field_path(input, variable.field()))
            .collect();
        let body = body_target(method, binding);
        let response = binding
            .response_body
            .and_then(|name| method.output().bound_index(name));
        let mut bound = variables.clone();
        if let BodyTarget::Field(field) = body {
            bound.push(field.path().to_vec());
        }
        Self {
            binding: *binding,
            input,
            variables,
            body,
            resume: binding.sse.resume.and_then(|name| input.bound_index(name)),
            mask: mask(input, body, binding.http_method),
            response,
            responds_raw: match response {
                None => method.output().is_http_body(),
                Some(field) => is_http_body(method.output(), field),
            },
            takes_query: body != BodyTarget::Message || method.kind().streams_requests(),
            bound,
            hidden: hidden(input, &binding.query),
        }
    }

    /// Lays the query over a body that is the whole message.
    pub(crate) fn taking_query(mut self) -> Self {
        self.takes_query = true;
        self
    }

    /// Returns the dotted path of the field for which a parameter's name is an alias.
    pub(super) fn alias(&self, name: &str) -> Option<&'static str> {
        let mut aliases = self.binding.query.aliases.iter();
        aliases
            .find(|(alias, _)| *alias == name)
            .map(|(_, path)| *path)
    }

    /// Returns whether parameters set fields by the fields' own names.
    pub(super) fn discovers(&self) -> bool {
        self.binding.query.discovery
    }

    /// Returns whether this field, or the message that it is in, is ignored or has another name.
    pub(super) fn is_hidden(&self, path: &[usize]) -> bool {
        self.hidden.iter().any(|hidden| path.starts_with(hidden))
    }

    /// Returns whether the body is the data of a `google.api.HttpBody`, whatever its type.
    pub(crate) fn takes_raw(&self) -> bool {
        self.body.takes_raw(self.input)
    }

    /// Returns whether the body can be binary protobuf, because it fills a message.
    pub(super) fn takes_protobuf(&self) -> bool {
        self.body.takes_protobuf(self.input)
    }

    /// Returns the target of each value of a request stream. The first message of a WebSocket is the whole request.
    pub(crate) fn stream_target(&self) -> BodyTarget {
        match self.body {
            BodyTarget::Nothing if self.binding.first_message => BodyTarget::Message,
            target => target,
        }
    }

    /// Returns the encoding of a binary WebSocket frame, if a message can be sent in one.
    pub(crate) fn binary_frame(&self) -> Option<BodyEncoding> {
        let target = self.stream_target();
        if target.takes_raw(self.input) {
            return Some(BodyEncoding::Raw(String::new()));
        }
        let is_dropped = target == BodyTarget::Nothing;
        (is_dropped || target.takes_protobuf(self.input)).then_some(BodyEncoding::Protobuf)
    }

    /// Returns whether the body fills anything.
    pub(crate) fn reads_body(&self) -> bool {
        self.body != BodyTarget::Nothing
    }

    /// Returns whether path or body binds this field or the message that it is in.
    pub(super) fn is_bound(&self, path: &[usize]) -> bool {
        self.bound.iter().any(|bound| path.starts_with(bound))
    }
}

fn hidden(input: &'static MessageDescriptor, query: &QueryFields) -> Vec<FieldPath> {
    let aliased = query.aliases.iter().map(|(_, path)| path);
    let paths = aliased.chain(query.ignored);
    paths.map(|path| field_path(input, path)).collect()
}

/// Returns the only FieldMask next to the body of a PATCH. A member of a oneof does not count, as the oneof may hold
/// another field in its place.
fn mask(input: &MessageDescriptor, body: BodyTarget, http_method: &str) -> Option<usize> {
    let BodyTarget::Field(_) = body else {
        return None;
    };
    let is_mask = |field: &Field| {
        let message = field.message().map(MessageDescriptor::name);
        message == Some("google.protobuf.FieldMask")
            && field.cardinality() == Cardinality::Optional
            && field.oneof().is_none()
    };
    let mut masks = input
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, field)| is_mask(field));
    let (index, _) = masks.next().filter(|_| http_method == "PATCH")?;
    masks.next().is_none().then_some(index)
}

/// Returns what the body fills. On a request stream the body is the stream, even if the binding does not declare it.
fn body_target(method: &MethodDescriptor, binding: &Binding) -> BodyTarget {
    match binding.body {
        BodyBinding::Field(name) => {
            BodyField::find(method.input(), name).map_or(BodyTarget::Nothing, BodyTarget::Field)
        }
        BodyBinding::None if !method.kind().streams_requests() => BodyTarget::Nothing,
        BodyBinding::None | BodyBinding::Message => BodyTarget::Message,
    }
}

/// Returns the indices of a dotted path that the compile-time checks have found in the message.
fn field_path(message: &'static MessageDescriptor, dotted: &str) -> FieldPath {
    find_path(message, dotted).map_or_else(FieldPath::new, |(path, _)| path)
}
