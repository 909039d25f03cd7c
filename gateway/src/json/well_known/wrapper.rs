//! The wrappers as messages of their own. prost represents them as the values that they wrap. Fields that hold a
//! wrapper use the codec of the value.

use bytes::Bytes;

use crate::json::codec::{self, Codec};
use crate::json::{ReadError, Reader};
use crate::schema::{Cardinality, FieldKind};

macro_rules! wrapper {
    ($($type:ty, $codec:ident, $name:literal;)*) => {$(
        super::message!(
            $type,
            $name,
            as_text,
            <codec::$codec as Codec<$type>>::write,
            read::<codec::$codec, $type>,
            ["value" 1 Cardinality::Singular, FieldKind::$codec;]
        );
    )*};
}

wrapper! {
    bool, Bool, "google.protobuf.BoolValue";
    Bytes, Bytes, "google.protobuf.BytesValue";
    Vec<u8>, Bytes, "google.protobuf.BytesValue";
    f64, Double, "google.protobuf.DoubleValue";
    f32, Float, "google.protobuf.FloatValue";
    i32, Int32, "google.protobuf.Int32Value";
    i64, Int64, "google.protobuf.Int64Value";
    String, String, "google.protobuf.StringValue";
    u32, Uint32, "google.protobuf.UInt32Value";
    u64, Uint64, "google.protobuf.UInt64Value";
}

fn read<C: Codec<V>, V>(value: &mut V, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    C::read(value, reader).map(drop)
}
