//! Finds the fields that rules name in the descriptors.

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto};

use crate::schema::types::{Types, is_map_entry};
use crate::schema::well_known::{has_named_fields, has_text_form};
use crate::template::Variable;

use super::Rpc;

/// The most fields that an error lists.
const LISTED: usize = 8;

impl Rpc<'_> {
    /// Checks that every part of the variable's path is a field, and that the last one holds one value that a path can
    /// hold.
    pub(super) fn check_variable(&self, path: &str, variable: &Variable) -> Result<(), String> {
        let mut message = Message::new(self.types, self.input);
        let mut place = Place {
            path,
            column: variable.column,
            name: "",
        };
        let mut names = variable.field.split('.').peekable();
        while let Some(name) = names.next() {
            place.name = name;
            let field = message
                .find(name, fits_a_path)
                .map_err(|wrong| place.draw(&wrong))?;
            let step = match names.peek() {
                Some(_) => message.inner(field, &PATH),
                None => message.leaf(field).map(|()| message),
            };
            message = step.map_err(|wrong| place.draw(&wrong))?;
            place.column += name.len() + 1;
        }
        Ok(())
    }
}

impl Rpc<'_> {
    /// Checks that no two variables of a path lead through different members of one oneof.
    pub(super) fn check_oneofs(&self, path: &str, variables: &[Variable]) -> Result<(), String> {
        for (index, second) in variables.iter().enumerate() {
            for first in &variables[..index] {
                let message = Message::new(self.types, self.input);
                let Some((common, wrong)) = message.clash(&first.field, &second.field) else {
                    continue;
                };
                let name = second.field[common..].split('.').next().unwrap_or_default();
                let column = second.column + common;
                return Err(Place { path, column, name }.draw(&wrong));
            }
        }
        Ok(())
    }
}

/// Checks that the field that `key` names, such as `response_body`, is a field of the message itself.
pub(super) fn top_level(types: &Types, message: &str, name: &str, key: &str) -> Result<(), String> {
    let message = Message::new(types, message);
    if let Some((first, _)) = name.split_once('.') {
        return Err(format!(
            "`{name}` is nested, and `{key}` names a field of `{}` itself\nhelp: write `{first}`",
            message.base_name()
        ));
    }
    message
        .find(name, |_| true)
        .map(|_| ())
        .map_err(Wrong::text)
}

/// The words in errors about fields that a dotted path cannot lead through.
struct Words {
    several: &'static str,
    leave_it: &'static str,
    end_here: &'static str,
}

const PATH: Words = Words {
    several: "which a path cannot hold",
    leave_it: "leave it to the query or the body",
    end_here: "end the variable here",
};

const QUERY: Words = Words {
    several: "and a query does not reach into its values",
    leave_it: "end the name here",
    end_here: "end the name here",
};

const BODY: Words = Words {
    several: "and a body does not reach into its values",
    ..QUERY
};

/// The purpose for which a rule names a dotted field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Alias,
    Ignored,
    Body,
}

/// Checks that the dotted path leads to a field that fits its use: one that a parameter sets, one that it must not set,
/// or one that a body fills.
pub(super) fn dotted(types: &Types, message: &str, path: &str, r#use: Use) -> Result<(), String> {
    let mut message = Message::new(types, message);
    let words = if r#use == Use::Body { &BODY } else { &QUERY };
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let field = message.find(name, |_| true).map_err(Wrong::text)?;
        if names.peek().is_some() {
            message = message.inner(field, words).map_err(Wrong::text)?;
        } else if r#use == Use::Alias && !message.has_text_form(field) {
            return Err(format!(
                "`{path}` holds messages, which a query cannot hold\nhelp: name a field of it"
            ));
        }
    }
    Ok(())
}

struct Wrong {
    what: String,
    help: String,
}

impl Wrong {
    fn new(what: String, help: impl Into<String>) -> Self {
        let help = help.into();
        Self { what, help }
    }

    fn text(self) -> String {
        format!("{}\nhelp: {}", self.what, self.help)
    }
}

/// A name in a path.
struct Place<'a> {
    path: &'a str,
    column: usize,
    name: &'a str,
}

impl Place<'_> {
    /// Formats the text, the path in quotes, and marks under the name.
    fn draw(&self, wrong: &Wrong) -> String {
        let (blank, marks) = (" ".repeat(self.column + 1), "^".repeat(self.name.len()));
        let (what, help) = (&wrong.what, &wrong.help);
        format!("{what}\n\"{}\"\n{blank}{marks} {help}", self.path)
    }
}

#[derive(Clone, Copy)]
struct Message<'a> {
    types: &'a Types,
    full_name: &'a str,
    proto: Option<&'a DescriptorProto>,
}

impl<'a> Message<'a> {
    fn new(types: &'a Types, full_name: &'a str) -> Self {
        Self {
            types,
            full_name,
            proto: types
                .message(full_name)
                .filter(|_| has_named_fields(full_name)),
        }
    }

