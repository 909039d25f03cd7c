#![doc = include_str!("docs/crate.md")]

// The code that `gateway-build` has generated for `google.rpc` refers to `::gateway`.
extern crate self as gateway;

#[cfg(feature = "server")]
mod bind;
#[cfg(feature = "server")]
mod call;
#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod error;
#[cfg(feature = "server")]
mod exchange;
#[cfg(feature = "server")]
mod forward;
#[cfg(feature = "server")]
mod future;
pub mod json;
mod memory;
#[cfg(feature = "server")]
mod negotiate;
#[cfg(feature = "server")]
mod observe;
#[cfg(feature = "server")]
mod receive;
#[cfg(feature = "server")]
mod reply;
#[cfg(feature = "server")]
mod route;
#[cfg(feature = "server")]
mod router;
mod schema;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "server")]
mod serve;
#[cfg(feature = "server")]
mod session;
#[cfg(feature = "server")]
mod settings;
#[cfg(feature = "server")]
mod shutdown;
#[cfg(feature = "server")]
pub mod websocket;
#[cfg(feature = "server")]
mod write;

#[cfg(feature = "server")]
#[doc = include_str!("docs/migration.md")]
pub mod migration {
    #[doc = include_str!("docs/migration/grpc_api_gateway.md")]
    pub mod grpc_api_gateway {}
    #[doc = include_str!("docs/migration/servicekit.md")]
    pub mod servicekit {}
}
#[cfg(feature = "server")]
#[doc = include_str!("docs/recipes.md")]
pub mod recipes {}
#[cfg(feature = "server")]
#[doc = include_str!("docs/security.md")]
pub mod security {}
#[cfg(feature = "server")]
#[doc = include_str!("docs/streams.md")]
pub mod streams {}

// With the feature `server`, the macro of `gateway_macros` takes its place and knows which files there are to include.
#[cfg(not(feature = "server"))]
#[doc = include_str!("docs/include_proto.md")]
#[macro_export]
macro_rules! include_proto {
    ($package:literal) => {
        include!(concat!(
            env!(
                "OUT_DIR",
                "this crate has no `build.rs`, which compiles .proto files"
            ),
            "/",
            $package,
            ".rs"
        ));
    };
}

#[doc(hidden)]
#[path = "__private.rs"]
pub mod __private;

pub use crate::json::{HttpBody, Message, RpcStatus};
#[cfg(feature = "metrics")]
pub use crate::observe::Metrics;
pub use crate::schema::{
    Cardinality, DescribedService, EnumDescriptor, Field, FieldKind, MapKey, MessageDescriptor,
    MethodDescriptor, RpcKind, ServiceDescriptor,
};
#[cfg(feature = "server")]
pub use crate::serve::grpc;
#[cfg(feature = "server")]
pub use crate::{
    call::{Deadline, Metadata},
    error::{EndReason, ErrorShape},
    exchange::MatchedTemplate,
    forward::{Forward, ForwardedRequests, forward_requests},
    future::BoxFuture,
    observe::{CallEnd, CallInfo, Observer},
    reply::{MessageSender, Produced, produce},
    router::{
        BuildError, Gateway, GatewayService, Handler, HandlerService, InterceptorLayer,
        InterceptorService, Routes, Service, ServiceRoutes, bidi_streaming, client_streaming,
        router, server_streaming, unary,
    },
    schema::{Form, FrameFormat, SseFields, StreamForms},
    serve::{Serve, serve},
    settings::{Chunked, Limits, Sse, SseEvent, WebSocket, WebSocketEnd},
};
#[cfg(feature = "server")]
#[doc = include_str!("docs/gateway.md")]
pub use gateway_macros::gateway;
#[cfg(feature = "server")]
#[doc = include_str!("docs/http.md")]
pub use gateway_macros::http;
#[cfg(feature = "server")]
#[doc = include_str!("docs/include_proto.md")]
pub use gateway_macros::include_proto;
pub use prost;
pub use prost_types;
#[cfg(feature = "server")]
pub use {axum, tonic};
