//! [`HttpBody`], a message that is not JSON on the wire.

use bytes::Bytes;
use prost_types::Any;

use crate::json::__private::{Key, codec, read, write};
use crate::json::{ReadError, Reader, Writer};
use crate::message::{Cardinality, Field, FieldKind, Message, MessageDescriptor};

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

const CONTENT_TYPE: usize = 0;
const DATA: usize = 1;

static DESCRIPTOR: MessageDescriptor = {
    use Cardinality::{Repeated, Singular};
    MessageDescriptor::new(
        "google.api.HttpBody",
        &[
            Field::new(
                "content_type",
                "contentType",
                1,
                FieldKind::String,
                Singular,
            ),
            Field::new("data", "data", 2, FieldKind::Bytes, Singular),
            Field::new(
                "extensions",
                "extensions",
                3,
                FieldKind::Message(Any::DESCRIPTOR),
                Repeated,
            ),
        ],
    )
};

static CONTENT_TYPE_KEY: Key = Key::new(",\"contentType\":", ",\"content_type\":");

static DATA_KEY: Key = Key::new(",\"data\":", ",\"data\":");

static EXTENSIONS_KEY: Key = Key::new(",\"extensions\":", ",\"extensions\":");

impl Message for HttpBody {
    const DESCRIPTOR: &'static MessageDescriptor = &DESCRIPTOR;

    fn write(&self, writer: &mut Writer<'_>) {
        let start = writer.begin_object();
        write::singular::<codec::String, _>(writer, &CONTENT_TYPE_KEY, &self.content_type);
        write::singular::<codec::Bytes, _>(writer, &DATA_KEY, &self.data);
        write::repeated::<codec::Message, _>(writer, &EXTENSIONS_KEY, &self.extensions);
        writer.end_object(start);
    }

    fn write_field(&self, field: usize, writer: &mut Writer<'_>) {
        match field {
            CONTENT_TYPE => write::value::<codec::String, _>(writer, &self.content_type),
            DATA => write::value::<codec::Bytes, _>(writer, &self.data),
            _ => write::list::<codec::Message, _>(writer, &self.extensions),
        }
    }

    fn read_field(&mut self, field: usize, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        match field {
            CONTENT_TYPE => read::singular::<codec::String, _>(reader, &mut self.content_type),
            DATA => read::singular::<codec::Bytes, _>(reader, &mut self.data),
            _ => read::repeated::<codec::Message, _>(reader, &mut self.extensions),
        }
    }
}
