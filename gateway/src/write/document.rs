//! One document: JSON, or binary protobuf.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tonic::Status;

use crate::message::Message;
use crate::payload::Payload;

/// A response body that is there as a whole.
#[derive(Debug)]
pub(crate) struct Document {
    content_type: HeaderValue,
    body: Bytes,
}

impl Document {
    pub(crate) fn json<M: Message>(message: &M, payload: &Payload) -> Result<Self, Status> {
        let mut out = BytesMut::new();
        payload.write(message, &mut out)?;
        Ok(Self::of_json(out.freeze()))
    }

    /// A body that is JSON already.
    pub(super) fn of_json(body: Bytes) -> Self {
        Self {
            content_type: HeaderValue::from_static("application/json"),
            body,
        }
    }

    /// The data of the `google.api.HttpBody` that the message is or has.
    pub(crate) fn raw<M: Message>(message: &M, payload: &Payload) -> Self {
        let raw = payload.raw(message);
        Self {
            content_type: raw_content_type(&raw.content_type),
            body: raw.data,
        }
    }

    pub(crate) fn protobuf<M: Message>(message: &M) -> Self {
        Self {
            content_type: HeaderValue::from_static("application/protobuf"),
            body: message.encode_to_vec().into(),
        }
    }

    /// The response with this body.
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

/// Whether a response with this status can have content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
fn has_content(status: StatusCode) -> bool {
    ![
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ]
    .contains(&status)
}

/// The content type of a `google.api.HttpBody`, which may have none, or one that no header can hold.
pub(super) fn raw_content_type(content_type: &str) -> HeaderValue {
    let named = Some(content_type).filter(|content_type| !content_type.is_empty());
    named
        .and_then(|named| HeaderValue::from_str(named).ok())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"))
}
