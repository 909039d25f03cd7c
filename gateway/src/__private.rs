//! The items that code written by `#[gateway]` and `gateway-build` refers to. They may change with every release.

#[cfg(feature = "server")]
pub use crate::check::{
    check_agreement, check_alias, check_body, check_empty, check_event, check_forms, check_id,
    check_ignored, check_method, check_path, check_proto, check_response_body, check_resume,
    find_methods,
};
#[cfg(feature = "server")]
pub use crate::schema::Table;
pub use crate::schema::{Binding, BodyBinding, FrameFormat, QueryFields, SseFields, StreamForms};
#[cfg(feature = "server")]
pub use crate::schema::{NO_BINDING, proto_bindings, proto_bindings_with};
pub use crate::schema::{Segment, Template, Variable};
#[cfg(feature = "server")]
pub use tonic_prost::ProstCodec;

/// The items that the impls of serde's traits refer to.
#[cfg(feature = "serde")]
pub mod serde {
    pub use crate::serde::{
        Deserialize, Deserializer, Serialize, Serializer, deserialize_enum, deserialize_message,
        serialize_enum, serialize_message,
    };
}
