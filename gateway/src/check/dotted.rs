//! Checks the fields that a dotted path names.

use super::fits::{self, Role};
use super::names::split_at_dot;
use super::text::Text;
use crate::schema::{Cardinality, Field, FieldKind, MessageDescriptor};

/// A dotted path of fields, and its position in what the user wrote.
#[derive(Clone, Copy)]
pub(super) struct Dotted<'a> {
    pub(super) path: &'a str,
    /// What the user wrote. Errors show it.
    source: &'a str,
    /// The number of the variable that the path is, or `None` if the path is all that the user wrote.
    variable: Option<usize>,
}

impl<'a> Dotted<'a> {
    /// Creates a path that is all that the user wrote.
    pub(super) const fn whole(path: &'a str) -> Self {
        Self {
            path,
            source: path,
            variable: None,
        }
    }

    /// Creates a path that is the variable with this number.
    pub(super) const fn variable(path: &'a str, source: &'a str, number: usize) -> Self {
        Self {
            path,
            source,
            variable: Some(number),
        }
    }

    /// Returns the position of the path in what the user wrote, in characters.
    const fn column(self) -> usize {
        let Some(mut variable) = self.variable else {
            return 0;
        };
        let (mut rest, mut column) = (self.source.as_bytes(), 0);
        while let [byte, others @ ..] = rest {
            column += !is_continuation(*byte) as usize;
            if *byte == b'{' && variable == 0 {
                return column;
            }
            variable -= (*byte == b'{') as usize;
            rest = others;
        }
        column
    }
}

/// Checks that the field exists and fits its role.
#[track_caller]
pub(super) const fn check(mut message: &'static MessageDescriptor, dotted: Dotted<'_>, role: Role) {
    if let Some(field) = fits::find(message, dotted.path)
        && role.accepts(field)
    {
        return;
    }
    let mut rest = dotted.path;
    loop {
        let (name, deeper) = split_at_dot(rest);
        let Some(field) = fits::find(message, name) else {
            Place::new(dotted, rest).unknown(message, role)
        };
        let Some(deeper) = deeper else {
            if !role.accepts(field) {
                Place::new(dotted, rest).does_not_fit(field, role)
            }
            return;
        };
        message = match (field.cardinality(), field.kind()) {
            (Cardinality::Repeated | Cardinality::Map(_), _) => {
                Place::new(dotted, rest).goes_through(field, role)
            }
            (_, FieldKind::Message(nested)) if !nested.is_text() => nested,
            _ => Place::new(dotted, rest).goes_on(role),
        };
        rest = deeper;
    }
}

/// One name of a dotted path.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    dotted: Dotted<'a>,
    /// The path up to this name.
    parents: &'a str,
    name: &'a str,
}

impl<'a> Place<'a> {
    /// Returns the place of the first name in `rest`, which is the end of the path.
    pub(super) const fn new(dotted: Dotted<'a>, rest: &'a str) -> Self {
        Self {
            dotted,
            parents: dotted.path.split_at(dotted.path.len() - rest.len()).0,
            name: split_at_dot(rest).0,
        }
    }

    /// Appends to the text what the user wrote, in quotes, and marks under the name.
    pub(super) const fn draw(self, text: Text) -> Text {
        text.text("\n\"")
            .text(self.dotted.source)
            .text("\"\n")
            .repeat(" ", self.dotted.column() + self.parents.len() + 1)
            .repeat("^", self.name.len())
            .text(" ")
    }

    #[track_caller]
    const fn unknown(self, message: &'static MessageDescriptor, role: Role) -> ! {
        let text = self.draw(fits::unknown(message, self.name));
        fits::suggest(text, message, self.name, role).panic()
    }

    #[track_caller]
    const fn does_not_fit(self, field: &'static Field, role: Role) -> ! {
        let text = Text::new().name(self.name).text(" is ").a_kind(field);
        let text = self.draw(text.text(role.cannot_hold(field)));
        match (field.cardinality(), field.kind()) {
            (Cardinality::Repeated | Cardinality::Map(_), _) => text.text(role.way_out()).panic(),
            (_, FieldKind::Message(message)) => {
                fits::nested(text, self.parents, field, message, role).panic()
            }
            _ => text.text(role.way_out()).panic(),
        }
    }

    #[track_caller]
    const fn goes_through(self, field: &'static Field, role: Role) -> ! {
        let text = Text::new().name(self.name).text(" is ").a_kind(field);
        let help = match role.accepts(field) {
            true => role.end_here(),
            false => role.way_out(),
        };
        self.draw(text.text(role.cannot_enter())).text(help).panic()
    }

    #[track_caller]
    const fn goes_on(self, role: Role) -> ! {
        let text = Text::new()
            .name(self.name)
            .text(" holds one value and has no fields");
        self.draw(text).text(role.end_here()).panic()
    }
}

/// Returns whether the byte continues a UTF-8 character.
const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}
