//! Brings a request to its binding: route, negotiate, and the answers that call nothing.

use std::sync::Arc;

use axum::body::Body;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use tonic::Status;

use crate::deadline;
use crate::endpoint::Answer;
use crate::error::Error;
use crate::exchange::{Context, Exchange};
use crate::matched_template::MatchedTemplate;
use crate::negotiate::{self, Form};
use crate::origin::{self, Origin};
use crate::reaper::Reaper;
use crate::route::{self, Miss, Tree};
use crate::routes::{Route, Routes};
use crate::service::Kind;
use crate::settings::Settings;
use crate::websocket::WebSocket;
use crate::write::{self, END_ID, Trailers};

/// What answers the requests of one gateway.
#[derive(Debug)]
pub(crate) struct Dispatch {
    tree: Tree<Route>,
    settings: Arc<Settings>,
    websocket: WebSocket,
    reaper: Arc<Reaper>,
}

impl Dispatch {
    /// Finds the place of every binding. Of two that clash the first one stays; the message names both.
    pub(crate) fn new(
        routes: Routes,
        settings: Settings,
        websocket: WebSocket,
    ) -> (Self, Option<String>) {
        let mut tree = Tree::default();
        let mut clash = None;
        for route in routes.routes {
            let target = route.target.clone();
            let method =
                Method::from_bytes(target.binding.http_method.as_bytes()).unwrap_or_default();
            if let Err(taken) = tree.insert(method, &target.binding.template, route) {
                clash.get_or_insert_with(|| {
                    format!(
                        "{} is bound already: {}",
                        target.describe(),
                        taken.target.describe()
                    )
                });
            }
        }
        let dispatch = Self {
            tree,
            settings: Arc::new(settings.complete(routes.types)),
            websocket,
            reaper: Arc::default(),
        };
        (dispatch, clash)
    }

    /// Whether a binding has the path of the request, under any method.
    pub(crate) fn knows(&self, request: &Request<Body>) -> bool {
        let found = route::find(&self.tree, request.uri().path(), request.method());
        !matches!(found, Err(Miss::Path))
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let mut response = match self.find(&parts) {
            Ok(route) => self.answer_route(route, parts, body).await,
            Err(Miss::Options(allow)) => options(allow),
            Err(Miss::Method(allow)) => self.error(Error::method_not_allowed(allow)),
            Err(Miss::Path) => self.error(Error::path_not_found()),
        };
        response.headers_mut().insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        response
    }

    /// Over HTTP/2 a WebSocket is opened by CONNECT where HTTP/1.1 has GET (RFC 8441). A method without streams has no
    /// WebSocket to open, and is not bound to CONNECT.
    fn find(&self, parts: &Parts) -> Result<&Route, Miss> {
        let path = parts.uri.path();
        if negotiate::is_websocket_connect(parts)
            && let Ok(route) = route::find(&self.tree, path, &Method::GET)
            && route.target.method.kind() != Kind::Unary
        {
            return Ok(route);
        }
        route::find(&self.tree, path, &parts.method)
    }

    fn error(&self, error: Error) -> Response<Body> {
        write::error(error, &self.settings)
    }

    async fn answer_route(&self, route: &Route, parts: Parts, body: Body) -> Response<Body> {
        let mut response = match self.exchange(route, parts, body).await {
            Ok(response) => response,
            Err(error) => self.error(error),
        };
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            response
                .headers_mut()
                .append(header::VARY, HeaderValue::from_static("accept"));
        }
        response
    }

    async fn exchange(&self, route: &Route, mut parts: Parts, body: Body) -> Answer {
        let target = &route.target;
        let kind = target.method.kind();
        let form = negotiate::negotiate(&parts, kind, target.binding.forms)?;
        self.check_origin(&parts, form)?;
        let streams = kind.streams_requests() || kind.streams_responses();
        let context = Context {
            target: target.clone(),
            form,
            deadline: deadline::deadline(&parts.headers, target.binding.timeout, streams)?,
            trailers: Trailers::wanted(&parts, self.settings.metadata),
            settings: Arc::clone(&self.settings),
            reaper: Arc::clone(&self.reaper),
        };
        if parts.method == Method::HEAD && kind.streams_responses() {
            return Ok(write::stream_head(context.framing().as_ref()));
        }
        if form == Form::Sse && is_reconnect_after_end(&parts) {
            return Ok(empty(StatusCode::NO_CONTENT));
        }
        parts
            .extensions
            .insert(MatchedTemplate(target.binding.template.source()));
        (route.endpoint)(Exchange {
            parts,
            body,
            context,
        })
        .await
    }

    fn check_origin(&self, parts: &Parts, form: Form) -> Result<(), Error> {
        if form != Form::WebSocket || origin::origin(parts) != Origin::Foreign {
            return Ok(());
        }
        let origin = parts
            .headers
            .get(header::ORIGIN)
            .and_then(|origin| origin.to_str().ok())
            .unwrap_or_default();
        if self.websocket.allows(origin) {
            return Ok(());
        }
        tracing::warn!(
            origin,
            "refused a WebSocket of another origin; to allow it: \
             Gateway::websocket(WebSocket::default().origins([{origin:?}]))"
        );
        Err(Status::permission_denied("a page of this origin may not open a WebSocket here").into())
    }
}

/// An `EventSource` reconnects whenever its stream ends; 204 is what stops it.
fn is_reconnect_after_end(parts: &Parts) -> bool {
    parts
        .headers
        .get("last-event-id")
        .is_some_and(|id| id == END_ID)
}

fn options(allow: HeaderValue) -> Response<Body> {
    let mut response = empty(StatusCode::NO_CONTENT);
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
