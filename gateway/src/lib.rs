#![doc = include_str!("docs/crate.md")]

// What `gateway-build` has generated for `rpc` names `::gateway`.
extern crate self as gateway;

#[cfg(feature = "server")]
mod admission;
#[cfg(feature = "server")]
mod attach;
#[cfg(feature = "server")]
mod bind;
// Only a router reads what a binding holds.
#[cfg_attr(not(feature = "server"), allow(dead_code))]
mod binding;
#[cfg(feature = "server")]
mod call;
#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod deadline;
#[cfg(feature = "server")]
mod dispatch;
#[cfg(feature = "server")]
mod drain;
#[cfg(feature = "server")]
mod end_reason;
#[cfg(feature = "server")]
mod endpoint;
#[cfg(feature = "server")]
mod error;
#[cfg(feature = "server")]
mod exchange;
#[cfg(feature = "server")]
mod forward;
#[cfg(feature = "server")]
mod front;
#[cfg(feature = "server")]
pub mod grpc;
#[cfg(feature = "server")]
mod handler;
#[cfg(feature = "server")]
mod head;
#[cfg(feature = "server")]
mod hook;
#[cfg(feature = "server")]
mod inbound;
#[cfg(feature = "server")]
mod interceptor;
pub mod json;
#[cfg(feature = "server")]
mod limits;
#[cfg(feature = "server")]
mod matched_template;
mod memory;
mod message;
#[cfg(feature = "server")]
mod message_reader;
#[cfg(feature = "server")]
mod metadata;
#[cfg(feature = "server")]
#[doc = include_str!("docs/migration.md")]
pub mod migration {
    #[doc = include_str!("docs/migration/grpc_api_gateway.md")]
    pub mod grpc_api_gateway {}
    #[doc = include_str!("docs/migration/servicekit.md")]
    pub mod servicekit {}
}
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(feature = "server")]
mod mount;
#[cfg(feature = "server")]
mod negotiate;
#[cfg(feature = "server")]
mod observe;
#[cfg(feature = "server")]
mod origin;
#[cfg(feature = "server")]
mod payload;
#[cfg(feature = "server")]
mod peer;
#[cfg(feature = "server")]
mod produce;
mod raw_body;
#[cfg(feature = "server")]
mod reaper;
#[cfg(feature = "server")]
#[doc = include_str!("docs/recipes.md")]
pub mod recipes {}
#[cfg(feature = "server")]
mod record;
#[cfg(feature = "server")]
mod reply;
#[cfg(feature = "server")]
mod route;
#[cfg(feature = "server")]
mod router;
#[cfg(feature = "server")]
mod routes;
mod rpc;
#[cfg(feature = "server")]
#[doc = include_str!("docs/security.md")]
pub mod security {}
#[cfg(feature = "server")]
mod seldom;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "server")]
mod serve;
mod service;
#[cfg(feature = "server")]
mod settings;
#[cfg(feature = "server")]
mod table;
mod template;
#[cfg(feature = "server")]
#[doc = include_str!("docs/streams.md")]
pub mod streams {}
#[cfg(feature = "server")]
mod tokens;
#[cfg(feature = "server")]
mod upload;
#[cfg(feature = "server")]
pub mod websocket;
#[cfg(feature = "server")]
mod write;

// Where the macros are, theirs knows what there is to include.
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

pub use crate::message::{
    Cardinality, EnumDescriptor, Field, FieldKind, MapKey, Message, MessageDescriptor,
};
#[cfg(feature = "metrics")]
pub use crate::metrics::Metrics;
pub use crate::raw_body::HttpBody;
pub use crate::rpc::RpcStatus;
pub use crate::service::{DescribedService, Kind, MethodDescriptor, ServiceDescriptor};
#[cfg(feature = "server")]
pub use crate::{
    attach::GatewayService,
    binding::{Forms, MessageForm, SseFields},
    deadline::Deadline,
    end_reason::EndReason,
    error::ErrorShape,
    forward::{Forward, ForwardedRequests, forward_requests},
    handler::{Handler, HandlerService, bidi_streaming, client_streaming, server_streaming, unary},
    interceptor::{InterceptorLayer, InterceptorService},
    limits::Limits,
    matched_template::MatchedTemplate,
    metadata::Metadata,
    negotiate::Form,
    observe::{CallEnd, CallInfo, Observer},
    produce::{MessageSender, Produced, produce},
    router::{BoxFuture, BuildError, Gateway, router},
    routes::{Routes, ServiceRoutes},
    serve::{Serve, serve},
    service::Service,
    settings::{Chunked, Sse, SseEvent, WebSocket, WebSocketEnd},
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
