//! Handlers without `#[gateway]`: closures that serve one method on any route of axum.

mod described;
mod service;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::routing::MethodRouter;
use futures_core::Stream;
use tonic::{Request, Response, Status, Streaming};

use self::described::Described;
pub use self::service::HandlerService;
use super::gateway::Gateway;
use crate::call::{Function, Method};
use crate::exchange::{Answer, Endpoint, Exchange, kinds};
use crate::future::BoxFuture;
use crate::json::Message;
use crate::schema::{
    Binding, DescribedService, FrameFormat, MethodDescriptor, PackageTypes, SseFields, StreamForms,
    Template,
};

/// A handler of one method, made from a closure, for any route of axum.
///
/// [`unary`], [`server_streaming`], [`client_streaming`] and [`bidi_streaming`] create it, and `.into()` turns it into
/// a [`MethodRouter`] for GET, POST and, for streams, the CONNECT of WebSockets over HTTP/2. For other HTTP methods use
/// [`into_service`](Self::into_service): `axum::routing::put_service(handler.into_service())`, or `any_service` for
/// [all that it answers](HandlerService).
///
/// The message is filled from the query, then the path, and the path wins; POST, PUT and PATCH fill it from the body
/// first. The query cannot set a field that the path sets, and a parameter for a member of a oneof is answered with 400
/// if another member is set already. `Last-Event-ID` replaces the field that [`sse`](Self::sse) names for it, unless
/// the path sets that field or another member of its oneof.
///
/// Path variables are the parameters of axum's routes, including those of `Router::nest`, that are named after a field
/// which a path can hold, such as `/rooms/{room}` or `/rooms/{filter.room}`. Other parameters, including misspelled
/// ones, are ignored.
///
/// Everything else is as with `#[gateway]`: forms, errors, limits, and what the handler receives. Only
/// [`MatchedTemplate`](crate::MatchedTemplate) is missing: the path is axum's, as is its `MatchedPath`. A handler has
/// no state; its closure holds what it needs:
///
/// ```
/// use std::sync::Arc;
/// use gateway::tonic::{Request, Response, Status};
///
/// let names = Arc::new(vec!["ada".to_owned(), "alan".to_owned()]);
/// let name = gateway::unary(move |request: Request<i64>| {
///     let names = Arc::clone(&names);
///     async move {
///         let index = usize::try_from(request.into_inner()).unwrap_or(usize::MAX);
///         let name = names.get(index).cloned();
///         name.map(Response::new).ok_or_else(|| Status::not_found("no such name"))
///     }
/// });
/// let app: axum::Router = axum::Router::new().route("/names/{value}", name.into());
/// # use gateway::axum;
/// ```
#[derive(Clone)]
#[must_use = "a handler does nothing until it is routed: `.route(\"/path\", handler.into())`"]
pub struct Handler {
    method: &'static MethodDescriptor,
    types: [PackageTypes; 2],
    binding: Binding,
    endpoint: Arc<Endpoint>,
    misuse: Option<String>,
}

