//! [`Gateway`]: services and settings in, an [`axum::Router`] out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Response;
use tonic::Status;

use crate::attach::GatewayService;
use crate::dispatch::Dispatch;
use crate::error::ErrorShape;
use crate::json::{JsonOptions, PackageTypes, UnknownFields};
use crate::limits::Limits;
use crate::metadata::Metadata;
use crate::mount;
use crate::routes::Routes;
use crate::service::Service;
use crate::settings::Settings;
use crate::websocket::WebSocket;

/// The future that a method of a tonic service trait returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Serves one service with the default settings.
///
/// The router merges with the user's own routes and with [`grpc::router`](crate::grpc::router) in any order, nests,
/// and installs no fallback. It cannot fail: `#[gateway]` has checked the bindings. Use [`Gateway`] for several
/// services, or for other settings.
///
/// axum itself panics where the user's own router has the same path shape under another parameter name, or a
/// catch-all beside one of ours.
pub fn router<M>(service: impl Service<M>) -> axum::Router {
    let (router, _) = Gateway::new().service(service).assemble();
    router
}

/// Several services with shared settings, as one [`axum::Router`].
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
#[derive(Debug, Default)]
#[must_use]
pub struct Gateway {
    routes: Routes,
    settings: Settings,
    websocket: WebSocket,
}

impl Gateway {
    /// A gateway without services.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a service, by value or in an `Arc`.
    ///
    /// Where one struct implements several services, name the tonic server type:
    /// `.service::<ChatServer<_>>(rooms)`.
    pub fn service<M>(mut self, service: impl Service<M>) -> Self {
        Arc::new(service).register(&mut self.routes);
        self
    }

    /// Sets what one call may take.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Sets how messages are written as JSON.
    pub fn json(mut self, options: JsonOptions) -> Self {
        self.settings.json = options;
        self
    }

    /// Adds messages that an `Any` can hold in requests, responses and the details of errors, by the package that
    /// `gateway-build` has compiled: `.register(&events::TYPES)`.
    ///
    /// The packages of the services' own messages, and those that these name, are known without. An `Any` of another
    /// type has its bytes as base64 in the member `value`.
    pub fn register(mut self, package: &'static PackageTypes) -> Self {
        self.routes.types.add(package);
        self
    }

    /// Sets what becomes of query parameters and JSON fields that the request message does not have. They are ignored
    /// by default.
    pub fn unknown_fields(mut self, unknown_fields: UnknownFields) -> Self {
        self.settings.unknown_fields = unknown_fields;
        self
    }

    /// Sets the query parameters that are accepted though no field has their name, where unknown ones are not:
    /// `alt`, `$alt`, `key`, `fields` and `prettyPrint` by default.
    pub fn system_parameters<P: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = P>,
    ) -> Self {
        self.settings.system_parameters = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets which HTTP headers are which gRPC metadata.
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.settings.metadata = metadata;
        self
    }

    /// Sets the JSON of HTTP errors.
    pub fn error_shape(mut self, shape: ErrorShape) -> Self {
        self.settings.errors.shape = shape;
        self
    }

    /// Sets what may change the response to an error: its status, headers and body. It is called for every HTTP error,
    /// those of the router included, with the response as it would be. Errors in the middle of a stream do not pass
    /// through it.
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
        replace: impl Fn(&Status, &mut Response<Bytes>) + Send + Sync + 'static,
    ) -> Self {
        self.settings.errors.replace = Some(Arc::new(replace));
        self
    }

    /// Sets who may open a WebSocket.
    pub fn websocket(mut self, websocket: WebSocket) -> Self {
        self.websocket = websocket;
        self
    }

    /// Builds the router, which merges with the user's own.
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
    /// Unlike merging it never panics, whatever the routes of `app` are, and literals of paths match in every
    /// percent-encoding. The routes of `app` come first, also where a binding is more specific.
    ///
    /// # Errors
    ///
    /// Two services bind the same HTTP method to the same path shape.
    pub fn attach(self, app: axum::Router) -> Result<axum::Router, BuildError> {
        Ok(self.build_service()?.behind(app))
    }

    /// Builds the bare tower service, which answers unknown paths too.
    ///
    /// # Errors
    ///
    /// Two services bind the same HTTP method to the same path shape.
    pub fn build_service(self) -> Result<GatewayService, BuildError> {
        match Dispatch::new(self.routes, self.settings, self.websocket) {
            (dispatch, None) => Ok(GatewayService::new(dispatch)),
            (_, Some(clash)) => Err(BuildError(clash)),
        }
    }

    /// The router, and the first clash. Of bindings that clash the first one answers.
    fn assemble(self) -> (axum::Router, Option<String>) {
        let routes = self.routes.routes.iter();
        let paths = mount::paths(routes.map(|route| &route.target.binding.template));
        let (dispatch, clash) = Dispatch::new(self.routes, self.settings, self.websocket);
        let service = GatewayService::new(dispatch);
        let router = paths.iter().fold(axum::Router::new(), |router, path| {
            router.route(path, axum::routing::any_service(service.clone()))
        });
        (router, clash)
    }
}

/// Two services bind the same HTTP method to the same path shape. The message names both methods.
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
