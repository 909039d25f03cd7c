//! [`Described`]: the description of a method that no .proto file has.

use std::marker::PhantomData;

use crate::message::Message;
use crate::service::{Kind, MethodDescriptor};

/// A method without a name that takes and gives these messages.
pub(super) struct Described<I, O>(PhantomData<(I, O)>);

impl<I: Message, O: Message> Described<I, O> {
    pub(super) const UNARY: &'static MethodDescriptor = &Self::method(Kind::Unary);
    pub(super) const SERVER_STREAMING: &'static MethodDescriptor =
        &Self::method(Kind::ServerStreaming);
    pub(super) const CLIENT_STREAMING: &'static MethodDescriptor =
        &Self::method(Kind::ClientStreaming);
    pub(super) const BIDI_STREAMING: &'static MethodDescriptor = &Self::method(Kind::BidiStreaming);

    const fn method(kind: Kind) -> MethodDescriptor {
        MethodDescriptor::new("", "", "", kind, I::DESCRIPTOR, O::DESCRIPTOR)
    }
}
