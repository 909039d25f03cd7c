//! The details of an error whose types are known, as members of their JSON objects.

use bytes::{Bytes, BytesMut};
use prost_types::{Any, Duration, FieldMask, ListValue, Struct, Timestamp, Value};

use crate::Message;
use crate::json::{self, WriteOptions};
use crate::rpc;

/// Writes the members that follow `@type`, with a comma before each, or nothing and `None`.
type Write = fn(&[u8], &mut BytesMut) -> Option<()>;

/// The types that are known, by their full names.
const KNOWN: [(&str, Write); 26] = [
    known::<rpc::BadRequest>(),
    known::<rpc::DebugInfo>(),
    known::<rpc::ErrorInfo>(),
    known::<rpc::Help>(),
    known::<rpc::LocalizedMessage>(),
    known::<rpc::PreconditionFailure>(),
    known::<rpc::QuotaFailure>(),
    known::<rpc::RequestInfo>(),
    known::<rpc::ResourceInfo>(),
    known::<rpc::RetryInfo>(),
    known::<()>(),
    known::<Duration>(),
    known::<FieldMask>(),
    known::<ListValue>(),
    known::<Struct>(),
    known::<Timestamp>(),
    known::<Value>(),
    known::<bool>(),
    known::<Bytes>(),
    known::<f32>(),
    known::<f64>(),
    known::<i32>(),
    known::<i64>(),
    known::<String>(),
    known::<u32>(),
    known::<u64>(),
];

const fn known<M: Message>() -> (&'static str, Write) {
    (M::DESCRIPTOR.name(), write::<M>)
}

/// Writes the members that follow `@type`, with a comma before each. `None`, and nothing written, if the type is not
/// known, or if the bytes are none of its messages or one that JSON cannot say.
pub(super) fn write_members(detail: &Any, out: &mut BytesMut) -> Option<()> {
    let (_, name) = detail.type_url.rsplit_once('/')?;
    let (_, write) = KNOWN.iter().find(|known| known.0 == name)?;
    write(&detail.value, out)
}

fn write<M: Message>(bytes: &[u8], out: &mut BytesMut) -> Option<()> {
    let message = M::decode(bytes).ok()?;
    let mut value = BytesMut::new();
    json::write(&message, &mut value, WriteOptions::DEFAULT).ok()?;
    if !M::DESCRIPTOR.is_object() {
        out.extend_from_slice(b",\"value\":");
        out.extend_from_slice(&value);
        return Some(());
    }
    let members = value.strip_prefix(b"{")?.strip_suffix(b"}")?;
    if !members.is_empty() {
        out.extend_from_slice(b",");
        out.extend_from_slice(members);
    }
    Some(())
}
