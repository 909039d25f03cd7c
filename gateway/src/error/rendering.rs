//! The rendering of errors over HTTP: [`ErrorShape`], and the user's changes to it.

use bytes::{Bytes, BytesMut};
use http::{Response, StatusCode};
use tonic::{Code, Status};

use super::hook::Hook;
use super::status_json::{status_json, write_details};
use crate::json::{JsonOptions, write_string};

/// The JSON shape of an HTTP error.
///
/// Errors in the middle of a stream are always [`RpcStatus`](ErrorShape::RpcStatus).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorShape {
    /// `google.rpc.Status`: `{"code":5,"message":"…","details":[]}`.
    #[default]
    RpcStatus,
    /// The shape of Google's APIs, as AIP-193 defines it:
    /// `{"error":{"code":404,"message":"…","status":"NOT_FOUND","details":[]}}`.
    Aip193,
}

/// The way in which a gateway reports errors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Errors {
    pub(crate) shape: ErrorShape,
    pub(crate) on_error: Hook<Response<Bytes>>,
}

impl ErrorShape {
    /// Returns the body of an error with this HTTP status.
    pub(crate) fn body(self, http: StatusCode, status: &Status, json: &JsonOptions) -> Bytes {
        match self {
            Self::RpcStatus => status_json(status, json),
            Self::Aip193 => aip193(http, status, json),
        }
    }
}

fn aip193(http: StatusCode, status: &Status, json: &JsonOptions) -> Bytes {
    let mut out = BytesMut::from(&b"{\"error\":{\"code\":"[..]);
    out.extend_from_slice(http.as_str().as_bytes());
    out.extend_from_slice(b",\"message\":");
    write_string(status.message(), &mut out);
    out.extend_from_slice(b",\"status\":\"");
    out.extend_from_slice(code_name(status.code()).as_bytes());
    out.extend_from_slice(b"\"");
    write_details(status, json, &mut out);
    out.extend_from_slice(b"}}");
    out.freeze()
}

fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
