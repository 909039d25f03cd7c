//! [`HandlerService`]: a handler as a tower service.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::RequestPartsExt as _;
use axum::body::Body;
use axum::extract::RawPathParams;
use axum::extract::rejection::RawPathParamsRejection;
use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response};
use tonic::Status;
use tower_service::Service;

use crate::bind::{Plan, Variables, index};
use crate::binding::{self, Binding};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exchange::Target;
use crate::front::Front;
use crate::router::{BoxFuture, Gateway};
use crate::service::MethodDescriptor;

/// A [`Handler`](super::Handler) as a tower [`Service`]. Clones share all there is.
#[derive(Clone, Debug)]
pub struct HandlerService {
    shared: Arc<Shared>,
}

struct Shared {
    front: Front,
    /// For HTTP methods whose requests have no body.
    without_body: Target,
    with_body: Target,
    endpoint: Arc<Endpoint>,
    /// What is wrong with the handler's settings.
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
    pub(super) fn new(
        method: &'static MethodDescriptor,
        binding: &Binding,
        endpoint: Arc<Endpoint>,
        settings: Gateway,
    ) -> Self {
        let target = |http_method, body| {
            let mut binding = binding.body(body);
            binding.http_method = http_method;
            Target {
                method,
                plan: Arc::new(Plan::new(method, &binding).taking_query()),
            }
        };
        let misuse = misuse(method, binding);
        if let Some(misuse) = &misuse {
            tracing::error!("{misuse}");
        }
        let shared = Shared {
            front: settings.into_front(method),
            without_body: target("GET", binding::Body::None),
            with_body: target("POST", binding::Body::Message),
            endpoint,
            misuse,
        };
        Self {
            shared: Arc::new(shared),
        }
    }
}

/// A field that is named in the settings, and that its message does not have.
fn misuse(method: &MethodDescriptor, binding: &Binding) -> Option<String> {
    let (sse, input, output) = (&binding.sse, method.input(), method.output());
    let named = [
        ("id", sse.id, output),
        ("event", sse.event, output),
        ("resume", sse.resume, input),
    ];
    named.into_iter().find_map(|(key, field, message)| {
        let field = field.filter(|field| index(message, field).is_none())?;
        let message = message.name();
        Some(format!(
            "the handler's `sse` names the field `{field}` as `{key}`, which `{message}` does not have"
        ))
    })
}

impl Shared {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let (mut parts, body) = request.into_parts();
        if let Some(misuse) = &self.misuse {
            return self.front.refuse(Status::internal(misuse).into());
        }
        let variables = match variables(&mut parts).await {
            Ok(variables) => variables,
            Err(error) => return self.front.refuse(error),
        };
        let target = match parts.method {
            Method::POST | Method::PUT | Method::PATCH => &self.with_body,
            _ => &self.without_body,
        };
        let endpoint = self.endpoint.as_ref();
        self.front
            .answer(target, endpoint, variables, parts, body)
            .await
    }
}

/// The parameters of axum's route, decoded; none where there is no route.
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
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { Ok(shared.answer(request.map(Body::new)).await) })
    }
}
