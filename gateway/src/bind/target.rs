//! [`BodyTarget`]: the part of a request message that the body fills.

use super::body_field::BodyField;
use crate::schema::{Cardinality, Field, MessageDescriptor};

/// The part of a request message that the body fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyTarget {
    Nothing,
    Message,
    Field(BodyField),
}

impl BodyTarget {
    pub(super) fn takes_raw(self, input: &'static MessageDescriptor) -> bool {
        match self {
            Self::Nothing => false,
            Self::Message => input.is_http_body(),
            Self::Field(field) => field.field(input).is_some_and(is_one_http_body),
        }
    }

    pub(super) fn takes_protobuf(self, input: &'static MessageDescriptor) -> bool {
        match self {
            Self::Nothing => false,
            Self::Message => true,
            Self::Field(field) => field.field(input).is_some_and(|field| {
                field.message().is_some() && field.cardinality() == Cardinality::Optional
            }),
        }
    }
}

/// Returns whether this field is a single `google.api.HttpBody`.
pub(crate) fn is_http_body(message: &MessageDescriptor, field: usize) -> bool {
    message.fields().get(field).is_some_and(is_one_http_body)
}

fn is_one_http_body(field: &Field) -> bool {
    field.message().is_some_and(MessageDescriptor::is_http_body)
        && field.cardinality() == Cardinality::Optional
}
