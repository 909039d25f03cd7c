//! What of a value's binary form its type in JSON does not tell.

/// Which of several encodings the values of a field have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// That of most values of the kind.
    Usual,
    /// `sint32`, `sint64`
    Zigzag,
    /// `fixed32`, `fixed64`, `sfixed32`, `sfixed64`
    Fixed,
    /// A message that holds the value, such as `google.protobuf.Int64Value`.
    Wrapped,
    /// A group.
    Group,
}
