//! The path grammar of google/api/http.proto.
//!
//! ```text
//! Template  = "/" [ Segment { "/" Segment } ] [ ":" LITERAL ]
//! Segment   = "*" | "**" | LITERAL | "{" FieldPath [ "=" Segment { "/" Segment } ] "}"
//! FieldPath = IDENT { "." IDENT }
//! ```
//!
//! A path has at most one `**`. A LITERAL does not begin with a colon. Other colons in it are text, but the last one in
//! the last segment starts the verb. After `}`, `*` and `**`, all text after the colon is the verb, including other
//! colons.

mod foreign;
mod literal;
mod parser;

use std::ops::Range;

use self::parser::Parser;

/// A parsed path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) segments: Vec<Segment>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) verb: Option<String>,
}

/// One segment of a path, by what it matches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    /// This text, percent-decoded.
    Literal(String),
    Star,
    DoubleStar,
}

/// A field and the segments that it captures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) field: String,
    pub(crate) segments: Range<usize>,
    /// The position of the field in the text, in characters.
    pub(crate) column: usize,
}

/// A mistake in a path, and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    what: String,
    at: Range<usize>,
    help: String,
}

impl Wrong {
    fn new(at: Range<usize>, what: impl Into<String>, help: impl Into<String>) -> Self {
        let (what, help) = (what.into(), help.into());
        Self { what, at, help }
    }

    /// Formats the message, with the place marked below the text: a span cannot point into a literal.
    pub(crate) fn draw(&self, text: &str) -> String {
        let before = text[..self.at.start].chars().count() + 1;
        let marks = text[self.at.clone()].chars().count().max(1);
        let (blank, carets) = (" ".repeat(before), "^".repeat(marks));
        format!("{}\n\"{text}\"\n{blank}{carets} {}", self.what, self.help)
    }
}

impl Template {
    pub(crate) fn parse(text: &str) -> Result<Self, Wrong> {
        let Some(rest) = text.strip_prefix('/') else {
            let help = format!("write \"/{text}\"");
            return Err(Wrong::new(
                0..text.chars().next().map_or(0, char::len_utf8),
                "a path starts with `/`",
                help,
            ));
        };
        if rest.is_empty() {
            return Ok(Self::default());
        }
        Parser::new(text).parse()
    }

    /// Returns the path below a prefix. `/` below a prefix is the prefix itself.
    pub(crate) fn below(mut self, prefix: &Self) -> Self {
        let shift = prefix.segments.len();
        for variable in &mut self.variables {
            variable.segments = variable.segments.start + shift..variable.segments.end + shift;
        }
        self.segments.splice(0..0, prefix.segments.iter().cloned());
        self
    }

    /// Returns the path with `*` for every variable.
    pub(crate) fn shape(&self) -> String {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Star => "/*".to_owned(),
            Segment::DoubleStar => "/**".to_owned(),
        });
        let path: String = segments.collect();
        let verb = self.verb.iter().map(|verb| format!(":{verb}"));
        Some(path)
            .filter(|path| !path.is_empty())
            .unwrap_or("/".to_owned())
            + &verb.collect::<String>()
    }
}

#[cfg(test)]
mod tests;
