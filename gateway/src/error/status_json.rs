//! `google.rpc.Status` as JSON: `{"code":5,"message":"…","details":[…]}`, always with these members in this order.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use prost::Message as _;
use tonic::Status;

use crate::json::{self, JsonOptions, RpcStatus, write_string};

/// Returns the status as one JSON document.
pub(super) fn status_json(status: &Status, json: &JsonOptions) -> Bytes {
    let mut out = BytesMut::with_capacity(64 + status.message().len());
    write_status(status, json, &mut out);
    out.freeze()
}

/// Writes the status as one JSON object.
pub(crate) fn write_status(status: &Status, json: &JsonOptions, out: &mut BytesMut) {
    out.extend_from_slice(b"{");
    write_code(status, out);
    out.extend_from_slice(b",\"message\":");
    write_string(status.message(), out);
    write_details(status, json, out);
    out.extend_from_slice(b"}");
}

/// Writes `"error":"…","code":5,"details":[…]`, the members of an envelope's error frame.
pub(crate) fn write_status_fields(status: &Status, json: &JsonOptions, out: &mut BytesMut) {
    out.extend_from_slice(b"\"error\":");
    write_string(status.message(), out);
    out.extend_from_slice(b",");
    write_code(status, out);
    write_details(status, json, out);
}

fn write_code(status: &Status, out: &mut BytesMut) {
    out.extend_from_slice(b"\"code\":");
    out.extend_from_slice(
        itoa::Buffer::new()
            .format(i32::from(status.code()))
            .as_bytes(),
    );
}

pub(super) fn write_details(status: &Status, json: &JsonOptions, out: &mut BytesMut) {
    out.extend_from_slice(b",\"details\":[");
    let details = RpcStatus::decode(status.details())
        .unwrap_or_default()
        .details;
    for (index, detail) in details.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(b",");
        }
        write_detail(detail, json, out);
    }
    out.extend_from_slice(b"]");
}

/// Writes a detail as an `Any`. A detail that does not hold what its type names is written with its bytes, like one of
/// an unknown type.
fn write_detail(detail: &prost_types::Any, json: &JsonOptions, out: &mut BytesMut) {
    if json::write(detail, out, json).is_err() {
        out.extend_from_slice(b"{\"@type\":");
        write_string(&detail.type_url, out);
        out.extend_from_slice(b",\"value\":");
        write_string(&STANDARD.encode(&detail.value), out);
        out.extend_from_slice(b"}");
    }
}
