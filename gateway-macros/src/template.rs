//! The path grammar of google/api/http.proto.
//!
//! ```text
//! Template  = "/" [ Segment { "/" Segment } ] [ ":" LITERAL ]
//! Segment   = "*" | "**" | LITERAL | "{" FieldPath [ "=" Segment { "/" Segment } ] "}"
//! FieldPath = IDENT { "." IDENT }
//! ```

use std::ops::Range;

/// A parsed path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) segments: Vec<Segment>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) verb: Option<String>,
}

/// What one segment of a path matches.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Where the field stands in the text, in characters.
    pub(crate) column: usize,
}

/// What is wrong, and where.
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

    /// The message, with the place drawn under the text: a span cannot point into a literal.
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
            return Err(Wrong::new(0..text.chars().next().map_or(0, char::len_utf8), "a path starts with `/`", help));
        };
        let mut parser = Parser {
            text,
            template: Self::default(),
        };
        if !rest.is_empty() {
            let path_end = parser.verb()?;
            parser.segments(1..path_end, Place::Path)?;
        }
        Ok(parser.template)
    }

    /// The same path below another one. `/` below a prefix is the prefix itself.
    pub(crate) fn below(mut self, prefix: &Self) -> Self {
        let shift = prefix.segments.len();
        for variable in &mut self.variables {
            variable.segments = variable.segments.start + shift..variable.segments.end + shift;
        }
        self.segments.splice(0..0, prefix.segments.iter().cloned());
        self
    }

    /// The path with `*` for every variable: two paths of one shape match the same requests.
    pub(crate) fn shape(&self) -> String {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Star => "/*".to_owned(),
            Segment::DoubleStar => "/**".to_owned(),
        });
        let path: String = segments.collect();
        let verb = self.verb.iter().map(|verb| format!(":{verb}"));
        Some(path).filter(|path| !path.is_empty()).unwrap_or("/".to_owned()) + &verb.collect::<String>()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Variable,
}

struct Parser<'a> {
    text: &'a str,
    template: Template,
}

