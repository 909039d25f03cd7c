//! The libraries that are measured, behind one trait.

pub mod gateway;
pub mod pbjson;
pub mod reflect;
pub mod serde;

use std::fmt;

/// A library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// This project.
    Gateway,
    /// pbjson, with what pbjson-build generates.
    Pbjson,
    /// A plain derive of serde. Its JSON is no ProtoJSON: it shows what less work costs.
    Serde,
    /// prost-reflect's dynamic messages.
    Reflect,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Gateway, Self::Pbjson, Self::Serde, Self::Reflect];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gateway => "gateway",
            Self::Pbjson => "pbjson",
            Self::Serde => "serde",
            Self::Reflect => "prost-reflect",
        })
    }
}

/// One message in the hands of one library.
pub trait Subject {
    /// Writes the message into a buffer that has grown to its size before.
    fn write(&mut self) -> &[u8];

    /// Reads the JSON into a new message, and drops it.
    fn read(&self, json: &[u8]);

    /// The message that the JSON is, in protobuf's binary form.
    fn transcode(&self, json: &[u8]) -> Vec<u8>;
}
