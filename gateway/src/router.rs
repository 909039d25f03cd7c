//! router

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tonic::{Request, Response, Status, Streaming};

use crate::binding::Binding;
use crate::message::Message;
use crate::service::{MethodDescriptor, Service};

/// The future that a method of a tonic service trait returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The bindings of services, as `#[gateway]` adds them.
#[derive(Debug, Default)]
pub struct Routes {}

impl Routes {
    /// Adds the bindings of a unary method.
    pub fn unary<S, I, O, F>(&mut self, _service: &Arc<S>, _method: &'static MethodDescriptor, _bindings: &'static [Binding], _call: F)
    where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        F: for<'a> Fn(&'a S, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>> + Send + Sync + 'static,
    {
    }

    /// Adds the bindings of a server-streaming method.
    pub fn server_streaming<S, I, O, R, F>(&mut self, _service: &Arc<S>, _method: &'static MethodDescriptor, _bindings: &'static [Binding], _call: F)
    where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        R: futures_core::Stream<Item = Result<O, Status>> + Send + 'static,
        F: for<'a> Fn(&'a S, Request<I>) -> BoxFuture<'a, Result<Response<R>, Status>> + Send + Sync + 'static,
    {
    }

    /// Adds the bindings of a client-streaming method.
    pub fn client_streaming<S, I, O, F>(&mut self, _service: &Arc<S>, _method: &'static MethodDescriptor, _bindings: &'static [Binding], _call: F)
    where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        F: for<'a> Fn(&'a S, Request<Streaming<I>>) -> BoxFuture<'a, Result<Response<O>, Status>> + Send + Sync + 'static,
    {
    }

    /// Adds the bindings of a bidirectional method.
    pub fn bidi_streaming<S, I, O, R, F>(&mut self, _service: &Arc<S>, _method: &'static MethodDescriptor, _bindings: &'static [Binding], _call: F)
    where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        R: futures_core::Stream<Item = Result<O, Status>> + Send + 'static,
        F: for<'a> Fn(&'a S, Request<Streaming<I>>) -> BoxFuture<'a, Result<Response<R>, Status>> + Send + Sync + 'static,
    {
    }
}

/// router
pub fn router<M>(service: impl Service<M>) -> axum::Router {
    let mut routes = Routes::default();
    Arc::new(service).register(&mut routes);
    axum::Router::new()
}
