//! What generated code names. It may change with every release.

/// The protobuf types.
pub mod codec {
    pub use crate::json::codec::{
        Bool, Bytes, Codec, Double, EnumValue, Float, Int32, Int64, Message, NullValue, String,
        Uint32, Uint64,
    };
}

/// Fields as they are written.
pub mod write {
    pub use crate::json::write::{
        entries, list, map, member, nullable, optional, repeated, singular, value,
    };
}

/// Fields as they are read.
pub mod read {
    pub use crate::json::read::{map, member, optional, repeated, replace, singular};
}

pub use crate::json::codec::Enum;
pub use crate::json::key::Key;
pub use crate::json::types::types_of;
pub use crate::message::Encoding;
