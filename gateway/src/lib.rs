//! gateway

#[cfg(feature = "server")]
mod binding;
pub mod json;
mod message;
#[cfg(feature = "server")]
mod router;
mod service;
#[cfg(feature = "server")]
mod template;

#[doc(hidden)]
#[path = "__private.rs"]
pub mod __private;

#[cfg(feature = "server")]
pub use crate::router::{BoxFuture, Routes, router};
#[cfg(feature = "server")]
pub use crate::service::Service;
pub use crate::message::{Cardinality, EnumDescriptor, Field, FieldKind, MapKey, Message, MessageDescriptor};
pub use crate::service::{DescribedService, Kind, MethodDescriptor, ServiceDescriptor};
pub use prost;
pub use prost_types;
#[cfg(feature = "server")]
pub use {axum, tonic};
