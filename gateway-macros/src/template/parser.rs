//! Parses the text of a path into its segments.

use std::ops::Range;

use super::{Segment, Template, Variable, Wrong, foreign, literal};

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
        self.segments(1..end)?;
        Ok(self.template)
    }

    /// Reads the verb, and returns the end of the text before it.
    fn verb(&mut self) -> Result<usize, Wrong> {
        let Some(colon) = self.verb_start() else {
            return Ok(self.text.len());
        };
        let verb = colon + 1..self.text.len();
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

    /// Returns the colon that starts the verb in the last segment: the last one in a literal, which may contain others
    /// as text, and the first one after a variable or a star.
    fn verb_start(&self) -> Option<usize> {
        let last = self.text.rfind(['/', '}']).map_or(0, |at| at + 1);
        let (before, segment) = self.text.split_at(last);
        let is_whole_segment = before.ends_with('/');
        if is_whole_segment && segment.starts_with([':', '<']) {
            return None;
        }
        let colon = if is_whole_segment && !segment.starts_with('*') {
            segment.rfind(':')
        } else {
            segment.find(':')
        };
        colon.map(|colon| last + colon)
    }

    fn segments(&mut self, range: Range<usize>) -> Result<(), Wrong> {
        let mut start = range.start;
        loop {
            let end = self.segment_end(start, range.end)?;
            self.segment(start..end)?;
            if end == range.end {
                return Ok(());
            }
            start = end + 1;
        }
    }

    /// Returns the position of the next `/` outside braces, or the limit if there is none.
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

    fn segment(&mut self, range: Range<usize>) -> Result<(), Wrong> {
        let text = &self.text[range.clone()];
        if let Some(help) = foreign::segment(text) {
            return Err(Wrong::new(range, "a variable stands in braces", help));
        }
        let segment = match text {
            "" => return Err(empty_segment(range, self.text)),
            "*" => Segment::Star,
            "**" => self.double_star(range)?,
            _ if text.starts_with('{') => return self.variable(range),
            _ => Segment::Literal(self.segment_literal(range)?),
        };
        self.template.segments.push(segment);
        Ok(())
    }

    /// Reads a `**`. A second one is an error: where each begins and ends would be ambiguous.
    fn double_star(&self, range: Range<usize>) -> Result<Segment, Wrong> {
        if self.template.segments.contains(&Segment::DoubleStar) {
            return Err(Wrong::new(
                range,
                "a path has one `**` at most",
                "write `*` for one segment instead",
            ));
        }
        Ok(Segment::DoubleStar)
    }

    fn segment_literal(&self, range: Range<usize>) -> Result<String, Wrong> {
        let ends_the_path = &self.text[range.end..] == "}";
        match self.text[range.clone()].find(':') {
            Some(colon) if ends_the_path => {
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
            Some(equals) => self.segments(equals + 1..inner.end)?,
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
        if !field.split('.').all(is_identifier) {
            let what = match field {
                "" => "a variable names a field".to_owned(),
                _ => format!("`{field}` is not the name of a field"),
            };
            return Err(Wrong::new(range, what, foreign::field(field)));
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

pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first == b'_' || first.is_ascii_alphabetic())
        && letters.all(|letter| letter == b'_' || letter.is_ascii_alphanumeric())
}
