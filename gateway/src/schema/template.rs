//! A path template as constant data. `#[gateway]` parses the text; the runtime holds only the result.

/// A parsed path template of `google.api.http`, such as `/v1/rooms/{room}/messages:import`.
///
/// Its texts are decoded, and a request matches them in any percent-encoding. At most one segment is a `**`.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    source: &'static str,
    segments: &'static [Segment],
    variables: &'static [Variable],
    verb: Option<&'static str>,
}

impl Template {
    /// Creates a template from these parts. `source` is the text that they were parsed from, including the prefix.
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

    /// Returns the template as it was written, including the prefix.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Returns what each segment of a path must match.
    pub const fn segments(&self) -> &'static [Segment] {
        self.segments
    }

    /// Returns the variables, in the order of their first segment.
    pub const fn variables(&self) -> &'static [Variable] {
        self.variables
    }

    /// Returns the text after the last segment's colon, decoded.
    pub const fn verb(&self) -> Option<&'static str> {
        self.verb
    }
}

/// A pattern for one segment of a path, or for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// This text, decoded.
    Literal(&'static str),
    /// `*`: exactly one segment that is not empty.
    Star,
    /// `**`: any number of segments, including none and empty ones.
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
    /// Creates the variable for the field at this dotted path. It captures the template's segments `start..end`.
    pub const fn new(field: &'static str, start: usize, end: usize) -> Self {
        Self { field, start, end }
    }

    /// Returns the dotted path of the field, in proto names.
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// Returns the index of the first segment.
    pub const fn start(&self) -> usize {
        self.start
    }

    /// Returns the index after the last segment.
    pub const fn end(&self) -> usize {
        self.end
    }
}
