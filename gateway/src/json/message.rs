//! [`Message`]: a protobuf message that has a JSON form.

use super::{ReadError, Reader, Writer};
use crate::schema::{MessageDescriptor, PackageTypes};

/// A protobuf message that has a JSON form.
///
/// `gateway-build` implements it for every message that it compiles; there is no reason to implement it by
/// hand. Use it as a bound where a function takes any message, with the functions of [`json`](crate::json).
///
/// Fields are identified by their index in [`DESCRIPTOR`](Message::DESCRIPTOR), so that body, query, path and
/// response share one mechanism.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON form",
    label = "compile its .proto with `gateway_build::compile_protos`"
)]
pub trait Message: prost::Message + Default + 'static {
    /// The message's name and fields.
    const DESCRIPTOR: &'static MessageDescriptor;

    /// The messages of its package. In a gateway that serves the package, an `Any` can hold them.
    const TYPES: PackageTypes = PackageTypes::NONE;

    /// Writes the message as one JSON value.
    fn write(&self, writer: &mut Writer<'_>);

    /// Writes the value of one field, even if it is the default: `[]`, `""`, `0`, and `null` for an absent
    /// message.
    fn write_field(&self, field: usize, writer: &mut Writer<'_>);

    /// Reads one field's value into the message.
    ///
    /// # Errors
    ///
    /// The value does not fit the field.
    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Reads one JSON value into the message. Fields that the value does not name keep what they hold.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or does not fit the message.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.object(self)
    }
}

// prost boxes the fields of recursive messages, so generated code handles both messages and boxes of them.
impl<M: Message> Message for Box<M> {
    const DESCRIPTOR: &'static MessageDescriptor = M::DESCRIPTOR;
    const TYPES: PackageTypes = M::TYPES;

    fn write(&self, writer: &mut Writer<'_>) {
        M::write(self, writer);
    }

    fn write_field(&self, field: usize, writer: &mut Writer<'_>) {
        M::write_field(self, field, writer);
    }

    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        M::read_field(self, field, reader)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.charge(size_of::<M>())?;
        M::read(self, reader)
    }
}
