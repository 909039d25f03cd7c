//! Items that generated code refers to. They may change with every release.

/// The protobuf types.
pub mod codec {
    pub use crate::json::codec::{
        Bool, Bytes, Codec, Double, EnumValue, Float, Int32, Int64, Message, NullValue, String,
        Uint32, Uint64,
    };
}

/// The functions that write fields.
pub mod write {
    pub use crate::json::write::{
        entries, list, map, member, nullable, optional, repeated, singular, value,
    };
}

/// The functions that read fields.
pub mod read {
    pub use crate::json::read::{map, member, optional, repeated, replace, singular};
}

pub use super::codec::Enum;
pub use super::key::Key;
pub use super::types::types_of;
pub use crate::schema::WireEncoding;
