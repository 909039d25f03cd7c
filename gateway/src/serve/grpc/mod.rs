//! gRPC servers of tonic, on the same port.

mod honest_body;

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::Request;
use axum::response::IntoResponse;
use tonic::server::NamedService;
use tower_service::Service;

use self::honest_body::HonestBody;

/// Serves a tonic server, such as `ChatServer::new(service)`, over gRPC.
///
/// The router has `/package.Service/…` and nothing else. tonic's own router has a fallback for all other paths, which
/// would replace the 404 of the router that it is merged with.
///
/// If a client cancels a call in the middle of its messages, the request stream fails with `ABORTED`. tonic alone would
/// end the stream without an error, and the handler would mistake half of an upload for all of it.
pub fn router<S>(server: S) -> axum::Router
where
    S: Service<Request<Body>, Error = Infallible> + NamedService + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    axum::Router::new().route_service(&format!("/{}/{{*method}}", S::NAME), Honest(server))
}

/// A server whose request bodies report a cancellation as an error.
#[derive(Clone)]
struct Honest<S>(S);

impl<S> Service<Request<Body>> for Honest<S>
where
    S: Service<Request<Body>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> S::Future {
        self.0.call(request.map(|body| Body::new(HonestBody(body))))
    }
}
