//! Compares the bindings of a .proto file with those of `#[http]`.

use super::Table;
use super::text::Text;
use crate::schema::names::same;
use crate::schema::{
    Binding, BodyBinding, MethodDescriptor, RpcKind, Segment, ServiceDescriptor, Template,
};

/// Checks that the .proto file binds at least one method.
#[track_caller]
pub const fn check_proto(table: &'static Table) {
    let mut methods = table.service.methods();
    while let [method, others @ ..] = methods {
        if !method.bindings().is_empty() {
            return;
        }
        methods = others;
    }
    Text::new()
        .text("no method of ")
        .name(table.service.name())
        .text(" has a `google.api.http` or `meshapi.gateway.http` option in its .proto file")
        .help("leave `proto` out, and bind methods by `#[http(..)]`")
        .panic()
}

/// Checks that the defaults of the impl leave a form to every binding that the .proto file gives the method.
#[track_caller]
pub const fn check_forms(table: &'static Table, index: usize) {
    let (Some(method), mut bindings) = (table.methods[index], table.bindings[index]) else {
        return;
    };
    while let [binding, others @ ..] = bindings {
        if !is_served(binding, method.kind()) {
            Text::new()
                .text("no form is left in which ")
                .binding(binding)
                .text(" of the .proto file could be served")
                .help("the impl disables them; bind the method by `#[http(.., stream(..))]`, or allow more forms")
                .panic()
        }
        bindings = others;
    }
}

const fn is_served(binding: &Binding, kind: RpcKind) -> bool {
    let forms = binding.forms;
    let is_get = same(binding.http_method, "GET");
    match kind {
        RpcKind::Unary => true,
        RpcKind::ClientStreaming if is_get => forms.websocket,
        RpcKind::ClientStreaming => forms.chunked,
        _ => forms.sse || forms.chunked || forms.websocket && is_get,
    }
}

/// Checks the bindings of `#[http]` against the .proto file. They must be the same if the file binds the method, and
/// must not be those of another method.
#[track_caller]
pub const fn check_agreement(table: &'static Table, index: usize) {
    let (Some(method), bindings) = (table.methods[index], table.bindings[index]) else {
        return;
    };
    if method.bindings().is_empty() {
        return no_clash(table.service, method, bindings);
    }
    let here = first_without(bindings, method.bindings(), method.kind());
    let there = first_without(method.bindings(), bindings, method.kind());
    let text = Text::new().name(method.name()).text(" is bound to ");
    let text = match (here, there) {
        (None, None) => return,
        (Some(here), None) => text.binding(here).text(" here, and not in the .proto file"),
        (None, Some(there)) => text
            .binding(there)
            .text(" in the .proto file, and not here"),
        (Some(here), Some(there)) => both(text, here, there, method.kind()),
    };
    text.help("leave `#[http]` out, or change the .proto file")
        .panic()
}

const fn both(text: Text, here: &Binding, there: &Binding, kind: RpcKind) -> Text {
    let is_one_path = same(here.http_method, there.http_method)
        && same(here.template.source(), there.template.source());
    if !is_one_path {
        let text = text.binding(here).text(" here, and to ");
        return text.binding(there).text(" in the .proto file");
    }
    let text = text.binding(here).text(" with ").parts(here, there, kind);
    text.text(" here, and with ")
        .parts(there, here, kind)
        .text(" in the .proto file")
}

impl Text {
    /// `` `GET /v1/rooms/{room}` ``
    const fn binding(self, binding: &Binding) -> Self {
        self.text("`")
            .text(binding.http_method)
            .text(" ")
            .text(binding.template.source())
            .text("`")
    }

