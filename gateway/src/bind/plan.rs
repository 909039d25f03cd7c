//! A binding's fields, found once when the router is built.

use crate::binding::{Binding, Body};
use crate::message::{Field, MessageDescriptor};
use crate::service::MethodDescriptor;
use crate::template::Template;

/// The indices that lead to a field, the outermost one first.
pub(crate) type FieldPath = Vec<usize>;

/// Where the parts of a request go.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) input: &'static MessageDescriptor,
    pub(crate) template: Template,
    /// The field of each variable of the template, in the template's order.
    pub(crate) variables: Vec<FieldPath>,
    pub(crate) body: BodyTarget,
    pub(crate) resume: Option<usize>,
    pub(crate) streams_requests: bool,
    /// Fields that path and body bind, and that the query cannot set.
    bound: Vec<FieldPath>,
}

/// What the body fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyTarget {
    Nothing,
    Message,
    Field(usize),
}

impl Plan {
    pub(crate) fn new(method: &MethodDescriptor, binding: &Binding) -> Self {
        let input = method.input();
        let variables: Vec<_> = binding
            .template
            .variables()
            .iter()
            .map(|variable| field_path(input, variable.field()))
            .collect();
        let body = body_target(method, binding);
        let mut bound = variables.clone();
        if let BodyTarget::Field(field) = body {
            bound.push(vec![field]);
        }
        Self {
            input,
            template: binding.template,
            variables,
            body,
            resume: binding.sse.resume.and_then(|name| index(input, name)),
            streams_requests: method.kind().streams_requests(),
            bound,
        }
    }

    /// Whether the body fills anything.
    pub(crate) fn reads_body(&self) -> bool {
        self.body != BodyTarget::Nothing
    }

    /// Whether path or body binds this field or the message that it is in.
    pub(super) fn is_bound(&self, path: &[usize]) -> bool {
        self.bound.iter().any(|bound| path.starts_with(bound))
    }
}

/// On a request stream the body is the stream, whether the binding says so or not.
fn body_target(method: &MethodDescriptor, binding: &Binding) -> BodyTarget {
    match binding.body {
        Body::Field(name) => {
            index(method.input(), name).map_or(BodyTarget::Nothing, BodyTarget::Field)
        }
        Body::None if !method.kind().streams_requests() => BodyTarget::Nothing,
        Body::None | Body::Message => BodyTarget::Message,
    }
}

/// The indices of a dotted path that the compile-time checks have found in the message.
fn field_path(message: &'static MessageDescriptor, dotted: &str) -> FieldPath {
    let mut message = Some(message);
    let steps = dotted.split('.').filter_map(|name| {
        let index = index(message?, name)?;
        message = message?.fields().get(index).and_then(Field::message);
        Some(index)
    });
    steps.collect()
}

/// The index of the field with this proto or JSON name.
pub(crate) fn index(message: &MessageDescriptor, name: &str) -> Option<usize> {
    message
        .fields()
        .iter()
        .position(|field| field.name() == name || field.json_name() == name)
}
