//! The impls of serde: ProtoJSON, whatever the format is.

use serde::Deserialize;
use serde::de::value::{BytesDeserializer, Error, MapDeserializer};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::settings::all;

/// The text read and written by serde_json, and by way of its `Value`.
fn same<M: serde::Serialize + serde::de::DeserializeOwned>(text: &str) {
    let message: M = serde_json::from_str(text).expect(text);
    assert_eq!(serde_json::to_string(&message).expect(text), text);
    let value: serde_json::Value = serde_json::from_str(text).expect(text);
    let message: M = serde_json::from_value(value.clone()).expect(text);
    assert_eq!(serde_json::to_value(&message).expect(text), value);
}

#[test]
fn messages_are_in_proto_json() {
    same::<all::Scalars>(
        r#"{"double":0.1,"float":0.1,"int32":-1,"int64":"-1","uint64":"18446744073709551615","bool":true,"string":"ä\n","bytes":"YQ==","color":"COLOR_BLUE"}"#,
    );
    same::<all::Scalars>(r#"{"double":1.7976931348623157e+308,"float":"Infinity"}"#);
    same::<all::Maps>(r#"{"int64":{"-1":"YQ=="},"bool":{"false":true},"trees":{"a":{"left":{}}}}"#);
    same::<all::Choice>(r#"{"scalars":{}}"#);
    same::<all::WellKnown>(
        r#"{"timestamp":"2000-01-01T00:00:00Z","duration":"1.500s","empty":{}}"#,
    );
    same::<all::Anything>(r#"{"struct":{"a":[1,null,"b"]},"value":null,"nulls":[null]}"#);
    same::<all::outer::Inner>(r#"{"level":"LEVEL_HIGH","inner":{}}"#);
}

#[test]
fn messages_are_parts_of_other_types() {
    same::<Vec<Option<all::Branch>>>(r#"[{"tree":{"name":"a"}},null]"#);
    same::<(all::Color, all::Empty)>(r#"["COLOR_RED",{}]"#);
}

#[test]
fn enums_are_names_and_are_read_from_numbers() {
    let read = |text| serde_json::from_str::<all::Color>(text).map_err(|error| error.to_string());
    for (text, expected) in [
        (r#""COLOR_CRIMSON""#, Ok(all::Color::ColorRed)),
        ("-2", Ok(all::Color::ColorBlue)),
        ("1", Ok(all::Color::ColorRed)),
        (
            "3",
            Err(
                "invalid value: integer `3`, expected a value of `all.v1.Color` at line 1 column 1",
            ),
        ),
        (
            r#""RED""#,
            Err(
                "invalid value: string \"RED\", expected a value of `all.v1.Color` at line 1 column 5",
            ),
        ),
        (
            "[]",
            Err("invalid type: sequence, expected a value of `all.v1.Color` at line 1 column 2"),
        ),
    ] {
        assert_eq!(read(text), expected.map_err(str::to_owned), "{text}");
    }
}

#[test]
fn errors_name_the_field() {
    let read = |text| {
        serde_json::from_str::<all::Tree>(text)
            .unwrap_err()
            .to_string()
    };
    for (text, expected) in [
        (
            r#"{"children":[{"name":1}]}"#,
            "children[0].name: expected a string, got 1",
        ),
        (r#"{"name":"a","name":"b"}"#, "name: given more than once"),
        ("[]", "expected an object, got an array"),
        ("{", "EOF while parsing an object at line 1 column 1"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
    let year = prost_types::Timestamp {
        seconds: i64::MAX,
        nanos: 0,
    };
    let message = all::WellKnown {
        timestamp: Some(Box::new(year)),
        ..Default::default()
    };
    assert!(
        serde_json::to_string(&message)
            .unwrap_err()
            .to_string()
            .starts_with("timestamp: ")
    );
}

#[test]
fn values_that_json_lacks_have_their_form_in_it() {
    let floats = [("double", f64::NAN), ("float", f64::NEG_INFINITY)].into_iter();
    let scalars = all::Scalars::deserialize(MapDeserializer::<_, Error>::new(floats)).unwrap();
    assert!(scalars.double.is_nan() && scalars.float == f32::NEG_INFINITY);
    let bytes = [("bytes", BytesDeserializer::<Error>::new(b"\xff\x00"))];
    let scalars = all::Scalars::deserialize(MapDeserializer::new(bytes.into_iter())).unwrap();
    assert_eq!(&scalars.bytes[..], b"\xff\x00");
    let keys = MapDeserializer::<_, Error>::new([(-1_i32, 2_i64)].into_iter());
    let maps = all::Maps::deserialize(MapDeserializer::new([("int32", keys)].into_iter())).unwrap();
    assert_eq!(maps.int32, [(-1, 2)].into());
}

/// So serde_json gives them where its feature `arbitrary_precision` is on.
#[test]
fn numbers_may_be_maps_of_their_text() {
    let number = |text: &str| serde_json::json!({"$serde_json::private::Number": text});
    let read = |field: &str, text| {
        serde_json::from_value::<all::Scalars>(serde_json::json!({field: number(text)}))
    };
    assert_eq!(read("double", "1.5e3").unwrap().double, 1500.0);
    assert_eq!(read("int32", "7.0").unwrap().int32, 7);
    assert_eq!(
        read("double", "1e999").unwrap_err().to_string(),
        r#"double: expected a number in the range of a double, got "1e999""#
    );
    let value: all::Anything =
        serde_json::from_value(serde_json::json!({"value": [number("0.5")]})).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"value":[0.5]}"#);
}

/// A list in a list, and so on.
struct Endless;

impl<'de> Deserializer<'de> for Endless {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> SeqAccess<'de> for Endless {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        seed.deserialize(Self).map(Some)
    }
}

#[test]
fn depth_has_a_bound() {
    let error = all::Tree::deserialize(Endless).unwrap_err();
    assert_eq!(error.to_string(), "the value is nested too deeply");
}
