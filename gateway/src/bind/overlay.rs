//! Values of the URL and of headers, found once and laid over every message of a request.

use std::borrow::Cow;
use std::fmt;

use tonic::Status;

use super::encoding;
use super::field_path::FieldPath;
use crate::json::{self, Message, ReadError, ReadOptions, TextValue};
use crate::memory::Memory;

/// Values that are laid over every message of a request.
#[derive(Debug)]
pub(crate) struct Overlay {
    assignments: Vec<Assignment>,
    options: ReadOptions,
}

/// The text that one field is set from.
#[derive(Debug)]
pub(super) struct Assignment {
    pub(super) source: Source,
    pub(super) path: FieldPath,
    pub(super) values: Vec<Text>,
}

/// One value, with its key if the field is a map.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) key: Option<String>,
    pub(super) text: String,
}

/// The part of the request that a value comes from.
#[derive(Debug)]
pub(super) enum Source {
    Path(Cow<'static, str>),
    Query(String),
    LastEventId,
}

impl Overlay {
    pub(super) fn new(assignments: Vec<Assignment>, options: ReadOptions) -> Self {
        Self {
            assignments,
            options,
        }
    }

    /// Returns whether the overlay sets this field of the message.
    pub(super) fn sets(&self, field: usize) -> bool {
        self.assignments
            .iter()
            .any(|assignment| assignment.path.first() == Some(&field))
    }

    /// Returns whether the overlay changes nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.assignments.is_empty()
    }

    /// Sets the fields of a message. A singular field is replaced; a list or a map is replaced as a whole.
    pub(super) fn apply<M: Message>(
        &self,
        message: &mut M,
        memory: &mut Memory,
    ) -> Result<(), Status> {
        self.assignments
            .iter()
            .try_for_each(|assignment| assignment.apply(message, &self.options, memory))
    }
}

impl Assignment {
    pub(super) fn last_event_id(field: usize, id: &str) -> Self {
        Self {
            source: Source::LastEventId,
            path: vec![field],
            values: vec![Text {
                key: None,
                text: id.to_owned(),
            }],
        }
    }

    fn apply<M: Message>(
        &self,
        message: &mut M,
        options: &ReadOptions,
        memory: &mut Memory,
    ) -> Result<(), Status> {
        let read = match self.values.as_slice() {
            [value] => self.read(message, &[value.borrowed()], options, memory),
            values => {
                let values: Vec<_> = values.iter().map(Text::borrowed).collect();
                self.read(message, &values, options, memory)
            }
        };
        read.map_err(|why| encoding::json_status(&why, &self.source))
    }

    /// Reads the values into the message. A query parameter does not replace the member of a oneof that the body, the
    /// path or another parameter has set. Path and `Last-Event-ID` do.
    fn read<M: Message>(
        &self,
        message: &mut M,
        values: &[TextValue<'_>],
        options: &ReadOptions,
        memory: &mut Memory,
    ) -> Result<(), ReadError> {
        let path = &self.path;
        match self.source {
            Source::Query(_) => json::add_text(message, path, values, options, memory),
            Source::Path(_) | Source::LastEventId => {
                json::read_text_within(message, path, values, options, memory)
            }
        }
    }
}

impl Text {
    fn borrowed(&self) -> TextValue<'_> {
        TextValue {
            key: self.key.as_deref(),
            text: &self.text,
        }
    }
}

impl Source {
    pub(super) fn refuse(&self, why: impl fmt::Display) -> Status {
        Status::invalid_argument(format!("{self}: {why}"))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(variable) => write!(f, "path parameter {variable:?}"),
            Self::Query(name) => write!(f, "query parameter {name:?}"),
            Self::LastEventId => f.write_str("header `last-event-id`"),
        }
    }
}