    fn base_name(self) -> &'a str {
        base_name(self.full_name)
    }

    fn fields(self) -> impl Iterator<Item = &'a FieldDescriptorProto> {
        self.proto.into_iter().flat_map(|proto| &proto.field)
    }

    /// Returns the field of this name. If there is none, the error suggests a field that fits.
    fn find(
        self,
        name: &str,
        fits: impl Fn(&FieldDescriptorProto) -> bool,
    ) -> Result<&'a FieldDescriptorProto, Wrong> {
        if let Some(field) = self.fields().find(|field| field.name() == name) {
            return Ok(field);
        }
        let fitting: Vec<_> = self.fields().filter(|field| fits(field)).collect();
        let help = match nearest(name, &fitting) {
            Some(field) => format!("did you mean `{field}`?"),
            None => match list("", fitting.iter().copied()) {
                Some(names) => format!("fields that fit: {names}"),
                None => "it has no field that fits".to_owned(),
            },
        };
        let what = format!("`{name}` is not a field of `{}`", self.base_name());
        Err(Wrong::new(what, help))
    }

    /// Returns the error for two dotted paths that lead through different members of one oneof, and the length of what
    /// they share.
    fn clash(self, first: &str, second: &str) -> Option<(usize, Wrong)> {
        let (mut message, mut common) = (self, 0);
        for (one, other) in first.split('.').zip(second.split('.')) {
            let field = message.fields().find(|field| field.name() == one)?;
            if one != other {
                let sibling = message.fields().find(|field| field.name() == other)?;
                let oneof = message.oneof(field)?;
                let what = format!(
                    "`{one}` and `{other}` are members of the oneof `{oneof}`, which holds one of them"
                );
                let wrong = Wrong::new(what, "bind one of them, or write `*`");
                return (message.oneof(sibling) == Some(oneof)).then_some((common, wrong));
            }
            message = message.inner(field, &PATH).ok()?;
            common += one.len() + 1;
        }
        None
    }

    /// Returns the oneof that the field is a member of. The one that protobuf makes for an `optional` field does not
    /// count.
    fn oneof(self, field: &FieldDescriptorProto) -> Option<&'a str> {
        let index = field.oneof_index.filter(|_| !field.proto3_optional())?;
        let oneof = self.proto?.oneof_decl.get(usize::try_from(index).ok()?)?;
        Some(oneof.name())
    }

    /// Returns the message that the field holds.
    fn inner(self, field: &'a FieldDescriptorProto, words: &Words) -> Result<Self, Wrong> {
        several(self, field, words)?;
        if field.r#type() == Type::Message && !has_text_form(field.type_name()) {
            return Ok(Self::new(self.types, field.type_name()));
        }
        let what = format!("`{}` holds one value and has no fields", field.name());
        Err(Wrong::new(what, words.end_here))
    }

    /// Returns whether the values of the field have a text form. For a map, these are the values without the keys.
    fn has_text_form(self, field: &FieldDescriptorProto) -> bool {
        let entry = self.types.message(field.type_name());
        let entry = entry.filter(|proto| is_map_entry(proto));
        let value = entry.and_then(|entry| entry.field.iter().find(|it| it.number() == 2));
        let value = value.unwrap_or(field);
        let is_message = matches!(value.r#type(), Type::Message | Type::Group);
        !is_message || has_text_form(value.type_name())
    }

    /// Checks that the field holds one value that a path can hold.
    fn leaf(self, field: &'a FieldDescriptorProto) -> Result<(), Wrong> {
        several(self, field, &PATH)?;
        if field.r#type() != Type::Message || has_text_form(field.type_name()) {
            return Ok(());
        }
        let (name, message) = (field.name(), Self::new(self.types, field.type_name()));
        let inner = message.fields().filter(|inner| fits_a_path(inner));
        let help = match list(name, inner) {
            Some(names) => format!("name a field of it: {names}"),
            None => "leave it to the query or the body".to_owned(),
        };
        let what = format!(
            "`{name}` is the message `{}`, which a path cannot hold",
            message.base_name()
        );
        Err(Wrong::new(what, help))
    }
}

fn several(message: Message<'_>, field: &FieldDescriptorProto, words: &Words) -> Result<(), Wrong> {
    if is_singular(field) {
        return Ok(());
    }
    let is_map = message
        .types
        .message(field.type_name())
        .is_some_and(is_map_entry);
    let kind = if is_map { "a map" } else { "repeated" };
    let what = format!("`{}` is {kind}, {}", field.name(), words.several);
    Err(Wrong::new(what, words.leave_it))
}

fn is_singular(field: &FieldDescriptorProto) -> bool {
    field.label() != Label::Repeated
}

fn fits_a_path(field: &FieldDescriptorProto) -> bool {
    let is_message = field.r#type() == Type::Message;
    is_singular(field) && (!is_message || has_text_form(field.type_name()))
}

fn base_name(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}

/// Returns the name that is likely meant.
fn nearest<'a>(name: &str, fields: &[&'a FieldDescriptorProto]) -> Option<&'a str> {
    let likeness = |field: &FieldDescriptorProto| {
        let (proto, json) = (field.name(), field.json_name());
        strsim::jaro_winkler(name, proto).max(strsim::jaro_winkler(name, json))
    };
    let likely = fields.iter().filter(|field| likeness(field) > 0.8);
    likely
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .map(|field| field.name())
}

/// `` `room.name`, `room.id` ``
fn list<'a>(
    parent: &str,
    fields: impl Iterator<Item = &'a FieldDescriptorProto>,
) -> Option<String> {
    let dot = if parent.is_empty() { "" } else { "." };
    let names = fields
        .take(LISTED)
        .map(|field| format!("`{parent}{dot}{}`", field.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    Some(names).filter(|names| !names.is_empty())
}
