//! Options for writing and reading messages.

use crate::memory::Memory;

use super::Types;

const DEFAULT_MAX_MEMORY: usize = 64 << 20;

/// Options for writing messages.
#[derive(Clone, Debug)]
pub struct JsonOptions {
    pub(super) emit_defaults: bool,
    pub(super) enum_numbers: bool,
    pub(super) proto_names: bool,
    pub(super) max_depth: usize,
    max_memory: usize,
    pub(super) types: Types,
}

impl JsonOptions {
    /// The default options: fields that hold their default are left out, enums are written by name, fields have their
    /// JSON names, objects and arrays nest up to 100 deep, and the message in an `Any` takes up to 64 MiB in memory.
    pub const DEFAULT: Self = Self {
        emit_defaults: false,
        enum_numbers: false,
        proto_names: false,
        max_depth: 100,
        max_memory: DEFAULT_MAX_MEMORY,
        types: Types::DEFAULT,
    };

    /// Also writes fields that hold their default. Absent messages, `optional` fields and members of a oneof are
    /// still left out.
    #[must_use]
    pub const fn emit_defaults(mut self, enable: bool) -> Self {
        self.emit_defaults = enable;
        self
    }

    /// Writes enums as numbers.
    #[must_use]
    pub const fn enum_numbers(mut self, enable: bool) -> Self {
        self.enum_numbers = enable;
        self
    }

    /// Writes the field names of the .proto file instead of the JSON names.
    #[must_use]
    pub const fn proto_names(mut self, enable: bool) -> Self {
        self.proto_names = enable;
        self
    }

    /// Sets how deep objects and arrays may nest. Writing takes stack space in proportion to the depth.
    #[must_use]
    pub const fn max_depth(mut self, max_depth: usize) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// Sets how many bytes the message in an `Any`, with the messages within it, may take in memory while it is
    /// written. A larger one is an error. The encoding of a message may be a hundred times smaller than the message in
    /// memory. A gateway sets this to its limit for request messages, `Limits::max_message_memory`.
    #[must_use]
    pub const fn max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Sets the messages that an `Any` can hold.
    #[must_use]
    pub fn types(mut self, types: Types) -> Self {
        self.types = types;
        self
    }
}

impl JsonOptions {
    pub(super) fn memory(&self) -> Memory {
        Memory::new(self.max_memory)
    }

    #[cfg(feature = "server")]
    pub(crate) fn all_types(&self) -> &Types {
        &self.types
    }
}

impl Default for JsonOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The treatment of fields that the message does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownFields {
    /// They are skipped. Unknown names of enum values are errors.
    #[default]
    Ignore,
    /// They are errors.
    Reject,
    /// They are skipped, and so are fields, list elements and map entries with an unknown name of an enum value.
    IgnoreAll,
}

/// Options for reading messages.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    pub(super) unknown_fields: UnknownFields,
    pub(super) max_depth: usize,
    max_memory: usize,
    pub(super) types: Types,
}

impl ReadOptions {
    /// The default options: unknown fields are ignored, objects and arrays nest up to 100 deep, and a message takes up
    /// to 64 MiB in memory.
    pub const DEFAULT: Self = Self {
        unknown_fields: UnknownFields::Ignore,
        max_depth: 100,
        max_memory: DEFAULT_MAX_MEMORY,
        types: Types::DEFAULT,
    };

    /// Sets the treatment of unknown fields.
    #[must_use]
    pub const fn unknown_fields(mut self, unknown_fields: UnknownFields) -> Self {
        self.unknown_fields = unknown_fields;
        self
    }

    /// Sets how deep objects and arrays may nest, including those of unknown fields. Reading takes stack space in
    /// proportion to the depth.
    #[must_use]
    pub const fn max_depth(mut self, max_depth: usize) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// Sets how many bytes a message may take in memory. This is not proportional to its text: a list of `{}` may hold
    /// large messages. The spare capacity of lists and maps counts.
    #[must_use]
    pub const fn max_memory(mut self, bytes: usize) -> Self {
        self.max_memory = bytes;
        self
    }

    /// Sets the messages that an `Any` can hold.
    #[must_use]
    pub fn types(mut self, types: Types) -> Self {
        self.types = types;
        self
    }
}

impl ReadOptions {
    /// Returns the memory that one message may take.
    pub(crate) fn memory(&self) -> Memory {
        Memory::new(self.max_memory)
    }

    /// Returns the options for a text that wraps one level around what these options are for.
    #[cfg(feature = "server")]
    pub(crate) fn deeper(&self) -> Self {
        let mut deeper = self.clone();
        deeper.max_depth = self.max_depth.saturating_add(1);
        deeper
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
