//! [`HttpBody`], a message that is not JSON on the wire.

use bytes::Bytes;
use prost_types::Any;

use crate::json::object::object;

/// `google.api.HttpBody`: bytes with a content type, which are the body of a request or response as they are.
///
/// `gateway-build` maps `google.api.HttpBody` in .proto files to this type.
///
/// ```
/// let page = gateway::HttpBody {
///     content_type: "text/html".to_owned(),
///     data: "<h1>Hello</h1>".into(),
///     ..Default::default()
/// };
/// ```
///
/// Where it has to be JSON, in Server-Sent Events or within another message, it is written as
/// `{"contentType":"text/html","data":"PGgxPkhlbGxvPC9oMT4="}`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct HttpBody {
    /// The content type. If it is empty, `application/octet-stream` is sent.
    #[prost(string, tag = "1")]
    pub content_type: String,
    /// The body.
    #[prost(bytes = "bytes", tag = "2")]
    pub data: Bytes,
    /// Additions of the service for its own kind of clients. They are only present where the message is JSON or
    /// protobuf.
    #[prost(message, repeated, tag = "3")]
    pub extensions: Vec<Any>,
}

impl prost::Name for HttpBody {
    const NAME: &'static str = "HttpBody";
    const PACKAGE: &'static str = "google.api";
}

object!(HttpBody, "google.api.HttpBody", {
    content_type "contentType" 1 singular String;
    data "data" 2 singular Bytes;
    extensions "extensions" 3 repeated Message(Any);
});
