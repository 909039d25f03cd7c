//! Messages with a JSON form of their own, found by name: a descriptor is constant data and cannot make one.

use prost_types::{Duration, FieldMask, ListValue, Struct, Timestamp, Value};

use super::any;
use crate::json::dynamic::{DynMessage, empty};
use crate::schema::MessageDescriptor;

/// Creates the message that a descriptor names, if its JSON form is not an object of its fields.
pub(crate) fn typed(descriptor: &MessageDescriptor) -> Option<Box<dyn DynMessage>> {
    if descriptor.is_object() {
        return None;
    }
    let new: fn() -> Box<dyn DynMessage> = match descriptor.name() {
        "google.protobuf.Any" => empty::<any::Shared>,
        "google.protobuf.BoolValue" => empty::<bool>,
        "google.protobuf.BytesValue" => empty::<Vec<u8>>,
        "google.protobuf.DoubleValue" => empty::<f64>,
        "google.protobuf.Duration" => empty::<Duration>,
        "google.protobuf.FieldMask" => empty::<FieldMask>,
        "google.protobuf.FloatValue" => empty::<f32>,
        "google.protobuf.Int32Value" => empty::<i32>,
        "google.protobuf.Int64Value" => empty::<i64>,
        "google.protobuf.ListValue" => empty::<ListValue>,
        "google.protobuf.StringValue" => empty::<String>,
        "google.protobuf.Struct" => empty::<Struct>,
        "google.protobuf.Timestamp" => empty::<Timestamp>,
        "google.protobuf.UInt32Value" => empty::<u32>,
        "google.protobuf.UInt64Value" => empty::<u64>,
        "google.protobuf.Value" => empty::<Value>,
        _ => return None,
    };
    Some(new())
}
