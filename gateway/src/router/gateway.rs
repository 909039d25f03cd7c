//! [`Gateway`]: services and settings in, an [`axum::Router`] out.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use tonic::Status;
use tonic::service::Interceptor;

use super::axum_paths;
use super::dispatch::Dispatch;
use super::routes::Routes;
use super::service::Service;
use super::tower::GatewayService;
use crate::call::Metadata;
use crate::error::{ErrorShape, Hook};
use crate::exchange::Pipeline;
use crate::json::{JsonOptions, UnknownFields};
use crate::observe::Observer;
use crate::schema::{PackageTypes, StreamForms};
use crate::settings::{Chunked, Limits, Settings, Sse, WebSocket};
use crate::shutdown::Shutdown;
use crate::websocket::Upgrader;

/// Serves one service with the default settings.
///
/// The router merges with the user's own routes and with [`grpc::router`](crate::serve::grpc::router) in any order,
/// nests, and installs no fallback. It cannot fail: `#[gateway]` has checked the bindings. Use [`Gateway`] for several
/// services, or for other settings.
///
/// The router can be built whatever the paths are. Text that axum cannot match, such as `%3Aroom` or a verb behind a
/// variable, is mounted under a parameter or a catch-all; an unbound path within such a shape is 404.
///
/// axum itself panics if the user's own router has the same path shape under another parameter name, or a catch-all
/// beside one of ours.
pub fn router<M>(service: impl Service<M>) -> axum::Router {
    let (router, _) = Gateway::new().service(service).assemble();
    router
}

/// A builder of one [`axum::Router`] for several services with shared settings.
///
/// ```
/// use gateway::{Gateway, Limits, json::JsonOptions};
///
/// let app: axum::Router = Gateway::new()
///     // .service(chat)
///     // .service(library)
///     .limits(Limits::default().max_message_bytes(65_536))
///     .json(JsonOptions::default().emit_defaults(true))
///     .build()?;
/// # Ok::<(), gateway::BuildError>(())
/// ```
#[derive(Default)]
#[must_use]
pub struct Gateway {
    routes: Routes,
    settings: Settings,
    shutdown: Option<Shutdown>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("routes", &self.routes)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Gateway {
    /// Creates a gateway without services.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a service, by value or in an `Arc`.
    ///
    /// If one struct implements several services, name the tonic server type: `.service::<ChatServer<_>>(rooms)`.
    pub fn service<M>(mut self, service: impl Service<M>) -> Self {
        Arc::new(service).register(&mut self.routes);
        self
    }

    /// Sets the limits of a call.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Adds the messages of a package that `gateway-build` has compiled, so that an `Any` in requests, responses and
    /// error details can hold them: `.register(&events::TYPES)`.
    ///
    /// The packages of the services' own messages, and those that these refer to, are known already. An `Any` of
    /// another type has its bytes as base64 in the member `value`.
    pub fn register(mut self, package: &PackageTypes) -> Self {
        self.routes.types.add(package);
        self
    }

    /// Sets how messages are written as JSON.
    pub fn json(mut self, options: JsonOptions) -> Self {
        self.settings.json = options;
        self
    }

    /// Sets the treatment of query parameters and JSON fields that the request message does not have. They are ignored
    /// by default.
    pub fn unknown_fields(mut self, unknown_fields: UnknownFields) -> Self {
        self.settings.unknown_fields = unknown_fields;
        self
    }

    /// Sets the query parameters that are accepted without a field of that name, even if unknown ones are rejected. By
    /// default these are `alt`, `$alt`, `key`, `fields` and `prettyPrint`.
    pub fn system_parameters<P: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = P>,
    ) -> Self {
        self.settings.system_parameters = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets how HTTP headers map to gRPC metadata.
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.settings.metadata = metadata;
        self
    }

    /// Sets the JSON of HTTP errors.
    pub fn error_shape(mut self, shape: ErrorShape) -> Self {
        self.settings.errors.shape = shape;
        self
    }

    /// Sets a function that may change the response to an error: its status, headers and body. It is called for every
    /// HTTP error, including those of the router, with the default response. Errors in the middle of a stream do not
    /// pass through it. A status outside of 200 to 599 is ignored and logged, and one without content (204, 205, 304)
    /// drops the body.
    ///
    /// ```
    /// use gateway::Gateway;
    /// use gateway::tonic::Code;
    ///
    /// let gateway = Gateway::new().on_error(|status, response| {
    ///     if status.code() == Code::Unauthenticated {
    ///         let challenge = "Bearer".parse().expect("a header value");
    ///         response.headers_mut().insert("www-authenticate", challenge);
    ///     }
    /// });
    /// ```
    pub fn on_error(
        mut self,
        change: impl Fn(&Status, &mut Response<Bytes>) + Send + Sync + 'static,
    ) -> Self {
        self.settings.errors.on_error = Hook::new(change);
        self
    }

    /// Adds a tonic interceptor. It runs once per call, before the body of the request is read, and sees the metadata,
    /// the extensions and the canonical `tonic::GrpcMethod`, whichever binding was used. Several run in the order in
    /// which they were added, and the first error is the response.
    ///
    /// Share one with the gRPC side: `ChatServer::with_interceptor(chat, check)`.
    ///
    /// ```
    /// use gateway::Gateway;
    /// use gateway::tonic::{Request, Status};
    ///
    /// fn check(request: Request<()>) -> Result<Request<()>, Status> {
    ///     match request.metadata().get("authorization") {
    ///         Some(token) if token == "Bearer secret" => Ok(request),
    ///         _ => Err(Status::unauthenticated("no valid token")),
    ///     }
    /// }
    ///
    /// let gateway = Gateway::new().interceptor(check);
    /// ```
    pub fn interceptor(
        mut self,
        interceptor: impl Interceptor + Clone + Send + Sync + 'static,
    ) -> Self {
        self.settings.interceptors.add(interceptor);
        self
    }

