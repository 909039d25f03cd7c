//! From the text of a path to its segments.

use std::ops::Range;

use super::{Segment, Template, Variable, Wrong, literal};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Variable,
}

pub(super) struct Parser<'a> {
    text: &'a str,
    template: Template,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            template: Template::default(),
        }
    }

    /// Reads what follows the first `/`.
    pub(super) fn parse(mut self) -> Result<Template, Wrong> {
        let end = self.verb()?;
        self.segments(1..end, Place::Path)?;
        Ok(self.template)
    }

    /// Cuts the verb off; what is left ends where this says. Only a colon in the last segment starts one.
    fn verb(&mut self) -> Result<usize, Wrong> {
        let last = self.text.rfind(['/', '}']).map_or(0, |at| at + 1);
        let Some(colon) = self.text[last..].rfind(':').map(|at| at + last) else {
            return Ok(self.text.len());
        };
        let verb = colon + 1..self.text.len();
        if colon == last && self.text.as_bytes().get(last.wrapping_sub(1)) == Some(&b'/') {
            let help = format!("write `{{{}}}`", &self.text[verb]);
            return Err(Wrong::new(
                colon..self.text.len(),
                "a variable stands in braces",
                help,
            ));
        }
        if verb.is_empty() {
            return Err(Wrong::new(
                colon..colon + 1,
                "a verb is missing",
                "write it after the colon, or leave the colon out",
            ));
        }
        self.template.verb = Some(literal::read(self.text, verb)?);
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
                    return Err(Wrong::new(
                        at..at + 1,
                        "a variable cannot stand in a variable",
                        "write its segments, such as `*`",
                    ));
                }
                (b'}', _) => open = None,
                (b'/', None) => return Ok(at),
                _ => {}
            }
        }
        match open {
            Some(at) => Err(Wrong::new(
                at..at + 1,
                "this brace is never closed",
                "write `}` after the variable",
            )),
            None => Ok(limit),
        }
    }

    fn segment(&mut self, range: Range<usize>, place: Place) -> Result<(), Wrong> {
        let text = &self.text[range.clone()];
        let after_double_star = self.template.segments.contains(&Segment::DoubleStar);
        let is_literal = !text.contains(['*', '{']);
        if after_double_star && !is_literal {
            return Err(Wrong::new(
                range,
                "only literals can follow `**`",
                "write `*` for one segment instead of `**`",
            ));
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
                Err(Wrong::new(
                    colon..range.end,
                    "a verb stands after the variable",
                    "move it behind the brace",
                ))
            }
            _ => literal::read(self.text, range),
        }
    }

    fn variable(&mut self, range: Range<usize>) -> Result<(), Wrong> {
        let close = range.start
            + self.text[range.clone()]
                .find('}')
                .unwrap_or(range.len() - 1);
        if close + 1 < range.end {
            let what = "a variable is a whole segment of the path";
            return Err(Wrong::new(
                close + 1..range.end,
                what,
                "put `/` before this, or make it a verb with `:`",
            ));
        }
        let inner = range.start + 1..close;
        let equals = self.text[inner.clone()]
            .find('=')
            .map(|at| inner.start + at);
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
            return Err(Wrong::new(
                range,
                "a variable starts with a field's name",
                help,
            ));
        }
        if !field.split('.').all(is_identifier) {
            let help = "write a field of the request, such as `{room}` or `{room.name}`";
            let what = match field {
                "" => "a variable names a field".to_owned(),
                _ => format!("`{field}` is not the name of a field"),
            };
            return Err(Wrong::new(range, what, help));
        }
        if self
            .template
            .variables
            .iter()
            .any(|other| other.field == field)
        {
            let help = "give each variable its own field, or write `*`";
            return Err(Wrong::new(
                range,
                format!("`{{{field}}}` is bound twice"),
                help,
            ));
        }
        Ok(field.to_owned())
    }
}

fn empty_segment(at: Range<usize>, text: &str) -> Wrong {
    if at.end == text.len() {
        let help = format!("write \"{}\"", text.trim_end_matches('/'));
        return Wrong::new(at.start - 1..at.end, "a path does not end with `/`", help);
    }
    Wrong::new(
        at.start - 1..at.start,
        "a segment of the path is empty",
        "write its text, or `*` for any",
    )
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first == b'_' || first.is_ascii_alphabetic())
        && letters.all(|letter| letter == b'_' || letter.is_ascii_alphanumeric())
}
