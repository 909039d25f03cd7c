//! Decides which fields fit a role, and which of them to suggest.

use super::names::{base_name, distance};
use super::text::Text;
use crate::schema::names::same;
use crate::schema::{Cardinality, Field, FieldKind, MessageDescriptor};

/// The maximum number of fields that an error lists.
const LISTED: usize = 8;

/// The purpose for which a field is named.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Variable,
    Alias,
    Ignored,
    BodyBinding,
    ResponseBody,
    Id,
    Event,
    Resume,
}

impl Role {
    pub(super) const fn accepts(self, field: &Field) -> bool {
        let kind = field.kind();
        match (self, field.cardinality()) {
            (Self::BodyBinding | Self::ResponseBody | Self::Ignored, _) => true,
            (Self::Alias, _) => kind.has_text_form(),
            (_, Cardinality::Repeated | Cardinality::Map(_)) => false,
            (Self::Variable, _) => !matches!(kind, FieldKind::Message(inner) if !inner.is_text()),
            (Self::Id | Self::Event, _) => {
                is_string_or_integer(kind) || matches!(kind, FieldKind::Bool | FieldKind::Enum(_))
            }
            (Self::Resume, _) => is_string_or_integer(kind),
        }
    }

    /// Returns the key of the attribute that names a top-level field.
    pub(super) const fn is_written(self) -> &'static str {
        match self {
            Self::BodyBinding => "`body`",
            Self::ResponseBody => "`response_body`",
            Self::Id => "`sse(id)`",
            Self::Event => "`sse(event)`",
            _ => "`sse(resume)`",
        }
    }

    pub(super) const fn wants(self) -> &'static str {
        match self {
            Self::Id | Self::Event => "one string, integer, bool or enum",
            _ => "one string or integer",
        }
    }

    /// Returns why a dotted path cannot end at this field.
    pub(super) const fn cannot_hold(self, field: &Field) -> &'static str {
        match (self, field.cardinality()) {
            (Self::Variable, _) => ", which a path cannot hold",
            (_, Cardinality::Repeated | Cardinality::Map(_)) => {
                ", and a query cannot hold its messages"
            }
            _ => ", which a query cannot hold",
        }
    }

    /// Returns why a dotted path cannot continue below a list or a map.
    pub(super) const fn cannot_enter(self) -> &'static str {
        match self {
            Self::Variable => ", which a path cannot hold",
            Self::BodyBinding => ", and a body does not reach into its values",
            _ => ", and a query does not reach into its values",
        }
    }

    pub(super) const fn end_here(self) -> &'static str {
        match self {
            Self::Variable => "end the variable here",
            _ => "end the name here",
        }
    }

    pub(super) const fn way_out(self) -> &'static str {
        match self {
            Self::Variable => "leave it to the query or the body",
            _ => "leave out the alias",
        }
    }
}

const fn is_string_or_integer(kind: &FieldKind) -> bool {
    use FieldKind::{Int32, Int64, String, Uint32, Uint64};
    matches!(kind, Int32 | Int64 | Uint32 | Uint64 | String)
}

pub(super) const fn find(
    message: &'static MessageDescriptor,
    name: &str,
) -> Option<&'static Field> {
    let mut fields = message.fields();
    while let [field, others @ ..] = fields {
        if same(field.name(), name) {
            return Some(field);
        }
        fields = others;
    }
    None
}

/// `` `rom` is not a field of `Room` ``
pub(super) const fn unknown(message: &'static MessageDescriptor, name: &str) -> Text {
    Text::new()
        .name(name)
        .text(" is not a field of ")
        .name(base_name(message.name()))
}

/// Returns the field whose proto or JSON name is closest to `name`, if it is close enough.
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
    parents: &str,
    field: &'static Field,
    message: &'static MessageDescriptor,
    role: Role,
) -> Text {
    if !has_any(message, role) {
        return text.text(role.way_out());
    }
    let parent = Text::new().text(parents).text(field.name()).text(".");
    list(
        text.text("name a field of it: "),
        parent.as_str(),
        message,
        role,
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

/// Appends the names of the fields that fit, each with the prefix.
const fn list(
    mut text: Text,
    prefix: &str,
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
            .text(prefix);
        text = text.text(field.name()).text("`");
        listed += 1;
    }
    text
}
