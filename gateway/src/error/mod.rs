//! [`Error`]: a gRPC status on its way to the client, and its rendering in every form.

mod close_code;
mod end_reason;
mod hook;
mod http_status;
mod rendering;
mod seldom;
mod status_json;

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tonic::{Code, Status};

pub use self::end_reason::EndReason;
pub(crate) use self::hook::Hook;
pub(crate) use self::seldom::Seldom;
use crate::json::WriteError;

pub(crate) use self::close_code::{allowed_close_code, close_code, close_reason};
pub(crate) use self::http_status::http_status;
pub use self::rendering::ErrorShape;
pub(crate) use self::rendering::Errors;
pub(crate) use self::status_json::{write_status, write_status_fields};

/// A gRPC status that is sent as an HTTP error, because the head of the response has not been sent yet.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) http: StatusCode,
    pub(crate) status: Status,
    pub(crate) headers: HeaderMap,
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        match EndReason::of(&status) {
            EndReason::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, status),
            EndReason::SilentUpload => Self::new(StatusCode::REQUEST_TIMEOUT, status),
            EndReason::Draining | EndReason::Overload => Self::unavailable(status),
            _ => Self::new(http_status(status.code()), status),
        }
    }
}

impl Error {
    /// Creates an error with this HTTP status, which may differ from that of the code.
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

    /// Creates the error for a call that may be retried after a second.
    fn unavailable(status: Status) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, status)
            .with_header(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    pub(crate) fn path_not_found() -> Self {
        Status::not_found("nothing is bound to this path").into()
    }

    /// Creates the error for a path that is bound under other methods. The `hint` is appended to the message.
    pub(crate) fn method_not_allowed(allow: HeaderValue, hint: &str) -> Self {
        let status = Status::unimplemented(format!(
            "this path is bound under other methods: {}{hint}",
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

    pub(crate) fn unsupported_content_encoding(found: &str) -> Self {
        let message =
            format!("the request has `content-encoding: {found}`; send the body as it is");
        let accepted = HeaderValue::from_static("identity");
        Self::unsupported_media_type(message).with_header(header::ACCEPT_ENCODING, accepted)
    }

    pub(crate) fn websocket_version() -> Self {
        let status =
            Status::invalid_argument("WebSocket version 13 is needed: `sec-websocket-version: 13`");
        // A 426 has to name the protocol (RFC 9110, section 15.5.22).
        [
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "upgrade"),
            (header::SEC_WEBSOCKET_VERSION, "13"),
        ]
        .into_iter()
        .fold(
            Self::new(StatusCode::UPGRADE_REQUIRED, status),
            |error, (name, value)| error.with_header(name, HeaderValue::from_static(value)),
        )
    }
}

/// Returns the status for a request message over `Limits::max_message_bytes`. It is 413 over HTTP, even if a handler
/// passes it on.
pub(crate) fn too_large(limit: usize) -> Status {
    let message = format!(
        "a message of the request is larger than {limit} bytes (`Limits::max_message_bytes`)"
    );
    EndReason::TooLarge.status(Code::ResourceExhausted, message)
}

/// Returns the status for a request body over the limit of a layer in front of the gateway. It is 413 over HTTP.
pub(crate) fn body_too_large() -> Status {
    let message = "the request body is larger than a layer of the server allows";
    EndReason::TooLarge.status(Code::ResourceExhausted, message)
}

/// Returns the status for a request message over `Limits::max_message_memory`. It is 413 over HTTP, even if a handler
/// passes it on.
pub(crate) fn too_large_in_memory(limit: usize) -> Status {
    let message = format!(
        "a message of the request takes more than {limit} bytes in memory (`Limits::max_message_memory`)"
    );
    EndReason::TooLarge.status(Code::ResourceExhausted, message)
}

/// Returns the status for a request body that has stalled for this time, the longest that the named limit allows. It is
/// 408 over HTTP, even if a handler passes it on.
pub(crate) fn silent_upload(time: Duration, limit: &str) -> Status {
    let message = format!("nothing of the request body has come for {time:?} (`{limit}`)");
    EndReason::SilentUpload.status(Code::DeadlineExceeded, message)
}

/// Returns the status for a response message in which the handler has set a value that JSON cannot represent.
pub(crate) fn no_json_form(error: &WriteError) -> Status {
    Status::internal(format!("a response message has no JSON form: {error}"))
}

/// Returns the status for a response message over `Limits::max_response_message_bytes`.
pub(crate) fn response_too_large(limit: usize) -> Status {
    Status::resource_exhausted(format!(
        "a message of the response is larger than {limit} bytes (`Limits::max_response_message_bytes`)"
    ))
}
