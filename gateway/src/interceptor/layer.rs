//! [`InterceptorLayer`]: an interceptor before a whole router.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::body::Body;
use http::{Request, Response, header};
use tonic::Status;
use tonic::metadata::MetadataMap;
use tonic::service::Interceptor;
use tower_layer::Layer;
use tower_service::Service;

use crate::front;
use crate::router::BoxFuture;
use crate::settings::Settings;
use crate::write;

/// Runs a tonic interceptor before every request of a router: gRPC, JSON, streams, and the user's own routes.
///
/// A refusal is said as the client expects it: as a gRPC status where the request's type is `application/grpc`, as the
/// JSON of `google.rpc.Status` with its HTTP status elsewhere. What the interceptor adds to the metadata is in the
/// request's headers, and its extensions are the request's.
///
/// The interceptor runs before the request has been routed, so that no `tonic::GrpcMethod` is there. For rules that
/// differ from method to method give the same interceptor to both sides instead:
/// [`Gateway::interceptor`](crate::Gateway::interceptor) and `ChatServer::with_interceptor`.
///
/// ```
/// use gateway::InterceptorLayer;
/// use gateway::tonic::{Request, Status};
///
/// fn check(request: Request<()>) -> Result<Request<()>, Status> {
///     match request.metadata().get("authorization") {
///         Some(token) if token == "Bearer secret" => Ok(request),
///         _ => Err(Status::unauthenticated("no valid token")),
///     }
/// }
///
/// # use gateway::axum::Router;
/// # let (http, grpc) = (Router::<()>::new(), Router::<()>::new());
/// let app = http.merge(grpc).layer(InterceptorLayer::new(check));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct InterceptorLayer<I> {
    interceptor: I,
}

impl<I: Interceptor + Clone> InterceptorLayer<I> {
    /// Runs this interceptor.
    pub fn new(interceptor: I) -> Self {
        Self { interceptor }
    }
}

impl<I: Clone, S> Layer<S> for InterceptorLayer<I> {
    type Service = InterceptorService<I, S>;

    fn layer(&self, inner: S) -> Self::Service {
        InterceptorService {
            interceptor: self.interceptor.clone(),
            inner,
        }
    }
}

/// What [`InterceptorLayer`] makes of a service.
#[derive(Clone, Copy, Debug)]
pub struct InterceptorService<I, S> {
    interceptor: I,
    inner: S,
}

impl<I, S> Service<Request<Body>> for InterceptorService<I, S>
where
    I: Interceptor,
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let is_grpc = is_grpc(&request);
        match intercept(&mut self.interceptor, request) {
            Ok(request) => Box::pin(self.inner.call(request)),
            Err(status) => Box::pin(async move { Ok(refusal(status, is_grpc)) }),
        }
    }
}

fn is_grpc(request: &Request<Body>) -> bool {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    content_type.is_some_and(|found| found.as_bytes().starts_with(b"application/grpc"))
}

fn intercept(
    interceptor: &mut impl Interceptor,
    request: Request<Body>,
) -> Result<Request<Body>, Status> {
    let (mut parts, body) = request.into_parts();
    let metadata = MetadataMap::from_headers(std::mem::take(&mut parts.headers));
    let extensions = std::mem::take(&mut parts.extensions);
    let request = tonic::Request::from_parts(metadata, extensions, ());
    let (metadata, extensions, ()) = super::run(interceptor, request)?.into_parts();
    parts.headers = metadata.into_headers();
    parts.extensions = extensions;
    Ok(Request::from_parts(parts, body))
}

fn refusal(status: Status, is_grpc: bool) -> Response<Body> {
    if is_grpc {
        return status.into_http();
    }
    front::finished(write::error(status.into(), &Settings::default()))
}
