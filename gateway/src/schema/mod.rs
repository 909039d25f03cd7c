//! Describes services as constant data: messages, methods, bindings and path templates. Generated code consists of it;
//! compile-time checks and the stages of a request read it.

// Only a router reads the contents of a binding.
#[cfg_attr(not(feature = "server"), allow(dead_code))]
mod binding;
mod encoding;
mod field;
#[cfg(feature = "server")]
mod form;
mod message;
#[cfg(feature = "server")]
pub(crate) mod names;
mod package;
#[cfg(feature = "server")]
mod proto_bindings;
mod service;
#[cfg(feature = "server")]
mod table;
mod template;

#[cfg(feature = "server")]
pub(crate) use self::binding::MAX_BODY_DEPTH;
pub use self::binding::{Binding, BodyBinding, FrameFormat, QueryFields, SseFields, StreamForms};
pub use self::encoding::WireEncoding;
#[cfg(feature = "server")]
pub(crate) use self::field::has_scalar;
pub use self::field::{Cardinality, Field, FieldKind, MapKey};
#[cfg(feature = "server")]
pub use self::form::Form;
pub use self::message::{EnumDescriptor, MessageDescriptor};
pub use self::package::PackageTypes;
#[cfg(feature = "server")]
pub use self::proto_bindings::{NO_BINDING, proto_bindings, proto_bindings_with};
pub use self::service::{DescribedService, MethodDescriptor, RpcKind, ServiceDescriptor};
#[cfg(feature = "server")]
pub use self::table::Table;
pub use self::template::{Segment, Template, Variable};