impl Parser<'_> {
    /// Cuts the verb off; what is left ends where this says. Only a colon in the last segment starts one.
    fn verb(&mut self) -> Result<usize, Wrong> {
        let last = self.text.rfind(['/', '}']).map_or(0, |at| at + 1);
        let Some(colon) = self.text[last..].rfind(':').map(|at| at + last) else {
            return Ok(self.text.len());
        };
        let verb = colon + 1..self.text.len();
        if colon == last && self.text.as_bytes().get(last.wrapping_sub(1)) == Some(&b'/') {
            let help = format!("write `{{{}}}`", &self.text[verb]);
            return Err(Wrong::new(colon..self.text.len(), "a variable stands in braces", help));
        }
        if verb.is_empty() {
            return Err(Wrong::new(colon..colon + 1, "a verb is missing", "write it after the colon, or leave the colon out"));
        }
        self.template.verb = Some(self.literal(verb)?);
        Ok(colon)
    }

    fn segments(&mut self, range: Range<usize>, place: Place) -> Result<(), Wrong> {
        let mut start = range.start;
        loop {
            let end = self.segment_end(start, range.end)?;
            self.segment(start..end, place)?;
            if end == range.end {
                return Ok(());
            }
            start = end + 1;
        }
    }

    /// The next `/` that is outside braces.
    fn segment_end(&self, start: usize, limit: usize) -> Result<usize, Wrong> {
        let mut open = None;
        for (at, byte) in self.text.bytes().enumerate().take(limit).skip(start) {
            match (byte, open) {
                (b'{', None) => open = Some(at),
                (b'{', Some(_)) => {
                    return Err(Wrong::new(at..at + 1, "a variable cannot stand in a variable", "write its segments, such as `*`"));
                }
                (b'}', _) => open = None,
                (b'/', None) => return Ok(at),
                _ => {}
            }
        }
        match open {
            Some(at) => Err(Wrong::new(at..at + 1, "this brace is never closed", "write `}` after the variable")),
            None => Ok(limit),
        }
    }

    fn segment(&mut self, range: Range<usize>, place: Place) -> Result<(), Wrong> {
        let text = &self.text[range.clone()];
        let after_double_star = self.template.segments.contains(&Segment::DoubleStar);
        let is_literal = !text.contains(['*', '{']);
        if after_double_star && !is_literal {
            return Err(Wrong::new(range, "only literals can follow `**`", "write `*` for one segment instead of `**`"));
        }
        let segment = match text {
            "" => return Err(empty_segment(range, self.text)),
            "*" => Segment::Star,
            "**" => Segment::DoubleStar,
            _ if text.starts_with('{') => return self.variable(range),
            _ => Segment::Literal(self.segment_literal(range, place)?),
        };
        self.template.segments.push(segment);
        Ok(())
    }

    fn segment_literal(&self, range: Range<usize>, place: Place) -> Result<String, Wrong> {
        match self.text[range.clone()].find(':') {
            Some(colon) if place == Place::Variable => {
                let colon = range.start + colon;
                Err(Wrong::new(colon..range.end, "a verb stands after the variable", "move it behind the brace"))
            }
            _ => self.literal(range),
        }
    }

    fn variable(&mut self, range: Range<usize>) -> Result<(), Wrong> {
        let close = range.start + self.text[range.clone()].find('}').unwrap_or(range.len() - 1);
        if close + 1 < range.end {
            let what = "a variable is a whole segment of the path";
            return Err(Wrong::new(close + 1..range.end, what, "put `/` before this, or make it a verb with `:`"));
        }
        let inner = range.start + 1..close;
        let equals = self.text[inner.clone()].find('=').map(|at| inner.start + at);
        let field = self.field(inner.start..equals.unwrap_or(inner.end))?;
        let first = self.template.segments.len();
        match equals {
            Some(equals) => self.segments(equals + 1..inner.end, Place::Variable)?,
            None => self.template.segments.push(Segment::Star),
        }
        self.template.variables.push(Variable {
            field,
            segments: first..self.template.segments.len(),
            column: self.text[..inner.start].chars().count(),
        });
        Ok(())
    }

    fn field(&self, range: Range<usize>) -> Result<String, Wrong> {
        let field = &self.text[range.clone()];
        if let Some(rest) = field.strip_prefix('*') {
            let help = format!("write `{{{rest}=**}}` to capture the rest of the path");
            return Err(Wrong::new(range, "a variable starts with a field's name", help));
        }
        if !field.split('.').all(is_identifier) {
            let help = "write a field of the request, such as `{room}` or `{room.name}`";
            return Err(Wrong::new(range, format!("`{field}` is not the name of a field"), help));
        }
        if self.template.variables.iter().any(|other| other.field == field) {
            let help = "give each variable its own field, or write `*`";
            return Err(Wrong::new(range, format!("`{{{field}}}` is bound twice"), help));
        }
        Ok(field.to_owned())
    }

    fn literal(&self, range: Range<usize>) -> Result<String, Wrong> {
        let text = &self.text[range.clone()];
        let wrong = text.char_indices().find_map(|(at, letter)| {
            let at = range.start + at;
            misplaced(letter).map(|(what, help)| Wrong::new(at..at + letter.len_utf8(), what, help))
        });
        match wrong {
            Some(wrong) => Err(wrong),
            None => percent_decode(text).ok_or_else(|| {
                Wrong::new(range, "this is no percent-encoded text", "write `%` as `%25`")
            }),
        }
    }
}

fn empty_segment(at: Range<usize>, text: &str) -> Wrong {
    if at.end == text.len() {
        let help = format!("write \"{}\"", text.trim_end_matches('/'));
        return Wrong::new(at.start - 1..at.end, "a path does not end with `/`", help);
    }
    Wrong::new(at.start - 1..at.start, "a segment of the path is empty", "write its text, or `*` for any")
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.bytes();
    letters.next().is_some_and(|first| first == b'_' || first.is_ascii_alphabetic())
        && letters.all(|letter| letter == b'_' || letter.is_ascii_alphanumeric())
}

/// Why a character cannot stand in a literal, and what to write.
fn misplaced(letter: char) -> Option<(&'static str, &'static str)> {
    match letter {
        '*' => Some(("`*` is a whole segment of the path", "write `*` alone, or a variable such as `{room}`")),
        '{' => Some(("a variable is a whole segment of the path", "put `/` before it")),
        '}' => Some(("this brace was never opened", "write a variable as `{room}`")),
        '?' => Some(("a path has no query", "leave it out: fields outside the path come from the query string")),
        '#' => Some(("a path has no fragment", "leave it out: browsers do not send it")),
        '<' | '>' => Some(("a variable stands in braces", "write `{room}`")),
        _ if letter.is_whitespace() => Some(("a path has no blanks", "write `%20`")),
        '"' | '\\' | '^' | '`' | '|' | '[' | ']' => Some(("this character cannot stand in a path", "percent-encode it")),
        _ if letter.is_control() => Some(("this character cannot stand in a path", "percent-encode it")),
        _ => None,
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        bytes.push(u8::from_str_radix(digits, 16).ok().filter(|byte| is_hex && *byte != 0)?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