    /// Appends the parts in which the binding differs from the other: ``body `*` and response_body `room` ``.
    const fn parts(self, binding: &Binding, other: &Binding, kind: RpcKind) -> Self {
        let is_one_body = has_same_body(binding.body, other.body, kind);
        let is_one_response = is_same_option(binding.response_body, other.response_body);
        let text = match binding.body {
            _ if is_one_body => self,
            BodyBinding::None => self.text("no body"),
            BodyBinding::Message => self.text("body `*`"),
            BodyBinding::Field(field) => self.text("body ").name(field),
        };
        let text = text.text(if is_one_body || is_one_response {
            ""
        } else {
            " and "
        });
        match binding.response_body {
            _ if is_one_response => text,
            Some(field) => text.text("response_body ").name(field),
            None => text.text("no response_body"),
        }
    }
}

/// Returns the first binding that is not among the others.
const fn first_without(
    mut bindings: &'static [Binding],
    others: &[Binding],
    kind: RpcKind,
) -> Option<&'static Binding> {
    while let [binding, rest @ ..] = bindings {
        if !is_among(binding, others, kind) {
            return Some(binding);
        }
        bindings = rest;
    }
    None
}

const fn is_among(binding: &Binding, mut others: &[Binding], kind: RpcKind) -> bool {
    while let [other, rest @ ..] = others {
        if is_same(binding, other, kind) {
            return true;
        }
        others = rest;
    }
    false
}

const fn is_same(a: &Binding, b: &Binding, kind: RpcKind) -> bool {
    has_same_shape(a, b)
        && has_same_variables(&a.template, &b.template)
        && has_same_body(a.body, b.body, kind)
        && is_same_option(a.response_body, b.response_body)
}

const fn has_same_shape(a: &Binding, b: &Binding) -> bool {
    let (mut left, mut right) = (a.template.segments(), b.template.segments());
    while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
        if !is_same_segment(first, second) {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty()
        && right.is_empty()
        && same(a.http_method, b.http_method)
        && is_same_option(a.template.verb(), b.template.verb())
}

const fn is_same_segment(a: &Segment, b: &Segment) -> bool {
    match (a, b) {
        (Segment::Literal(a), Segment::Literal(b)) => same(a, b),
        (Segment::Star, Segment::Star) | (Segment::DoubleStar, Segment::DoubleStar) => true,
        _ => false,
    }
}

const fn has_same_variables(a: &Template, b: &Template) -> bool {
    let (mut left, mut right) = (a.variables(), b.variables());
    while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
        let is_same = same(first.field(), second.field())
            && first.start() == second.start()
            && first.end() == second.end();
        if !is_same {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}

/// Returns whether the bodies are the same. The body of a request stream is the stream, even if a binding does not
/// declare it.
const fn has_same_body(a: BodyBinding, b: BodyBinding, kind: RpcKind) -> bool {
    match (a, b) {
        (BodyBinding::Field(a), BodyBinding::Field(b)) => same(a, b),
        (BodyBinding::None, BodyBinding::None) | (BodyBinding::Message, BodyBinding::Message) => {
            true
        }
        (BodyBinding::None, BodyBinding::Message) | (BodyBinding::Message, BodyBinding::None) => {
            kind.streams_requests()
        }
        _ => false,
    }
}

const fn is_same_option(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}

#[track_caller]
const fn no_clash(
    service: &'static ServiceDescriptor,
    method: &MethodDescriptor,
    mut bindings: &'static [Binding],
) {
    while let [binding, others @ ..] = bindings {
        if let Some(other) = bound_alike(service, binding) {
            Text::new()
                .binding(binding)
                .text(" is bound to ")
                .name(other.name())
                .text(" in the .proto file")
                .text("\nhelp: bind ")
                .name(method.name())
                .text(" to another path")
                .panic()
        }
        bindings = others;
    }
}

/// Returns the method that the .proto file binds to a path of this shape.
const fn bound_alike(
    service: &'static ServiceDescriptor,
    binding: &Binding,
) -> Option<&'static MethodDescriptor> {
    let mut methods = service.methods();
    while let [method, others @ ..] = methods {
        let mut bindings = method.bindings();
        while let [other, rest @ ..] = bindings {
            if has_same_shape(binding, other) {
                return Some(method);
            }
            bindings = rest;
        }
        methods = others;
    }
    None
}
