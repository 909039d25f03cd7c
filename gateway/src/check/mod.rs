//! Checks the attributes of `#[gateway]` against the messages while the user's crate compiles.
//!
//! The functions run in constants whose span is the user's literal. They panic with the error's text, and
//! `#[track_caller]` keeps the compiler from pointing here.

mod dotted;
mod fits;
mod methods;
mod names;
mod oneof;
mod proto;
mod text;

use crate::schema::names::same;
use crate::schema::{
    MAX_BODY_DEPTH, MessageDescriptor, MethodDescriptor, RpcKind, ServiceDescriptor, SseFields,
    Table, has_scalar,
};

pub use proto::{check_agreement, check_forms, check_proto};

use dotted::Dotted;
use fits::Role;
use names::{base_name, split_at_dot};
use text::Text;

/// A method of the service, or `None` where [`check_method`] reports the error.
type Method = Option<&'static MethodDescriptor>;

/// Finds the methods with these names in tonic's trait. The search follows the order of the .proto file, as most impls
/// do.
pub const fn find_methods<const N: usize>(
    service: &'static ServiceDescriptor,
    names: &[&str; N],
) -> [Method; N] {
    let methods = service.methods();
    let mut found = [None; N];
    let (mut index, mut next) = (0, 0);
    while index < N {
        let mut tried = 0;
        while tried < methods.len() {
            let at = if next < methods.len() { next } else { 0 };
            next = at + 1;
            if same(names::unraw(methods[at].rust_name()), names[index]) {
                found[index] = Some(&methods[at]);
                break;
            }
            tried += 1;
        }
        index += 1;
    }
    found
}

/// Checks that the service has a method with this name, and that the right sides stream in the signature of the impl.
#[track_caller]
pub const fn check_method(table: &'static Table, method: usize, kind: RpcKind) {
    match table.methods[method] {
        Some(method) => same_kind(method, kind),
        None => methods::unknown(table, table.names[method]).panic(),
    }
}

#[track_caller]
const fn same_kind(method: &'static MethodDescriptor, kind: RpcKind) {
    let declared = method.kind();
    if declared as u8 == kind as u8 {
        return;
    }
    let (says, help) = match (declared.streams_requests(), kind.streams_requests()) {
        (true, false) => (
            " takes a stream",
            "write the argument as `Request<Streaming<..>>`, without an alias",
        ),
        (false, true) => (" takes one message", "write the argument as `Request<..>`"),
        _ => match (declared.streams_responses(), kind.streams_responses()) {
            (true, false) => (
                " answers with a stream",
                "name the stream's associated type in this impl as tonic does: the method's name and `Stream`",
            ),
            (false, true) => (
                " answers with one message",
                "no associated type of this impl may be named as its stream",
            ),
            _ => return,
        },
    };
    Text::new()
        .name(method.name())
        .text(says)
        .help(help)
        .panic();
}

/// Checks that the fields named by the variables of a path exist, that a path can hold them, and that a message can
/// hold them all.
#[track_caller]
pub const fn check_path(table: &'static Table, method: usize, binding: usize, path: &str) {
    let template = &table.bindings[method][binding].template;
    let Some(method) = table.methods[method] else {
        return;
    };
    let (message, mut variables, mut number) = (method.input(), template.variables(), 0);
    let fields = message.fields();
    let mut others_than_scalars = 0;
    while let [variable, others @ ..] = variables {
        let field = variable.field();
        if !has_scalar(fields, field) {
            let dotted = Dotted::variable(field, path, number);
            dotted::check(message, dotted, Role::Variable);
            others_than_scalars += 1;
        }
        variables = others;
        number += 1;
    }
    if others_than_scalars > 1 {
        oneof::check(message, template.variables(), path);
    }
}

/// Checks that the field of an alias exists, and that a query can hold it.
#[track_caller]
pub const fn check_alias(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    dotted::check(method.input(), Dotted::whole(field), Role::Alias);
}

