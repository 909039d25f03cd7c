//! tonic's side of the same port.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use axum::response::IntoResponse;
use tonic::server::NamedService;
use tower_service::Service;

/// Serves a tonic server, such as `ChatServer::new(service)`, over gRPC.
///
/// It routes `/package.Service/…` and nothing else: tonic's own router has a fallback for all other paths, which would
/// answer the 404s of the router that it is merged with.
pub fn router<S>(server: S) -> axum::Router
where
    S: Service<Request<Body>, Error = Infallible> + NamedService + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    axum::Router::new().route_service(&format!("/{}/{{*method}}", S::NAME), server)
}
