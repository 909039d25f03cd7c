//! One document: JSON, or binary protobuf.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tonic::Status;

use crate::json::{HttpBody, Message};
use crate::reply::{Payload, Shape};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

const PROTOBUF: HeaderValue = HeaderValue::from_static("application/protobuf");

/// A complete response body.
#[derive(Debug)]
pub(crate) struct Document {
    content_type: HeaderValue,
    body: Bytes,
}

impl Document {
    /// Creates the document of a message as the payload prescribes.
    ///
    /// # Errors
    ///
    /// The message has no JSON form, or is too large.
    pub(crate) fn new<M: Message>(message: &M, payload: &Payload) -> Result<Self, Status> {
        if payload.shape() == Shape::Raw {
            return Self::raw(payload.raw(message), payload);
        }
        let mut out = BytesMut::new();
        payload.write(message, &mut out)?;
        Ok(Self {
            content_type: match payload.shape() {
                Shape::Protobuf => PROTOBUF,
                _ => JSON,
            },
            body: out.freeze(),
        })
    }

    /// Sends the data as it is, without a copy.
    fn raw(body: HttpBody, payload: &Payload) -> Result<Self, Status> {
        payload.check_size(body.data.len())?;
        Ok(Self {
            content_type: raw_content_type(&body.content_type),
            body: body.data,
        })
    }

    /// Creates a document from a body that is already JSON.
    pub(super) fn of_json(body: Bytes) -> Self {
        Self {
            content_type: JSON,
            body,
        }
    }

    /// Returns the length of the body in bytes.
    pub(crate) fn len(&self) -> usize {
        self.body.len()
    }

    /// Returns the response with this body.
    pub(crate) fn respond(self, status: StatusCode, mut headers: HeaderMap) -> Response<Bytes> {
        let mut response = Response::default();
        if has_content(status) {
            headers.insert(header::CONTENT_TYPE, self.content_type);
            *response.body_mut() = self.body;
        }
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

/// Returns whether a status can end a request. An informational one (RFC 9110, section 15.2) precedes the actual
/// response, and one over 599 is not an HTTP status.
pub(crate) fn is_final(status: StatusCode) -> bool {
    (200..=599).contains(&status.as_u16())
}

/// Returns whether a response with this status can have content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
pub(super) fn has_content(status: StatusCode) -> bool {
    ![
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ]
    .contains(&status)
}

/// Returns the content type of a `google.api.HttpBody`, or a default if it has none or one that no header can hold.
pub(super) fn raw_content_type(content_type: &str) -> HeaderValue {
    let named = Some(content_type).filter(|content_type| !content_type.is_empty());
    named
        .and_then(|named| HeaderValue::from_str(named).ok())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
