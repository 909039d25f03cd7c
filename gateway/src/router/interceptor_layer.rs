//! [`InterceptorLayer`]: an interceptor before a whole router.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use http::{HeaderValue, Request, Response, header};
use tonic::Status;
use tonic::metadata::MetadataMap;
use tonic::service::Interceptor;
use tower_layer::Layer;
use tower_service::Service;

use super::gateway::Gateway;
use crate::call::interceptors;
use crate::call::peer;
use crate::exchange::answer;
use crate::future::BoxFuture;
use crate::settings::Settings;
use crate::write;

/// The content types of gRPC calls, without the encoding of their messages.
const GRPC_TYPES: [&str; 3] = [
    "application/grpc",
    "application/grpc-web",
    "application/grpc-web-text",
];

/// Runs a tonic interceptor before every request of a router: gRPC, JSON, streams, and the user's own routes.
///
/// A refusal has the form that the client expects: a gRPC status if the content type of the request is
/// `application/grpc` or `application/grpc-web`, otherwise the JSON of `google.rpc.Status` with its HTTP status, which
/// [`errors_of`](Self::errors_of) changes. Metadata that the interceptor adds becomes headers of the request, and its
/// extensions become extensions of the request.
///
/// The interceptor runs before the request has been routed, so there is no `tonic::GrpcMethod`. For rules that differ
/// between methods, give the same interceptor to both sides instead:
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
#[derive(Clone, Debug)]
#[must_use]
pub struct InterceptorLayer<I> {
    interceptor: I,
    settings: Arc<Settings>,
}

impl<I: Interceptor + Clone> InterceptorLayer<I> {
    /// Creates a layer that runs this interceptor.
    pub fn new(interceptor: I) -> Self {
        Self {
            interceptor,
            settings: Arc::default(),
        }
    }

    /// Writes refusals as this gateway writes its errors: in its [`ErrorShape`](crate::ErrorShape), with its
    /// [`Metadata`](crate::Metadata) mapping, and as changed by its [`on_error`](crate::Gateway::on_error).
    ///
    /// ```
    /// # use gateway::tonic::{Request, Status};
    /// # fn check(request: Request<()>) -> Result<Request<()>, Status> { Ok(request) }
    /// use gateway::{ErrorShape, Gateway, InterceptorLayer};
    ///
    /// let gateway = Gateway::new().error_shape(ErrorShape::Aip193);
    /// let layer = InterceptorLayer::new(check).errors_of(&gateway);
    /// let app = gateway.build()?.layer(layer);
    /// # Ok::<(), gateway::BuildError>(())
    /// ```
    pub fn errors_of(mut self, gateway: &Gateway) -> Self {
        self.settings = Arc::new(gateway.settings());
        self
    }
}

impl<I: Clone, S> Layer<S> for InterceptorLayer<I> {
    type Service = InterceptorService<I, S>;

    fn layer(&self, inner: S) -> Self::Service {
        InterceptorService {
            interceptor: self.interceptor.clone(),
            settings: Arc::clone(&self.settings),
            inner,
        }
    }
}

/// A service behind an interceptor, made by [`InterceptorLayer`].
#[derive(Clone, Debug)]
pub struct InterceptorService<I, S> {
    interceptor: I,
    settings: Arc<Settings>,
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
        let grpc = grpc_type(&request);
        match intercept(&mut self.interceptor, request) {
            Ok(request) => Box::pin(self.inner.call(request)),
            Err(status) => {
                let response = match grpc {
                    Some(content_type) => grpc_refusal(&status, content_type),
                    None => answer::with_nosniff(write::error(status.into(), &self.settings)),
                };
                Box::pin(async move { Ok(response) })
            }
        }
    }
}

/// Returns the content type of the response to a gRPC or gRPC-Web call; `None` for any other request.
fn grpc_type(request: &Request<Body>) -> Option<HeaderValue> {
    let asked = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let asked = asked.split([';', '+']).next()?.trim();
    GRPC_TYPES
        .into_iter()
        .find(|known| asked.eq_ignore_ascii_case(known))
        .map(HeaderValue::from_static)
}

fn intercept(
    interceptor: &mut impl Interceptor,
    request: Request<Body>,
) -> Result<Request<Body>, Status> {
    let (mut parts, body) = request.into_parts();
    let metadata = MetadataMap::from_headers(std::mem::take(&mut parts.headers));
    let mut extensions = std::mem::take(&mut parts.extensions);
    peer::show_to_tonic(&mut extensions);
    let request = tonic::Request::from_parts(metadata, extensions, ());
    let (metadata, extensions, ()) = interceptors::run(interceptor, request)?.into_parts();
    parts.headers = metadata.into_headers();
    parts.extensions = extensions;
    Ok(Request::from_parts(parts, body))
}

/// Writes a status without messages, which goes into the head of the response, in gRPC-Web too.
fn grpc_refusal(status: &Status, content_type: HeaderValue) -> Response<Body> {
    let mut response = status.clone().into_http();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}
