//! The option `google.api.http`, decoded from the encoded descriptors: prost's types of descriptors drop it.

use std::io;

use prost::{Message, Oneof};

use crate::error::error;

/// The rules of all files.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Rules {
    #[prost(message, repeated, tag = "1")]
    file: Vec<File>,
}

#[derive(Clone, PartialEq, Message)]
struct File {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "6")]
    service: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
struct Service {
    #[prost(message, repeated, tag = "2")]
    method: Vec<Method>,
}

#[derive(Clone, PartialEq, Message)]
struct Method {
    #[prost(message, optional, tag = "4")]
    options: Option<Options>,
}

#[derive(Clone, PartialEq, Message)]
struct Options {
    #[prost(message, optional, tag = "72295728")]
    http: Option<Rule>,
}

/// `google.api.HttpRule`
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Rule {
    #[prost(string, tag = "1")]
    pub(crate) selector: String,
    #[prost(oneof = "Pattern", tags = "2, 3, 4, 5, 6, 8")]
    pub(crate) pattern: Option<Pattern>,
    #[prost(string, tag = "7")]
    pub(crate) body: String,
    #[prost(string, tag = "12")]
    pub(crate) response_body: String,
    #[prost(message, repeated, tag = "11")]
    pub(crate) additional_bindings: Vec<Rule>,
}

/// An HTTP method and a path.
#[derive(Clone, PartialEq, Oneof)]
pub(crate) enum Pattern {
    #[prost(string, tag = "2")]
    Get(String),
    #[prost(string, tag = "3")]
    Put(String),
    #[prost(string, tag = "4")]
    Post(String),
    #[prost(string, tag = "5")]
    Delete(String),
    #[prost(string, tag = "6")]
    Patch(String),
    #[prost(message, tag = "8")]
    Custom(Custom),
}

/// `google.api.CustomHttpPattern`
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Custom {
    #[prost(string, tag = "1")]
    kind: String,
    #[prost(string, tag = "2")]
    path: String,
}

impl Rules {
    /// The number of the option in `google.protobuf.MethodOptions`.
    pub(crate) const OPTION: i32 = 72_295_728;

    /// Reads the rules from an encoded `FileDescriptorSet`.
    pub(crate) fn decode(descriptors: &[u8]) -> io::Result<Self> {
        Message::decode(descriptors)
            .map_err(|failure| error(format!("the option `google.api.http`: {failure}")))
    }

    /// The rule of a method, by the indices of its service in the file and of itself in the service.
    pub(crate) fn of(&self, file: &str, service: usize, method: usize) -> Option<&Rule> {
        let file = self.file.iter().find(|other| other.name == file)?;
        let method = file.service.get(service)?.method.get(method)?;
        method.options.as_ref()?.http.as_ref()
    }
}

impl Pattern {
    /// The HTTP method and the path.
    pub(crate) fn parts(&self) -> (&str, &str) {
        match self {
            Self::Get(path) => ("GET", path),
            Self::Put(path) => ("PUT", path),
            Self::Post(path) => ("POST", path),
            Self::Delete(path) => ("DELETE", path),
            Self::Patch(path) => ("PATCH", path),
            Self::Custom(Custom { kind, path }) => (kind, path),
        }
    }
}
