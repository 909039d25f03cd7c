//! A gateway without axum routes: as a tower service, and behind another router.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::handler::HandlerWithoutStateExt as _;
use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use super::dispatch::Dispatch;
use crate::future::BoxFuture;

/// A gateway as a tower [`Service`], which answers every request, and unknown paths with 404.
///
/// [`Gateway::build_service`](crate::Gateway::build_service) creates it. Clones share all state.
#[derive(Clone, Debug)]
pub struct GatewayService {
    dispatch: Arc<Dispatch>,
}

impl GatewayService {
    pub(crate) fn new(dispatch: Dispatch) -> Self {
        Self {
            dispatch: Arc::new(dispatch),
        }
    }

    /// Puts the gateway behind the routes of `app` and before its fallback.
    pub(crate) fn behind(self, app: Router) -> Router {
        let own = app.clone();
        let fallback = move |request: Request<Body>| async move {
            if self.dispatch.knows(&request) {
                self.dispatch.answer(request).await
            } else {
                let Ok(response) = own.clone().call(request).await;
                response
            }
        };
        app.method_not_allowed_fallback(fallback.clone())
            .fallback_service(fallback.into_service())
    }
}

impl<B> Service<Request<B>> for GatewayService
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
        let dispatch = Arc::clone(&self.dispatch);
        Box::pin(async move { Ok(dispatch.answer(request.map(Body::new)).await) })
    }
}
