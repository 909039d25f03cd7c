//! [`Error`]: a gRPC status on its way to the client, and how every form says it.

mod close_code;
mod http_status;
mod rendering;
mod status_json;

use std::error::Error as _;
use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tonic::Status;

use crate::json::WriteError;

pub(crate) use self::close_code::close_code;
pub(crate) use self::http_status::http_status;
pub use self::rendering::ErrorShape;
pub(crate) use self::rendering::Errors;
pub(crate) use self::status_json::{write_status, write_status_fields};

/// A gRPC status that is answered before the head has gone out, as an HTTP error.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) http: StatusCode,
    pub(crate) status: Status,
    pub(crate) headers: HeaderMap,
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        let is_too_large = status
            .source()
            .is_some_and(<dyn std::error::Error>::is::<TooLarge>);
        let http = if is_too_large {
            StatusCode::PAYLOAD_TOO_LARGE
        } else {
            http_status(status.code())
        };
        Self::new(http, status)
    }
}

impl Error {
    /// A status with another HTTP status than its code has.
    pub(crate) fn new(http: StatusCode, status: Status) -> Self {
        Self {
            http,
            status,
            headers: HeaderMap::new(),
        }
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn path_not_found() -> Self {
        Status::not_found("nothing is bound to this path").into()
    }

    pub(crate) fn method_not_allowed(allow: HeaderValue) -> Self {
        let status = Status::unimplemented(format!(
            "this path is bound under other methods: {}",
            allow.to_str().unwrap_or_default()
        ));
        Self::new(StatusCode::METHOD_NOT_ALLOWED, status).with_header(header::ALLOW, allow)
    }

    pub(crate) fn not_acceptable() -> Self {
        let status = Status::invalid_argument(
            "`accept` names nothing that this endpoint sends: \
             text/event-stream, application/x-ndjson, application/jsonl, application/json",
        );
        Self::new(StatusCode::NOT_ACCEPTABLE, status)
    }

    pub(crate) fn unsupported_media_type(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Status::invalid_argument(message),
        )
    }

    pub(crate) fn websocket_version() -> Self {
        let status =
            Status::invalid_argument("WebSocket version 13 is needed: `sec-websocket-version: 13`");
        Self::new(StatusCode::UPGRADE_REQUIRED, status).with_header(
            header::SEC_WEBSOCKET_VERSION,
            HeaderValue::from_static("13"),
        )
    }
}

/// The status of a request message over `Limits::max_message_bytes`. It is 413 over HTTP, also when a handler passes
/// it on.
pub(crate) fn too_large(limit: usize) -> Status {
    let mut status = Status::resource_exhausted(TooLarge { limit }.to_string());
    status.set_source(Arc::new(TooLarge { limit }));
    status
}

/// What tells a message that is too large from other resources that are exhausted.
#[derive(Debug)]
struct TooLarge {
    limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        write!(
            f,
            "a message of the request is larger than {limit} bytes (`Limits::max_message_bytes`)"
        )
    }
}

impl std::error::Error for TooLarge {}

/// The status of a response message that the handler filled with what JSON cannot say.
pub(crate) fn no_json_form(error: &WriteError) -> Status {
    Status::internal(format!("a response message has no JSON form: {error}"))
}
