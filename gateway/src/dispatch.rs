//! Brings a request to its binding: route, and the answers that need no binding.

use axum::body::Body;
use http::request::Parts;
use http::{Method, Request, Response};

use crate::admission::Shutdown;
use crate::bind::Variables;
use crate::error::Error;
use crate::front::{self, Front};
use crate::head;
use crate::matched_template::MatchedTemplate;
use crate::negotiate;
use crate::route::{self, Miss, Tree};
use crate::routes::{Route, Routes};
use crate::service::Kind;
use crate::settings::Settings;

/// What answers the requests of one gateway.
#[derive(Debug)]
pub(crate) struct Dispatch {
    tree: Tree<Route>,
    front: Front,
}

impl Dispatch {
    /// Finds the place of every binding. Of two that clash the first one stays; the message names both.
    pub(crate) fn new(
        routes: Routes,
        settings: Settings,
        shutdown: Option<Shutdown>,
    ) -> (Self, Option<String>) {
        let mut tree = Tree::default();
        let mut clash = None;
        for route in routes.routes {
            let target = route.target.clone();
            let binding = &target.plan.binding;
            let method = Method::from_bytes(binding.http_method.as_bytes()).unwrap_or_default();
            if let Err(taken) = tree.insert(method, &binding.template, route) {
                clash.get_or_insert_with(|| {
                    format!(
                        "{} is bound already: {}",
                        target.describe(),
                        taken.target.describe()
                    )
                });
            }
        }
        let front = Front::new(settings.complete(routes.types), shutdown);
        (Self { tree, front }, clash)
    }

    /// Whether a binding has the path of the request, under any method.
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
                self.front
                    .answer(target, endpoint, Variables::OfTemplate, parts, body)
                    .await
            }
            Err(Miss::Options(allow)) => front::options(allow),
            Err(Miss::Method(allow)) => self.front.refuse(Error::method_not_allowed(allow)),
            Err(Miss::Path) => self.front.refuse(Error::path_not_found()),
        }
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
}
