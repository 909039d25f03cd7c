//! The two ways to the JSON of a message say the same: the code that is generated for it, and its description, which
//! an `Any` has to do with.

use std::cell::Cell;

use gateway::json::{JsonOptions, ReadOptions, Types, UnknownFields};
use gateway::{Cardinality, Message};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use prost::Message as _;
use prost_types::Any;

use super::documents::{self, Choices};
use super::{parse, written};
use crate::build::settings::all;

#[allow(unreachable_pub)]
mod encodings {
    include!(concat!(env!("OUT_DIR"), "/encodings/encodings.v1.rs"));
}

fn types() -> Types {
    Types::default().with(&all::TYPES).with(&encodings::TYPES)
}

fn type_url<M: Message>() -> String {
    format!("x/{}", M::DESCRIPTOR.name())
}

fn reading(way: u8) -> ReadOptions {
    let unknown_fields = match way % 3 {
        0 => UnknownFields::Ignore,
        1 => UnknownFields::Reject,
        _ => UnknownFields::IgnoreAll,
    };
    ReadOptions::DEFAULT
        .unknown_fields(unknown_fields)
        .types(types())
}

fn writing(way: u8) -> JsonOptions {
    JsonOptions::DEFAULT
        .emit_defaults(way & 1 != 0)
        .enum_numbers(way & 2 != 0)
        .proto_names(way & 4 != 0)
        .types(types())
}

