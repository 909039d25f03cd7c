//! [`HandlerService`]: a handler as a tower service.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::RequestPartsExt as _;
use axum::extract::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use axum::routing::MethodFilter;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response};
use tonic::Status;
use tower_service::Service;

use super::Handler;
use crate::bind::{BindPlan, Variables};
use crate::error::Error;
use crate::exchange::{Endpoint, Pipeline, Target, answer, head};
use crate::future::BoxFuture;
use crate::router::gateway::Gateway;
use crate::schema::{BodyBinding, RpcKind};
use crate::{check, negotiate};

/// A [`Handler`](super::Handler) as a tower [`Service`]. Clones share all state.
///
/// It answers GET, HEAD, POST, PUT, PATCH and DELETE, and for streams the CONNECT of a WebSocket over HTTP/2, as far as
/// the route lets them through: `any_service(handler.into_service())` serves them all, `put_service(..)` only one.
/// OPTIONS is answered with 204 and `Allow`; TRACE and other methods with 405 and `Allow`, without a call.
///
/// ```
/// use gateway::axum::{Router, routing::any_service};
/// # use gateway::tonic::{Request, Response, Status};
/// # async fn greet(_: Request<()>) -> Result<Response<String>, Status> {
/// #     Ok(Response::new("hello".to_owned()))
/// # }
///
/// let service = gateway::unary(greet).into_service();
/// let app: Router = Router::new().route("/greeting", any_service(service));
/// ```
#[derive(Clone, Debug)]
pub struct HandlerService {
    shared: Arc<Shared>,
    allow: &'static str,
}

const ALLOW: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
/// The `Allow` behind a [`MethodRouter`](axum::routing::MethodRouter), which passes on no other methods.
const ALLOW_ROUTED: &str = "GET, HEAD, POST";

struct Shared {
    pipeline: Pipeline,
    /// The target of HTTP methods whose requests have no body.
    without_body: Target,
    with_body: Target,
    endpoint: Arc<Endpoint>,
    /// The mistake in how the handler was made, if any.
    misuse: Option<String>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("method", &self.with_body.method)
            .finish_non_exhaustive()
    }
}

impl HandlerService {
    pub(super) fn new(handler: Handler, settings: Gateway) -> Self {
        let Handler {
            method,
            types,
            binding,
            endpoint,
            misuse,
        } = handler;
        let target = |http_method, body| {
            let mut binding = binding.body(body).websocket();
            binding.http_method = http_method;
            Target {
                method,
                plan: Arc::new(BindPlan::new(method, &binding).taking_query()),
            }
        };
        let misuse = misuse.or_else(|| check::sse_misfit(method, &binding.sse));
        if let Some(misuse) = &misuse {
            tracing::error!("misuse of a handler: {misuse}");
        }
        let shared = Shared {
            pipeline: settings.into_pipeline(types),
            without_body: target("GET", BodyBinding::None),
            with_body: target("POST", BodyBinding::Message),
            endpoint,
            misuse,
        };
        Self {
            shared: Arc::new(shared),
            allow: ALLOW,
        }
    }

    /// Returns the same service for a route that has only [`http_methods`](Self::http_methods).
    pub(super) fn routed(self) -> Self {
        Self {
            allow: ALLOW_ROUTED,
            ..self
        }
    }

    /// Returns the HTTP methods of a [`MethodRouter`](axum::routing::MethodRouter). Without streams there is no
    /// WebSocket for CONNECT to open.
    pub(super) fn http_methods(&self) -> MethodFilter {
        let methods = MethodFilter::GET.or(MethodFilter::POST);
        match self.shared.with_body.method.kind() {
            RpcKind::Unary => methods,
            _ => methods.or(MethodFilter::CONNECT),
        }
    }
}

impl Shared {
    async fn answer(
        &self,
        request: Request<axum::body::Body>,
        allow: &'static str,
    ) -> Response<axum::body::Body> {
        let is_head = request.method() == Method::HEAD;
        let response = self.answer_with_body(request, allow).await;
        if is_head {
            return head::without_body(response);
        }
        response
    }

    async fn answer_with_body(
        &self,
        request: Request<axum::body::Body>,
        allow: &'static str,
    ) -> Response<axum::body::Body> {
        let (mut parts, body) = request.into_parts();
        if let Some(misuse) = &self.misuse {
            return self
                .pipeline
                .refuse(Status::internal(format!("misuse of a handler: {misuse}")).into());
        }
        if !self.answers(&parts) {
            return self.refuse_method(&parts.method, HeaderValue::from_static(allow));
        }
        let variables = match variables(&mut parts).await {
            Ok(variables) => variables,
            Err(error) => return self.pipeline.refuse(error),
        };
        let target = match parts.method {
            Method::POST | Method::PUT | Method::PATCH => &self.with_body,
            _ => &self.without_body,
        };
        let endpoint = self.endpoint.as_ref();
        self.pipeline
            .answer(target, endpoint, variables, parts, body)
            .await
    }

    fn answers(&self, parts: &Parts) -> bool {
        match parts.method {
            Method::GET
            | Method::HEAD
            | Method::POST
            | Method::PUT
            | Method::PATCH
            | Method::DELETE => true,
            Method::CONNECT => self.opens_websocket(parts),
            _ => false,
        }
    }

    fn refuse_method(&self, method: &Method, allow: HeaderValue) -> Response<axum::body::Body> {
        if *method == Method::OPTIONS {
            return answer::options(allow);
        }
        self.pipeline.refuse(Error::method_not_allowed(allow, ""))
    }

    /// Returns whether a CONNECT asks for a WebSocket and the method can use one.
    fn opens_websocket(&self, parts: &Parts) -> bool {
        self.with_body.method.kind() != RpcKind::Unary && negotiate::is_websocket_connect(parts)
    }
}

/// Returns the decoded parameters of axum's route; none without a route.
async fn variables(parts: &mut Parts) -> Result<Variables, Error> {
    let found = match parts.extract::<RawPathParams>().await {
        Ok(found) => found,
        Err(RawPathParamsRejection::InvalidUtf8InPathParam(error)) => {
            return Err(Status::invalid_argument(format!("path: {error}")).into());
        }
        Err(_) => return Ok(Variables::Named(Vec::new())),
    };
    let named = found
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(Variables::Named(named.collect()))
}

impl<B> Service<Request<B>> for HandlerService
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response<axum::body::Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<axum::body::Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (shared, allow) = (Arc::clone(&self.shared), self.allow);
        let request = request.map(axum::body::Body::new);
        Box::pin(async move { Ok(shared.answer(request, allow).await) })
    }
}
