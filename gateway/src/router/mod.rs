//! The entry points: services and settings in, an [`axum::Router`] or a tower service out.

mod axum_paths;
mod dispatch;
mod gateway;
mod handler;
mod interceptor_layer;
mod routes;
mod service;
mod tower;

pub use self::gateway::{BuildError, Gateway, router};
pub use self::handler::{
    Handler, HandlerService, bidi_streaming, client_streaming, server_streaming, unary,
};
pub use self::interceptor_layer::{InterceptorLayer, InterceptorService};
pub use self::routes::{Routes, ServiceRoutes};
pub use self::service::Service;
pub use self::tower::GatewayService;
