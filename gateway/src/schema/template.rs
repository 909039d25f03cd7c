//! A path template as constant data. `#[gateway]` parses the text; the runtime holds the result only.

/// A parsed path template of `google.api.http`, such as `/v1/rooms/{room}/messages:import`.
///
/// Its texts are decoded, and a request matches them in any percent-encoding. One segment at most is a `**`.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    source: &'static str,
    segments: &'static [Segment],
    variables: &'static [Variable],
    verb: Option<&'static str>,
}

impl Template {
    /// A template of these parts; `source` is the text that they were parsed from, prefix included.
    pub const fn new(
        source: &'static str,
        segments: &'static [Segment],
        variables: &'static [Variable],
        verb: Option<&'static str>,
    ) -> Self {
        Self {
            source,
            segments,
            variables,
            verb,
        }
    }

    /// The template as it was written, prefix included.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// What the path's segments match.
    pub const fn segments(&self) -> &'static [Segment] {
        self.segments
    }

    /// The variables, in the order of their first segment.
    pub const fn variables(&self) -> &'static [Variable] {
        self.variables
    }

    /// The text after the last segment's colon, decoded.
    pub const fn verb(&self) -> Option<&'static str> {
        self.verb
    }
}

/// What one segment of a path matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// This text, decoded.
    Literal(&'static str),
    /// `*`: exactly one segment that is not empty.
    Star,
    /// `**`: any number of segments, none and empty ones included.
    DoubleStar,
}

/// A variable of a template and the segments that it captures.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    field: &'static str,
    start: usize,
    end: usize,
}

impl Variable {
    /// The variable for the field at this dotted path, which captures the template's segments `start..end`.
    pub const fn new(field: &'static str, start: usize, end: usize) -> Self {
        Self { field, start, end }
    }

    /// The dotted path of the field, in proto names.
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The index of the first segment.
    pub const fn start(&self) -> usize {
        self.start
    }

    /// The index after the last segment.
    pub const fn end(&self) -> usize {
        self.end
    }
}
