//! Dispatches a request to its binding, and answers requests that have none.

use axum::body::Body;
use http::request::Parts;
use http::{Method, Request, Response};

use super::routes::{Route, Routes};
use crate::bind::Variables;
use crate::error::Error;
use crate::exchange::{MatchedTemplate, Pipeline, answer, head};
use crate::negotiate;
use crate::route::{self, Miss, Tree};
use crate::settings::Settings;
use crate::shutdown::Shutdown;

/// The dispatcher, which answers the requests of one gateway.
#[derive(Debug)]
pub(crate) struct Dispatch {
    tree: Tree<Route>,
    /// The routes of a GET that asks for a WebSocket, or of the CONNECT that takes its place over HTTP/2 (RFC 8441).
    websockets: Tree<Route>,
    pipeline: Pipeline,
}

impl Dispatch {
    /// Inserts every binding. If two clash, the first one stays, and the returned message names both.
    pub(crate) fn new(
        routes: Routes,
        settings: Settings,
        shutdown: Option<Shutdown>,
    ) -> (Self, Option<String>) {
        let (mut tree, mut websockets) = (Tree::default(), Tree::default());
        let mut without = Vec::new();
        let mut clash = None;
        for route in routes.routes {
            let websocket = route.of_websocket();
            if websocket.is_none() && route.target.plan.binding.http_method == "GET" {
                without.push(route.clone());
            }
            let taken = insert(&mut tree, route).or_else(|| insert(&mut websockets, websocket?));
            clash = clash.or(taken);
        }
        // A GET of a method without streams ignores a request for a WebSocket, unless its place is taken.
        for route in without {
            insert(&mut websockets, route);
        }
        let pipeline = Pipeline::new(settings.complete(routes.types), shutdown);
        let dispatch = Self {
            tree,
            websockets,
            pipeline,
        };
        (dispatch, clash)
    }

    /// Returns whether a binding has the path of the request, under any HTTP method.
    pub(crate) fn knows(&self, request: &Request<Body>) -> bool {
        let found = route::find(&self.tree, request.uri().path(), request.method());
        !matches!(found, Err(Miss::Path))
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let is_head = request.method() == Method::HEAD;
        let response = self.answer_with_body(request).await;
        if is_head {
            return head::without_body(response);
        }
        response
    }

    async fn answer_with_body(&self, request: Request<Body>) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        match self.find(&parts) {
            Ok(route) => {
                let template = route.target.plan.binding.template.source();
                parts.extensions.insert(MatchedTemplate(template));
                let (target, endpoint) = (&route.target, route.endpoint.as_ref());
                self.pipeline
                    .answer(target, endpoint, Variables::OfTemplate, parts, body)
                    .await
            }
            Err(Miss::Options(allow)) => answer::options(allow),
            Err(Miss::Method(allow)) => {
                let hint = self.hint(&parts);
                self.pipeline.refuse(Error::method_not_allowed(allow, hint))
            }
            Err(Miss::Path) => self.pipeline.refuse(Error::path_not_found()),
        }
    }

    /// Finds the route of a request. A method without streams is not bound to CONNECT.
    fn find(&self, parts: &Parts) -> Result<&Route, Miss> {
        let path = parts.uri.path();
        if negotiate::asks_for_websocket(parts)
            && let Ok(route) = route::find(&self.websockets, path, &Method::GET)
            && (parts.method == Method::GET || route.streams())
        {
            return Ok(route);
        }
        route::find(&self.tree, path, &parts.method)
    }

    /// Returns a hint for an error if the path is bound under other HTTP methods only.
    fn hint(&self, parts: &Parts) -> &'static str {
        let path = parts.uri.path();
        let asks = negotiate::asks_for_websocket(parts);
        if !asks
            && [Method::GET, Method::HEAD].contains(&parts.method)
            && route::find(&self.websockets, path, &Method::GET).is_ok()
        {
            return "; a GET has to ask for a WebSocket";
        }
        let streams = |method: &Method| {
            let found = route::find(&self.tree, path, method);
            found.is_ok_and(Route::streams)
        };
        if asks
            && [Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
                .iter()
                .any(streams)
        {
            return "; they open no WebSocket without `websocket(..)` in their `#[http]`";
        }
        ""
    }
}

/// Inserts a route. If its place is taken, the route is left out, and the returned message names both.
fn insert(tree: &mut Tree<Route>, route: Route) -> Option<String> {
    let target = route.target.clone();
    let binding = &target.plan.binding;
    let method = Method::from_bytes(binding.http_method.as_bytes()).unwrap_or_default();
    let taken = tree.insert(method, &binding.template, route).err()?;
    let (what, other) = (target.describe(), taken.target.describe());
    Some(format!("{what} is bound already: {other}"))
}