/// The object with the type among its members.
fn with_type<M: Message>(members: &str) -> String {
    let comma = if members == "{}" { "" } else { "," };
    let members = members.strip_prefix('{').unwrap();
    format!(r#"{{"@type":"{}"{comma}{members}"#, type_url::<M>())
}

/// An error without its place, which the type has moved.
fn without_place(error: String) -> String {
    match error.rsplit_once(" (byte ") {
        Some((what, _)) => what.to_owned(),
        None => error,
    }
}

/// What the bytes are as JSON.
fn check_bytes<M: Message>(value: Vec<u8>, way: u8) -> Result<(), TestCaseError> {
    let options = writing(way);
    let any = Any {
        type_url: type_url::<M>(),
        value,
    };
    let described = written(&any, &options);
    let generated = match M::decode(any.value.as_slice()) {
        Ok(message) => written(&message, &options),
        Err(_) => {
            "a `google.protobuf.Any` does not hold the message that its type names".to_owned()
        }
    };
    if generated.starts_with('{') {
        prop_assert_eq!(described, with_type::<M>(&generated), "{:x?}", any.value);
    } else {
        prop_assert_eq!(described, generated, "{:x?}", any.value);
    }
    Ok(())
}

/// What the document is as a message, if it fits.
fn check_document<M: Message>(text: &str, way: u8) -> Result<Option<M>, TestCaseError> {
    let options = reading(way);
    let generated = parse::<M>(text, &options).map_err(without_place);
    let described = parse::<Any>(with_type::<M>(text), &options).map_err(without_place);
    match (generated, described) {
        (Ok(generated), Ok(any)) => {
            let described = M::decode(any.value.as_slice()).unwrap();
            let [generated_text, described_text] =
                [&generated, &described].map(|message| written(message, &writing(0)));
            prop_assert_eq!(described_text, generated_text, "{}", text);
            Ok(Some(generated))
        }
        (Err(generated), Err(described)) => {
            prop_assert_eq!(described, generated, "{}", text);
            Ok(None)
        }
        (generated, described) => {
            let (generated, described) = (generated.map(drop), described.map(drop));
            let what = format!("{text}: {generated:?}, but described {described:?}");
            Err(TestCaseError::fail(what))
        }
    }
}

/// How to spoil bytes: where they are cut, and which of them is changed.
#[derive(Clone, Copy, Debug)]
struct Noise {
    length: usize,
    place: usize,
    byte: u8,
}

fn noise() -> impl Strategy<Value = Noise> {
    (0..400_usize, 0..400_usize, any::<u8>()).prop_map(|(length, place, byte)| Noise {
        length,
        place,
        byte,
    })
}

/// Checks documents for `M`, the bytes of what they are, and the same bytes as an `Other`. Says how many documents fit.
fn check<M: Message, Other: Message>(
    choices: &[u8],
    way: u8,
    noise: Noise,
) -> Result<usize, TestCaseError> {
    let (one, other) = choices.split_at(choices.len() / 2);
    let read = |choices: &[u8]| {
        let text = documents::message(&mut Choices(choices.iter()), M::DESCRIPTOR, 0);
        check_document::<M>(&text, way)
    };
    let messages = [read(one)?, read(other)?, read(choices)?];
    // One behind the other they are merged.
    let mut bytes = Vec::new();
    for message in messages.iter().flatten() {
        message.encode(&mut bytes).unwrap();
        check_bytes::<M>(bytes.clone(), way)?;
    }
    if !has_maps::<Other>() {
        check_bytes::<Other>(bytes.clone(), way)?;
    }
    bytes.truncate(noise.length);
    check_bytes::<M>(bytes.clone(), way)?;
    if let Some(byte) = bytes.get_mut(noise.place).filter(|_| !has_maps::<M>()) {
        *byte = noise.byte;
        check_bytes::<M>(bytes, way)?;
    }
    Ok(messages.iter().flatten().count())
}

/// Whether there are entries that may not be of the wire type that they should be, which prost did not always look at.
fn has_maps<M: Message>() -> bool {
    let mut fields = M::DESCRIPTOR.fields().iter();
    fields.any(|field| matches!(field.cardinality(), Cardinality::Map(_)))
}

fn agree<M: Message, Other: Message>() {
    let cases = 500;
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let choices = proptest::collection::vec(any::<u8>(), 0..160);
    let fitting = Cell::new(0);
    let outcome = runner.run(&(choices, any::<u8>(), noise()), |(choices, way, noise)| {
        fitting.set(fitting.get() + check::<M, Other>(&choices, way, noise)?);
        Ok(())
    });
    let name = M::DESCRIPTOR.name();
    outcome.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let fitting = fitting.get();
    assert!(
        fitting > cases as usize / 5,
        "{name}: {fitting} documents fit in {cases} cases"
    );
}

#[test]
fn both_go_as_deep() {
    let tree = |depth| {
        (1..depth).fold(all::Tree::default(), |tree, _| all::Tree {
            left: Some(Box::new(tree)),
            ..Default::default()
        })
    };
    let text = |depth: usize| format!("{}{{}}{}", r#"{"left":"#.repeat(depth), "}".repeat(depth));
    for depth in [1, 98, 99, 100, 101, 102, 103, 500] {
        check_bytes::<all::Tree>(tree(depth).encode_to_vec(), 0).unwrap();
        check_document::<all::Tree>(&text(depth), 0).unwrap();
    }
}

#[test]
fn what_requires_itself_has_no_end() {
    let endless = Any {
        type_url: "x/encodings.v1.Endless".to_owned(),
        value: Vec::new(),
    };
    let error = "left: objects and arrays are nested too deep";
    assert_eq!(written(&endless, &writing(0)), error);
}

#[test]
fn messages_of_proto3_agree() {
    agree::<all::Scalars, all::Optionals>();
    agree::<all::Optionals, all::Scalars>();
    agree::<all::Repeated, encodings::Lists>();
    agree::<all::Maps, all::Repeated>();
    agree::<all::Tree, all::Branch>();
    agree::<all::Choice, all::Outer>();
    agree::<all::WellKnown, all::Wrappers>();
    agree::<all::Wrappers, all::WellKnown>();
    agree::<all::Names, encodings::Mandatory>();
    agree::<all::Outer, all::Tree>();
    agree::<all::Anything, all::Empty>();
    agree::<all::Crowd, all::Tree>();
}

#[test]
fn messages_of_proto2_agree() {
    agree::<encodings::Lists, all::Repeated>();
    agree::<encodings::Maps, encodings::Lists>();
    agree::<encodings::Groups, all::Choice>();
    agree::<encodings::Held, encodings::Groups>();
    agree::<encodings::Mandatory, all::Names>();
}
