//! A binding's fields, found once when the router is built.

use crate::binding::{Binding, Body, QueryFields};
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
    query: QueryFields,
    /// Fields that the query cannot set under their own names.
    hidden: Vec<FieldPath>,
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
            query: binding.query,
            hidden: hidden(input, &binding.query),
        }
    }

    /// The dotted path of the field that a parameter's name is an alias of.
    pub(super) fn alias(&self, names: &[&str]) -> Option<&'static str> {
        let aliases = self.query.aliases.iter();
        let mut matching = aliases.filter(|(alias, _)| alias.split('.').eq(names.iter().copied()));
        matching.next().map(|(_, path)| *path)
    }

    /// Whether parameters with the names of fields set them.
    pub(super) fn discovers(&self) -> bool {
        self.query.discovery
    }

    /// Whether this field, or the message that it is in, is ignored or has another name.
    pub(super) fn is_hidden(&self, path: &[usize]) -> bool {
        self.hidden.iter().any(|hidden| path.starts_with(hidden))
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

fn hidden(input: &'static MessageDescriptor, query: &QueryFields) -> Vec<FieldPath> {
    let aliased = query.aliases.iter().map(|(_, path)| path);
    let paths = aliased.chain(query.ignored);
    paths.map(|path| field_path(input, path)).collect()
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