impl std::fmt::Debug for Handler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Serves a closure as a unary method.
///
/// ```
/// use gateway::tonic::{Request, Response, Status};
///
/// async fn greet(_: Request<()>) -> Result<Response<String>, Status> {
///     Ok(Response::new("hello".to_owned()))
/// }
///
/// let app: axum::Router = axum::Router::new().route("/greeting", gateway::unary(greet).into());
/// # use gateway::axum;
/// ```
pub fn unary<I, O, F, A>(function: F) -> Handler
where
    I: Message,
    O: Message,
    F: Fn(Request<I>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<O>, Status>> + Send + 'static,
{
    let (method, types) = (Described::<I, O>::UNARY, [I::TYPES, O::TYPES]);
    Handler::new(method, types, boxed(function), kinds::unary)
}

/// Serves a closure as a server-streaming method: over Server-Sent Events, NDJSON, a JSON array or a WebSocket.
///
/// The stream may come from anywhere, for example from a tonic client's response. To stream the messages of a task, use
/// [`produce`](crate::reply::produce):
///
/// ```
/// use futures_util::stream::{self, Stream};
/// use gateway::tonic::{Request, Response, Status};
///
/// type Numbers = Response<stream::Iter<std::vec::IntoIter<Result<i64, Status>>>>;
///
/// async fn count(_: Request<()>) -> Result<Numbers, Status> {
///     Ok(Response::new(stream::iter(vec![Ok(1), Ok(2)])))
/// }
///
/// let app: axum::Router = axum::Router::new().route("/count", gateway::server_streaming(count).into());
/// # use gateway::axum;
/// ```
pub fn server_streaming<I, O, R, F, A>(function: F) -> Handler
where
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    F: Fn(Request<I>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<R>, Status>> + Send + 'static,
{
    let (method, types) = (Described::<I, O>::SERVER_STREAMING, [I::TYPES, O::TYPES]);
    Handler::new(method, types, boxed(function), kinds::server_streaming)
}

/// Serves a closure as a client-streaming method: over the request body, or a WebSocket.
///
/// To pass the messages on to a tonic client, use [`forward_requests`](crate::forward_requests).
///
/// ```
/// use gateway::tonic::{Request, Response, Status, Streaming};
///
/// async fn sum(request: Request<Streaming<i64>>) -> Result<Response<i64>, Status> {
///     let mut numbers = request.into_inner();
///     let mut sum = 0;
///     while let Some(number) = numbers.message().await? {
///         sum += number;
///     }
///     Ok(Response::new(sum))
/// }
///
/// let app: axum::Router = axum::Router::new().route("/sum", gateway::client_streaming(sum).into());
/// # use gateway::axum;
/// ```
pub fn client_streaming<I, O, F, A>(function: F) -> Handler
where
    I: Message,
    O: Message,
    F: Fn(Request<Streaming<I>>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<O>, Status>> + Send + 'static,
{
    let (method, types) = (Described::<I, O>::CLIENT_STREAMING, [I::TYPES, O::TYPES]);
    Handler::new(method, types, boxed(function), kinds::client_streaming)
}

/// Serves a closure as a bidirectional method.
///
/// To pass the messages on to a tonic client, use [`forward_requests`](crate::forward_requests).
///
/// ```
/// use gateway::tonic::{Request, Response, Status, Streaming};
///
/// async fn echo(request: Request<Streaming<String>>) -> Result<Response<Streaming<String>>, Status> {
///     Ok(Response::new(request.into_inner()))
/// }
///
/// let app: axum::Router = axum::Router::new().route("/echo", gateway::bidi_streaming(echo).into());
/// # use gateway::axum;
/// ```
pub fn bidi_streaming<I, O, R, F, A>(function: F) -> Handler
where
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    F: Fn(Request<Streaming<I>>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<R>, Status>> + Send + 'static,
{
    let (method, types) = (Described::<I, O>::BIDI_STREAMING, [I::TYPES, O::TYPES]);
    Handler::new(method, types, boxed(function), kinds::bidi_streaming)
}

/// The closure as a method of nothing.
fn boxed<I, O, F, A>(function: F) -> impl Function<(), I, O>
where
    F: Fn(Request<I>) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<O>, Status>> + Send + 'static,
{
    move |_: &Arc<()>, request: Request<I>| -> BoxFuture<'_, Result<Response<O>, Status>> {
        Box::pin(function(request))
    }
}

impl Handler {
    fn new<F, A>(
        method: &'static MethodDescriptor,
        types: [PackageTypes; 2],
        function: F,
        answer: impl Fn(Method<(), F>, Box<Exchange>) -> A + Send + Sync + 'static,
    ) -> Self
    where
        F: Send + Sync + 'static,
        A: Future<Output = Answer> + Send + 'static,
    {
        let call = Method {
            service: Arc::new(()),
            function: Arc::new(function),
        };
        Self {
            method,
            types,
            binding: Binding::new("", Template::new("", &[], &[], None)),
            endpoint: Arc::new(move |exchange| Box::pin(answer(call.clone(), exchange))),
            misuse: None,
        }
    }

    /// Sets the method that the handler stands for: one of the tonic server `S`, by its name in the .proto file.
    /// Interceptors see it as `tonic::GrpcMethod`, observers as [`CallInfo::method`](crate::CallInfo::method), and
    /// spans are named after it. Without it, the method has no name.
    ///
    /// ```
    /// # use gateway::tonic::{Request, Response, Status};
    /// # use gateway::{DescribedService, RpcKind, Message, MethodDescriptor, ServiceDescriptor};
    /// # struct GreeterServer<T>(T);
    /// # impl<T> DescribedService for GreeterServer<T> {
    /// #     const DESCRIPTOR: &'static ServiceDescriptor = &ServiceDescriptor::new("v1.Greeter", &[METHOD]);
    /// # }
    /// # const METHOD: MethodDescriptor = MethodDescriptor::new(
    /// #     "v1.Greeter", "Greet", "greet", RpcKind::Unary, <()>::DESCRIPTOR, String::DESCRIPTOR,
    /// # );
    /// # async fn greet(_: Request<()>) -> Result<Response<String>, Status> {
    /// #     Ok(Response::new("hello".to_owned()))
    /// # }
    /// let greeting = gateway::unary(greet).method::<GreeterServer<()>>("Greet");
    /// ```
    ///
    /// If `S` has no such method, or the method has another kind or other messages, every request fails with
    /// `INTERNAL`.
    pub fn method<S: DescribedService>(mut self, name: &str) -> Self {
        let mut methods = S::DESCRIPTOR.methods().iter();
        match methods.find(|method| method.name() == name && self.is_like(method)) {
            Some(method) => self.method = method,
            None => self.misuse = Some(self.unlike(S::DESCRIPTOR.name(), name)),
        }
        self
    }

    fn is_like(&self, method: &MethodDescriptor) -> bool {
        let outline = |method: &MethodDescriptor| {
            let (input, output) = (method.input().name(), method.output().name());
            (method.kind(), input, output)
        };
        outline(self.method) == outline(method)
    }

    fn unlike(&self, service: &str, name: &str) -> String {
        let (kind, input, output) = (
            self.method.kind(),
            self.method.input().name(),
            self.method.output().name(),
        );
        format!(
            "`{service}` has no method `{name}` like it: {kind:?}, from `{input}` to `{output}`"
        )
    }

    /// Sets the fields and times of Server-Sent Events, as `sse(..)` in the attribute does.
    ///
    /// ```
    /// use gateway::SseFields;
    ///
    /// let fields = SseFields::NONE.id("seq").resume("after_seq").retry(2_000);
    /// ```
    ///
    /// No compiler checks them: if the messages have no such field, or it does not fit, every request fails with
    /// `INTERNAL`, and the error is logged once.
    pub fn sse(mut self, fields: SseFields) -> Self {
        self.binding = self.binding.sse(fields);
        self
    }

    /// Sets how messages are written in WebSocket frames.
    pub fn websocket(mut self, form: FrameFormat) -> Self {
        self.binding = self.binding.message_form(form);
        self
    }

    /// Reads the request of a server-streaming call over WebSocket from the first message, with path and query laid
    /// over it.
    pub fn first_message(mut self) -> Self {
        self.binding = self.binding.first_message();
        self
    }

    /// Sets the forms that streams may have.
    pub fn stream(mut self, forms: StreamForms) -> Self {
        self.binding = self.binding.forms(forms);
        self
    }

    /// Sets the maximum duration of a call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.binding.timeout = Some(timeout);
        self
    }

    /// Turns the handler into a tower service with the default settings.
    pub fn into_service(self) -> HandlerService {
        self.with(Gateway::new())
    }

    /// Turns the handler into a tower service with the settings of a gateway: limits, interceptors, observers and so
    /// on. The gateway's own services are not served.
    ///
    /// ```
    /// use gateway::axum::routing::get_service;
    /// use gateway::{Gateway, Limits};
    /// # use gateway::tonic::{Request, Response, Status};
    /// # async fn greet(_: Request<()>) -> Result<Response<String>, Status> {
    /// #     Ok(Response::new("hello".to_owned()))
    /// # }
    ///
    /// let settings = Gateway::new().limits(Limits::default().max_query_parameters(10));
    /// let route = get_service::<_, ()>(gateway::unary(greet).with(settings));
    /// ```
    pub fn with(self, settings: Gateway) -> HandlerService {
        HandlerService::new(self, settings)
    }
}

impl<S: Clone + Send + Sync + 'static> From<Handler> for MethodRouter<S> {
    fn from(handler: Handler) -> Self {
        handler.into_service().into()
    }
}

impl<S: Clone + Send + Sync + 'static> From<HandlerService> for MethodRouter<S> {
    fn from(service: HandlerService) -> Self {
        Self::new().on_service(service.http_methods(), service.routed())
    }
}
