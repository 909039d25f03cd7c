//! Which fields fit where, and which of them to suggest.

use super::names::{distance, same};
use super::text::Text;
use crate::message::{Cardinality, Field, FieldKind, MessageDescriptor};

/// No error lists more fields than this.
const LISTED: usize = 8;

/// What a field is named for.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Variable,
    Body,
    Id,
    Event,
    Resume,
}

impl Role {
    pub(super) const fn accepts(self, field: &Field) -> bool {
        let kind = field.kind();
        match (self, field.cardinality()) {
            (Self::Body, _) => true,
            (_, Cardinality::Repeated | Cardinality::Map(_)) => false,
            (Self::Variable, _) => has_path_form(kind),
            (Self::Id | Self::Event, _) => {
                is_string_or_integer(kind) || matches!(kind, FieldKind::Bool | FieldKind::Enum(_))
            }
            (Self::Resume, _) => is_string_or_integer(kind),
        }
    }

    /// How the attribute writes it.
    pub(super) const fn is_written(self) -> &'static str {
        match self {
            Self::Variable => "a path variable",
            Self::Body => "`body`",
            Self::Id => "`sse(id)`",
            Self::Event => "`sse(event)`",
            Self::Resume => "`sse(resume)`",
        }
    }

    pub(super) const fn wants(self) -> &'static str {
        match self {
            Self::Body => "any field",
            Self::Variable => "one value",
            Self::Id | Self::Event => "one string, integer, bool or enum",
            Self::Resume => "one string or integer",
        }
    }
}

const fn is_string_or_integer(kind: &FieldKind) -> bool {
    use FieldKind::{Int32, Int64, String, Uint32, Uint64};
    matches!(kind, Int32 | Int64 | Uint32 | Uint64 | String)
}

const fn has_path_form(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Message(message) => message.is_text(),
        _ => true,
    }
}

pub(super) const fn find(
    message: &'static MessageDescriptor,
    name: &str,
) -> Option<&'static Field> {
    let fields = message.fields();
    let mut index = 0;
    while index < fields.len() {
        if same(fields[index].name(), name) {
            return Some(&fields[index]);
        }
        index += 1;
    }
    None
}

/// The field whose proto or JSON name is nearest to `name`, if it is near.
const fn nearest(
    message: &'static MessageDescriptor,
    name: &str,
    role: Role,
) -> Option<&'static Field> {
    let fields = message.fields();
    let mut best = None;
    let mut least = name.len() / 3 + 2;
    let mut index = 0;
    while index < fields.len() {
        let field = &fields[index];
        let (proto, json) = (
            distance(name, field.name()),
            distance(name, field.json_name()),
        );
        let distance = if proto < json { proto } else { json };
        if role.accepts(field) && distance < least && distance < name.len() {
            best = Some(field);
            least = distance;
        }
        index += 1;
    }
    best
}

/// ``did you mean `room`? ``, or the fields that fit.
pub(super) const fn suggest(
    text: Text,
    message: &'static MessageDescriptor,
    name: &str,
    role: Role,
) -> Text {
    match nearest(message, name, role) {
        Some(field) => text.text("did you mean ").name(field.name()).text("?"),
        None => fields(text, message, role),
    }
}

/// ``fields that fit: `room`, `after` ``
pub(super) const fn fields(text: Text, message: &'static MessageDescriptor, role: Role) -> Text {
    if !has_any(message, role) {
        return text.text("it has no field that fits");
    }
    list(text.text("fields that fit: "), "", message, role)
}

/// ``name a field of it: `room.name`, `room.id` ``
pub(super) const fn nested(
    text: Text,
    field: &'static Field,
    message: &'static MessageDescriptor,
) -> Text {
    if !has_any(message, Role::Variable) {
        return text.text("leave it to the query or the body");
    }
    list(
        text.text("name a field of it: "),
        field.name(),
        message,
        Role::Variable,
    )
}

const fn has_any(message: &'static MessageDescriptor, role: Role) -> bool {
    let fields = message.fields();
    let mut index = 0;
    while index < fields.len() {
        if role.accepts(&fields[index]) {
            return true;
        }
        index += 1;
    }
    false
}

/// The names of the fields that fit, each below its parent if that has a name.
const fn list(
    mut text: Text,
    parent: &str,
    message: &'static MessageDescriptor,
    role: Role,
) -> Text {
    let fields = message.fields();
    let (mut index, mut listed) = (0, 0);
    while index < fields.len() && listed < LISTED {
        let field = &fields[index];
        index += 1;
        if !role.accepts(field) {
            continue;
        }
        text = text
            .text(if listed == 0 { "`" } else { ", `" })
            .text(parent);
        text = text.text(if parent.is_empty() { "" } else { "." });
        text = text.text(field.name()).text("`");
        listed += 1;
    }
    text
}
