//! What holds for every input.

use bytes::BytesMut;
use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions, Types, UnknownFields};
use gateway::prost_types::Any;

#[allow(missing_docs)]
pub mod all {
    gateway::include_proto!("all.v1");
}

#[allow(missing_docs)]
pub mod any {
    pub mod v1 {
        gateway::include_proto!("any.v1");
    }
    pub mod other {
        pub mod v1 {
            gateway::include_proto!("any.other.v1");
        }
    }
}

fn types() -> Types {
    Types::default().with(&all::TYPES).with(&any::v1::TYPES)
}

/// Reads a text in one of several ways.
pub fn read<M: Message>(text: &[u8], way: u8) -> Option<M> {
    let unknown_fields = match way % 3 {
        0 => UnknownFields::Ignore,
        1 => UnknownFields::Reject,
        _ => UnknownFields::IgnoreAll,
    };
    let options = ReadOptions::DEFAULT
        .unknown_fields(unknown_fields)
        .types(types());
    let mut message = M::default();
    json::read(&mut message, text, &options).ok()?;
    Some(message)
}

/// Writes a message in one of several ways; `None` if it has no JSON form.
pub fn write<M: Message>(message: &M, way: u8) -> Option<BytesMut> {
    let options = JsonOptions::DEFAULT
        .emit_defaults(way & 1 != 0)
        .enum_numbers(way & 2 != 0)
        .proto_names(way & 4 != 0)
        .types(types());
    let mut out = BytesMut::new();
    json::write(message, &mut out, &options).ok()?;
    Some(out)
}

/// What is written can be read, and is written again as it was.
pub fn check_round_trip<M: Message>(message: &M, way: u8) {
    let Some(text) = write(message, way) else {
        return;
    };
    let again = read::<M>(&text, 1).and_then(|message| write(&message, way));
    assert_eq!(again.as_ref(), Some(&text), "{}", text.escape_ascii());
}

/// An `Any` that holds these bytes, which goes by the table of the message, is in JSON what the message is.
pub fn check_described<M: Message>(bytes: &[u8], message: &M, way: u8) {
    let any = Any {
        type_url: format!("x/{}", M::DESCRIPTOR.name()),
        value: bytes.to_vec(),
    };
    // Some versions of prost take an entry of a map in another wire type.
    let Some(described) = write(&any, way) else {
        return;
    };
    let head = format!(r#"{{"@type":"{}""#, any.type_url);
    let members = described.strip_prefix(head.as_bytes());
    let members = members.map(|members| members.strip_prefix(b",").unwrap_or(members));
    let generated = write(message, way);
    let expected = generated.as_ref().and_then(|text| text.get(1..));
    assert_eq!(members, expected, "{}", described.escape_ascii());
}

/// Calls a function of one type argument for the message that this number stands for.
#[macro_export]
macro_rules! with_message {
    ($number:expr, $function:ident($($argument:expr),*)) => {{
        use $crate::all::*;
        match $number % 10 {
            0 => $function::<Scalars>($($argument),*),
            1 => $function::<Optionals>($($argument),*),
            2 => $function::<Repeated>($($argument),*),
            3 => $function::<Maps>($($argument),*),
            4 => $function::<Tree>($($argument),*),
            5 => $function::<Choice>($($argument),*),
            6 => $function::<WellKnown>($($argument),*),
            7 => $function::<Wrappers>($($argument),*),
            8 => $function::<Anything>($($argument),*),
            _ => $function::<$crate::any::v1::Holder>($($argument),*),
        }
    }};
}
