//! [`Described`]: the description of a method that no .proto file has.

use std::marker::PhantomData;

use crate::json::Message;
use crate::schema::{MethodDescriptor, RpcKind};

/// A method without a name that takes and returns these messages.
pub(super) struct Described<I, O>(PhantomData<(I, O)>);

impl<I: Message, O: Message> Described<I, O> {
    pub(super) const UNARY: &'static MethodDescriptor = &Self::method(RpcKind::Unary);
    pub(super) const SERVER_STREAMING: &'static MethodDescriptor =
        &Self::method(RpcKind::ServerStreaming);
    pub(super) const CLIENT_STREAMING: &'static MethodDescriptor =
        &Self::method(RpcKind::ClientStreaming);
    pub(super) const BIDI_STREAMING: &'static MethodDescriptor =
        &Self::method(RpcKind::BidiStreaming);

    const fn method(kind: RpcKind) -> MethodDescriptor {
        MethodDescriptor::new("", "", "", kind, I::DESCRIPTOR, O::DESCRIPTOR)
    }
}
