//! [`Gateway`]: services and settings in, an [`axum::Router`] out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;

use crate::dispatch::Dispatch;
use crate::json::{UnknownFields, WriteOptions};
use crate::limits::Limits;
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
/// use gateway::{Gateway, Limits, json::WriteOptions};
///
/// let app: axum::Router = Gateway::new()
///     // .service(chat)
///     // .service(library)
///     .limits(Limits::default().max_message_bytes(65_536))
///     .json(WriteOptions::default().emit_defaults(true))
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
    pub fn json(mut self, options: WriteOptions) -> Self {
        self.settings.json = options;
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

    /// Sets who may open a WebSocket.
    pub fn websocket(mut self, websocket: WebSocket) -> Self {
        self.websocket = websocket;
        self
    }

    /// Builds the router.
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

    /// The router, and the first clash. Of bindings that clash the first one answers.
    fn assemble(self) -> (axum::Router, Option<String>) {
        let paths = mount::paths(
            self.routes
                .routes
                .iter()
                .map(|route| &route.target.binding.template),
        );
        let (dispatch, clash) = Dispatch::new(self.routes, self.settings, self.websocket);
        let dispatch = Arc::new(dispatch);
        let router = paths.iter().fold(axum::Router::new(), |router, path| {
            let dispatch = Arc::clone(&dispatch);
            let answer =
                move |request: Request<Body>| async move { dispatch.answer(request).await };
            router.route(path, axum::routing::any(answer))
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
