//! Runs one RPC in process: the user's function, with its panics caught.

pub(crate) mod deadline;
pub(crate) mod inbound;
pub(crate) mod interceptors;
pub(crate) mod metadata;
pub(crate) mod panic;
pub(crate) mod peer;

use std::future::Future;
use std::sync::Arc;

use http::HeaderMap;
use tonic::{Extensions, GrpcMethod, Request, Response, Status};
use tracing::Span;

pub use self::deadline::Deadline;
pub(crate) use self::interceptors::Interceptors;
pub use self::metadata::Metadata;
pub(crate) use self::panic::{CatchPanic, panicked_in};
use crate::future::BoxFuture;
use crate::schema::MethodDescriptor;

/// A method of a tonic service trait, as a function of the service.
pub(crate) trait Function<S, I, O>:
    for<'a> Fn(&'a Arc<S>, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>>
    + Send
    + Sync
    + 'static
{
}

impl<S, I, O, F> Function<S, I, O> for F where
    F: for<'a> Fn(&'a Arc<S>, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>>
        + Send
        + Sync
        + 'static
{
}

/// A method of the user's service, ready to be called.
#[derive(Debug)]
pub(crate) struct Method<S, F> {
    pub(crate) service: Arc<S>,
    pub(crate) function: Arc<F>,
}

impl<S, F> Clone for Method<S, F> {
    fn clone(&self) -> Self {
        Self {
            service: Arc::clone(&self.service),
            function: Arc::clone(&self.function),
        }
    }
}

impl<S, F> Method<S, F> {
    /// Calls the method within a span, with the request that `request` makes, and returns what `answer` makes of the
    /// response; a panic is `INTERNAL`.
    ///
    /// Both run in the same poll as the method's own first and last steps: while the handler waits, a message, however
    /// large, exists only in the handler's future.
    pub(crate) fn call<I, O, T, E, Q, A>(
        self,
        request: Q,
        answer: A,
        span: &Span,
    ) -> impl Future<Output = Result<T, E>> + Send + use<S, F, I, O, T, E, Q, A>
    where
        Q: FnOnce() -> Result<Request<I>, Status> + Send,
        A: FnOnce(Response<O>) -> Result<T, E> + Send,
        S: Send + Sync + 'static,
        I: Send + 'static,
        O: Send + 'static,
        F: Function<S, I, O>,
        E: From<Status>,
    {
        let call = async move {
            let Self { service, function } = self;
            let called = request().map(|request| (*function)(&service, request))?;
            called.await.map_err(E::from).and_then(answer)
        };
        CatchPanic::new(call, span)
    }
}

/// Makes the request that carries everything except the message to a handler: metadata and extensions.
///
/// # Errors
///
/// `INVALID_ARGUMENT` if the headers cannot be metadata.
pub(crate) fn request(
    headers: &HeaderMap,
    mut extensions: Extensions,
    method: &MethodDescriptor,
    metadata: Metadata,
    deadline: Option<Deadline>,
) -> Result<Request<()>, Status> {
    let metadata = metadata.of_request(headers)?;
    // A handler without `#[gateway]` has no name.
    if !method.name().is_empty() {
        extensions.insert(GrpcMethod::new(method.service(), method.name()));
    }
    if let Some(deadline) = deadline {
        extensions.insert(deadline);
    }
    peer::show_to_tonic(&mut extensions);
    Ok(Request::from_parts(metadata, extensions, ()))
}