    /// Adds an observer, which sees every call.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        Arc::make_mut(&mut self.settings.observers).push(Arc::new(observer));
        self
    }

    /// Restricts the forms of streams, on top of what their bindings allow. All are allowed by default.
    ///
    /// ```
    /// use gateway::{StreamForms, Gateway};
    ///
    /// let gateway = Gateway::new().stream(StreamForms::ALL.disable_websockets());
    /// ```
    pub fn stream(mut self, forms: StreamForms) -> Self {
        self.settings.forms = forms;
        self
    }

    /// Sets how Server-Sent Events begin and end.
    pub fn sse(mut self, sse: Sse) -> Self {
        self.settings.sse = sse;
        self
    }

    /// Sets how NDJSON and JSON arrays end.
    pub fn chunked(mut self, chunked: Chunked) -> Self {
        self.settings.chunked = chunked;
        self
    }

    /// Sets who may open a WebSocket, how long a peer may be silent, and how errors end the WebSocket.
    pub fn websocket(mut self, websocket: WebSocket) -> Self {
        self.settings.websocket = websocket;
        self
    }

    /// Sets what turns requests into WebSockets, in place of [`HttpUpgrader`](crate::websocket::HttpUpgrader).
    pub fn websocket_upgrader(mut self, upgrader: impl Upgrader) -> Self {
        self.settings.upgrader = Some(Arc::new(upgrader));
        self
    }

    /// Disables WebSockets: a request for one is answered with 501.
    pub fn without_websocket(mut self) -> Self {
        self.settings.upgrader = None;
        self
    }

    /// Sets the maximum duration of a call, whatever its binding and its client allow. Unlimited by default.
    /// [`Duration::ZERO`] fails every call.
    pub fn max_timeout(mut self, timeout: Duration) -> Self {
        self.settings.max_timeout = Some(timeout);
        self
    }

    /// Ends all streams when `signal` is ready, and refuses new calls with 503 from then on. Server-Sent Events end so
    /// that browsers reconnect; NDJSON and arrays end with a record of `UNAVAILABLE`, WebSockets with Close 1001.
    ///
    /// Use it with servers other than [`serve`](crate::serve()), whose own shutdown does the same and also ends the
    /// connections. With `axum::serve`, it may be the signal that `with_graceful_shutdown` takes.
    pub fn shutdown(mut self, signal: impl Future<Output = ()> + Send + 'static) -> Self {
        self.shutdown = Some(Box::pin(signal));
        self
    }

    /// Builds the router, to merge with the user's own.
    ///
    /// # Errors
    ///
    /// Two services bind the same HTTP method to the same path shape.
    pub fn build(self) -> Result<axum::Router, BuildError> {
        match self.assemble() {
            (router, None) => Ok(router),
            (_, Some(clash)) => Err(BuildError(clash)),
        }
    }

    /// Puts the services behind the routes of `app` and before its fallback.
    ///
    /// Unlike merging, it never panics, whatever the routes of `app` are, and path literals match in every
    /// percent-encoding. The routes of `app` come first, even if a binding is more specific.
    ///
    /// The services are outside the layers that `app` already has, such as one that authenticates. Add layers to the
    /// router that this returns, or check calls in an [interceptor](Self::interceptor):
    ///
    /// ```
    /// use gateway::Gateway;
    /// use gateway::axum::{Extension, Router, routing::get};
    ///
    /// let app = Router::new().route("/health", get(|| async { "ok" }));
    /// let app = Gateway::new().attach(app)?.layer(Extension("for all of it"));
    /// # let _: Router = app;
    /// # Ok::<(), gateway::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Two services bind the same HTTP method to the same path shape.
    pub fn attach(self, app: axum::Router) -> Result<axum::Router, BuildError> {
        Ok(self.build_service()?.behind(app))
    }

    /// Builds the bare tower service, which also answers unknown paths.
    ///
    /// # Errors
    ///
    /// Two services bind the same HTTP method to the same path shape.
    pub fn build_service(self) -> Result<GatewayService, BuildError> {
        match Dispatch::new(self.routes, self.settings, self.shutdown) {
            (dispatch, None) => Ok(GatewayService::new(dispatch)),
            (_, Some(clash)) => Err(BuildError(clash)),
        }
    }

    /// Returns the settings that the services share, as configured so far.
    pub(crate) fn settings(&self) -> Settings {
        self.settings.clone().complete(self.routes.types.clone())
    }

    /// Makes the pipeline for the calls of a method that belongs to none of the gateway's services.
    pub(crate) fn into_pipeline(mut self, types: [PackageTypes; 2]) -> Pipeline {
        self.routes.add_types(types);
        Pipeline::new(self.settings.complete(self.routes.types), self.shutdown)
    }

    /// Returns the router and the first clash. If bindings clash, the first one answers.
    fn assemble(self) -> (axum::Router, Option<String>) {
        let routes = self.routes.routes.iter();
        let paths = axum_paths::paths(routes.map(|route| &route.target.plan.binding.template));
        let (dispatch, clash) = Dispatch::new(self.routes, self.settings, self.shutdown);
        let service = GatewayService::new(dispatch);
        let router = paths.iter().fold(axum::Router::new(), |router, path| {
            router.route(path, axum::routing::any_service(service.clone()))
        });
        (router, clash)
    }
}

/// The error if two services bind the same HTTP method to the same path shape. The message names both methods.
#[derive(Clone, PartialEq, Eq)]
pub struct BuildError(String);

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}
