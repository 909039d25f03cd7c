//! [`object`], which does for messages generated elsewhere by prost what `gateway-build` does for a user's messages.

/// Implements [`Message`](crate::json::Message) for a type with an ordinary JSON form. Each field is given by its Rust
/// name, which is also its proto name, its JSON name, its number, the function of `write` and `read`, and the type.
macro_rules! object {
    ($type:ty, $name:literal, { $($field:ident $json:literal $number:literal $shape:ident $kind:ident $(($of:ty))?;)* }) => {
        impl crate::json::Message for $type {
            const DESCRIPTOR: &'static crate::schema::MessageDescriptor =
                &crate::schema::MessageDescriptor::new($name, &[$(
                    crate::schema::Field::new(
                        stringify!($field),
                        $json,
                        $number,
                        crate::json::object::kind!($kind $($of)?),
                        crate::json::object::cardinality!($shape),
                    ),
                )*])
                .sized(size_of::<$type>());

            fn write(&self, writer: &mut crate::json::Writer<'_>) {
                let start = writer.begin_object();
                $(crate::json::__private::write::$shape::<crate::json::object::codec!($kind $($of)?), _>(
                    writer,
                    const {
                        &crate::json::__private::Key::new(
                            concat!(",\"", $json, "\":"),
                            concat!(",\"", stringify!($field), "\":"),
                        )
                    },
                    &self.$field,
                );)*
                writer.end_object(start);
            }

            fn write_field(&self, field: usize, writer: &mut crate::json::Writer<'_>) {
                match Self::DESCRIPTOR.fields().get(field).map(crate::schema::Field::number) {
                    $(Some($number) => {
                        type Codec = crate::json::object::codec!($kind $($of)?);
                        crate::json::object::write_value!($shape Codec, writer, self.$field);
                    })*
                    _ => {}
                }
            }

            fn read_field(
                &mut self,
                field: usize,
                reader: &mut crate::json::Reader<'_>,
            ) -> Result<(), crate::json::ReadError> {
                match Self::DESCRIPTOR.fields().get(field).map(crate::schema::Field::number) {
                    $(Some($number) => crate::json::__private::read::$shape::<
                        crate::json::object::codec!($kind $($of)?),
                        _,
                    >(reader, &mut self.$field),)*
                    _ => Ok(()),
                }
            }
        }
    };
}

macro_rules! kind {
    (Enum $of:ty) => {
        crate::schema::FieldKind::Enum(<$of as crate::json::__private::Enum>::DESCRIPTOR)
    };
    (Message $of:ty) => {
        crate::schema::FieldKind::Message(<$of as crate::json::Message>::DESCRIPTOR)
    };
    ($scalar:ident) => {
        crate::schema::FieldKind::$scalar
    };
}

macro_rules! codec {
    (Enum $of:ty) => { crate::json::__private::codec::EnumValue<$of> };
    (Message $of:ty) => { crate::json::__private::codec::Message };
    ($scalar:ident) => { crate::json::__private::codec::$scalar };
}

macro_rules! cardinality {
    (singular) => {
        crate::schema::Cardinality::Singular
    };
    (optional) => {
        crate::schema::Cardinality::Optional
    };
    (repeated) => {
        crate::schema::Cardinality::Repeated
    };
}

macro_rules! write_value {
    (singular $codec:ty, $writer:ident, $value:expr) => {
        crate::json::__private::write::value::<$codec, _>($writer, &$value)
    };
    (optional $codec:ty, $writer:ident, $value:expr) => {
        crate::json::__private::write::nullable::<$codec, _>($writer, $value.as_ref())
    };
    (repeated $codec:ty, $writer:ident, $value:expr) => {
        crate::json::__private::write::list::<$codec, _>($writer, &$value)
    };
}

pub(crate) use {cardinality, codec, kind, object, write_value};