/// Checks that a field that the query ignores exists.
#[track_caller]
pub const fn check_ignored(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    dotted::check(method.input(), Dotted::whole(field), Role::Ignored);
}

/// Checks that the field that the body fills exists, in the message or in messages inside it.
#[track_caller]
pub const fn check_body(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    if split_at_dot(field).1.is_none() {
        return top_level(method.input(), field, Role::BodyBinding);
    }
    dotted::check(method.input(), Dotted::whole(field), Role::BodyBinding);
    if names::depth(field) > MAX_BODY_DEPTH {
        Text::new()
            .text("the field of a body is in at most seven messages")
            .help("name a message that it is in")
            .panic()
    }
}

/// Checks that the field that is sent as the response document exists.
#[track_caller]
pub const fn check_response_body(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    top_level(method.output(), field, Role::ResponseBody);
}

/// Checks that the field that is written as the event's id exists in the response, and is one value.
#[track_caller]
pub const fn check_id(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    top_level(method.output(), field, Role::Id);
}

/// Checks that the field that is written as the event's name exists in the response, and is one value.
#[track_caller]
pub const fn check_event(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    top_level(method.output(), field, Role::Event);
}

/// Checks that the field that `Last-Event-ID` replaces exists in the request, and is one string or integer.
#[track_caller]
pub const fn check_resume(table: &'static Table, method: usize, field: &str) {
    let Some(method) = table.methods[method] else {
        return;
    };
    top_level(method.input(), field, Role::Resume);
}

/// Returns what is wrong with the fields that a handler without `#[gateway]` names for Server-Sent Events.
pub(crate) fn sse_misfit(method: &'static MethodDescriptor, sse: &SseFields) -> Option<String> {
    let named = [
        (sse.id, method.output(), Role::Id),
        (sse.event, method.output(), Role::Event),
        (sse.resume, method.input(), Role::Resume),
    ];
    let mut misfits = named.into_iter().filter_map(|(field, message, role)| {
        let text = misfit(message, field?, role)?;
        let text = format!("{}: {}", role.is_written(), text.as_str());
        Some(text.replace('\n', "; "))
    });
    misfits.next()
}

#[track_caller]
const fn top_level(message: &'static MessageDescriptor, name: &str, role: Role) {
    if let Some(text) = misfit(message, name, role) {
        text.panic();
    }
}

/// Returns why this is not a field of the message itself that fits the role.
const fn misfit(message: &'static MessageDescriptor, name: &str, role: Role) -> Option<Text> {
    let (first, deeper) = split_at_dot(name);
    if deeper.is_some() {
        let text = Text::new()
            .name(name)
            .text(" is nested, and ")
            .text(role.is_written())
            .text(" names a field of ")
            .name(base_name(message.name()))
            .text(" itself\nhelp: ")
            .text("write ")
            .name(first);
        return Some(text);
    }
    match fits::find(message, name) {
        None => {
            let text = fits::unknown(message, name).text("\nhelp: ");
            Some(fits::suggest(text, message, name, role))
        }
        Some(field) if role.accepts(field) => None,
        Some(field) => {
            let text = Text::new()
                .name(name)
                .text(" is ")
                .a_kind(field)
                .text(", and ");
            let text = text
                .text(role.is_written())
                .text(" takes ")
                .text(role.wants())
                .text("\nhelp: ");
            Some(fits::fields(text, message, role))
        }
    }
}

/// Checks that a method whose success has a status without a body returns a message without fields.
#[track_caller]
pub const fn check_empty(table: &'static Table, method: usize, status: u16) {
    let Some(method) = table.methods[method] else {
        return;
    };
    let name = method.output().name();
    if !same(name, "google.protobuf.Empty") {
        let status = if status == 204 { "204" } else { "205" };
        Text::new()
            .text("a response with status ")
            .text(status)
            .text(" has no body, and ")
            .name(method.name())
            .text(" answers with ")
            .name(base_name(name))
            .help("return `google.protobuf.Empty`, or use another status")
            .panic();
    }
}

#[cfg(test)]
mod tests;
