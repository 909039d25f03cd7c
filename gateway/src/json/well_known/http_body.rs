//! [`HttpBody`], a message that is not JSON on the wire.

use bytes::Bytes;
use prost_types::Any;

use crate::json::object::object;

/// `google.api.HttpBody`: bytes with a content type, which stand in a request or response as they are.
///
/// `gateway-build` takes `google.api.HttpBody` of .proto files for this type.
///
/// ```
/// let page = gateway::HttpBody {
///     content_type: "text/html".to_owned(),
///     data: "<h1>Hello</h1>".into(),
///     ..Default::default()
/// };
/// ```
///
/// Where it must be JSON, in Server-Sent Events or within another message, it is
/// `{"contentType":"text/html","data":"PGgxPkhlbGxvPC9oMT4="}`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct HttpBody {
    /// The content type; where it is empty, `application/octet-stream` is sent.
    #[prost(string, tag = "1")]
    pub content_type: String,
    /// The body.
    #[prost(bytes = "bytes", tag = "2")]
    pub data: Bytes,
    /// What the service has to add for its own kind of clients. Only a message that is JSON or protobuf has them.
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
