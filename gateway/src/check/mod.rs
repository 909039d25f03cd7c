//! What `#[gateway]` checks against the messages while the user's crate compiles.
//!
//! The functions run in constants whose span is the user's literal. They panic with the error's text, and
//! `#[track_caller]` keeps the compiler from pointing here.

mod fits;
mod names;
mod text;

use crate::message::{Cardinality, Field, FieldKind, MessageDescriptor};
use crate::service::{Kind, MethodDescriptor, ServiceDescriptor};

use fits::Role;
use names::{base_name, same, split_at_dot};
use text::Text;

/// None where [`check_method`] says what is wrong.
type Method = Option<&'static MethodDescriptor>;

/// The method of this name in tonic's trait.
pub const fn find_method(service: &'static ServiceDescriptor, name: &str) -> Method {
    let methods = service.methods();
    let mut index = 0;
    while index < methods.len() {
        if same(names::unraw(methods[index].rust_name()), name) {
            return Some(&methods[index]);
        }
        index += 1;
    }
    None
}

/// The service has a method of this name, and its signature says truly which sides stream.
#[track_caller]
pub const fn check_method(service: &'static ServiceDescriptor, name: &str, kind: Kind) {
    match find_method(service, name) {
        Some(method) => same_kind(method, kind),
        None => Text::new()
            .name(service.name())
            .text(" has no method ")
            .name(name)
            .help("name its server by `#[gateway(server = path)]`")
            .panic(),
    }
}

#[track_caller]
const fn same_kind(method: &'static MethodDescriptor, kind: Kind) {
    let declared = method.kind();
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

/// The field that a path variable names exists, and one segment of a path can hold it. `column` is where it stands
/// in `path`, in characters.
#[track_caller]
pub const fn check_variable(method: Method, field: &str, path: &str, column: usize) {
    let Some(method) = method else { return };
    let mut message = method.input();
    let mut rest = field;
    let mut at = column;
    loop {
        let (name, deeper) = split_at_dot(rest);
        let place = Place {
            path,
            column: at,
            name,
        };
        let Some(found) = fits::find(message, name) else {
            unknown_variable(message, place)
        };
        let Some(deeper) = deeper else {
            return leaf(found, place);
        };
        message = match (found.cardinality(), found.kind()) {
            (Cardinality::Repeated | Cardinality::Map(_), _) => several(found, place),
            (_, FieldKind::Message(nested)) => nested,
            _ => place
                .draw(
                    Text::new()
                        .name(name)
                        .text(" holds one value and has no fields"),
                )
                .text("end the variable here")
                .panic(),
        };
        at += name.len() + 1;
        rest = deeper;
    }
}

/// A name in a path, which the error draws.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    column: usize,
    name: &'a str,
}

impl Place<'_> {
    /// The text, the path in quotes, and marks under the name.
    const fn draw(self, text: Text) -> Text {
        text.text("\n\"")
            .text(self.path)
            .text("\"\n")
            .repeat(" ", self.column + 1)
            .repeat("^", self.name.len())
            .text(" ")
    }
}

#[track_caller]
const fn unknown_variable(message: &'static MessageDescriptor, place: Place<'_>) -> ! {
    let text = place.draw(unknown(message, place.name));
    fits::suggest(text, message, place.name, Role::Variable).panic()
}

const fn unknown(message: &'static MessageDescriptor, name: &str) -> Text {
    Text::new()
        .name(name)
        .text(" is not a field of ")
        .name(base_name(message.name()))
}

#[track_caller]
const fn leaf(field: &'static Field, place: Place<'_>) {
    if let Cardinality::Repeated | Cardinality::Map(_) = field.cardinality() {
        several(field, place);
    }
    if Role::Variable.accepts(field) {
        return;
    }
    let text = Text::new().name(field.name()).text(" is ").a_kind(field);
    let text = place.draw(text.text(", which a path cannot hold"));
    match field.kind() {
        FieldKind::Message(message) => fits::nested(text, field, message).panic(),
        _ => text.text("leave it to the query").panic(),
    }
}

#[track_caller]
const fn several(field: &'static Field, place: Place<'_>) -> ! {
    let text = Text::new().name(field.name()).text(" is ").a_kind(field);
    place
        .draw(text.text(", which a path cannot hold"))
        .text("leave it to the query or the body")
        .panic()
}

/// The field that the body fills exists.
#[track_caller]
pub const fn check_body(method: Method, field: &str) {
    let Some(method) = method else { return };
    top_level(method.input(), field, Role::Body);
}

/// The field that is written as the event's id exists in the response, and is one value.
#[track_caller]
pub const fn check_id(method: Method, field: &str) {
    let Some(method) = method else { return };
    top_level(method.output(), field, Role::Id);
}

/// The field that is written as the event's name exists in the response, and is one value.
#[track_caller]
pub const fn check_event(method: Method, field: &str) {
    let Some(method) = method else { return };
    top_level(method.output(), field, Role::Event);
}

/// The field that `Last-Event-ID` replaces exists in the request, and is one string or integer.
#[track_caller]
pub const fn check_resume(method: Method, field: &str) {
    let Some(method) = method else { return };
    top_level(method.input(), field, Role::Resume);
}

#[track_caller]
const fn top_level(message: &'static MessageDescriptor, name: &str, role: Role) {
    let (first, deeper) = split_at_dot(name);
    if deeper.is_some() {
        Text::new()
            .name(name)
            .text(" is nested, and ")
            .text(role.is_written())
            .text(" names a field of ")
            .name(base_name(message.name()))
            .text(" itself\nhelp: ")
            .text("write ")
            .name(first)
            .panic();
    }
    match fits::find(message, name) {
        None => {
            let text = unknown(message, name).text("\nhelp: ");
            fits::suggest(text, message, name, role).panic()
        }
        Some(field) if role.accepts(field) => {}
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
            fits::fields(text, message, role).panic()
        }
    }
}

/// A status without a body goes with a message without fields.
#[track_caller]
pub const fn check_empty(method: Method, status: u16) {
    let Some(method) = method else { return };
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
