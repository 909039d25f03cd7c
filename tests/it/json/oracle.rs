//! What `prost-reflect` makes of the same documents, by way of descriptors and serde.

use std::cell::Cell;

use gateway::Message;
use gateway::json::{JsonOptions, ReadOptions, Types, UnknownFields};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DeserializeOptions, DynamicMessage, MessageDescriptor};
use serde_json::Value;
use tests::all::{
    Anything, Choice, FILE_DESCRIPTOR_SET, Maps, Optionals, Repeated, Scalars, TYPES, Tree,
    WellKnown, Wrappers,
};
use tests::any::v1::{self, Holder};
use tests::any::{other, stranger};

use super::documents::{self, Choices};
use super::{parse, written};

/// What describes the messages, and those that an `Any` holds here.
const PACKAGES: [&[u8]; 4] = [
    FILE_DESCRIPTOR_SET,
    v1::FILE_DESCRIPTOR_SET,
    other::v1::FILE_DESCRIPTOR_SET,
    stranger::v1::FILE_DESCRIPTOR_SET,
];

/// Where a message is described for the oracle.
fn descriptor<M: Message>() -> MessageDescriptor {
    let mut pool = DescriptorPool::new();
    for package in PACKAGES {
        pool.decode_file_descriptor_set(package).unwrap();
    }
    pool.get_message_by_name(M::DESCRIPTOR.name()).unwrap()
}

fn oracle(descriptor: &MessageDescriptor, text: &str) -> Result<DynamicMessage, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let read =
        DynamicMessage::deserialize_with_options(descriptor.clone(), &mut deserializer, &options);
    let message = read.map_err(|error| error.to_string())?;
    deserializer.end().map_err(|error| error.to_string())?;
    Ok(message)
}

/// The JSON without what two writers may say differently: the order of maps, and `1.0` for `1`.
fn normal(text: &str) -> Value {
    fn floats(value: &mut Value) {
        match value {
            Value::Number(number) => *value = number.as_f64().into(),
            Value::Array(values) => values.iter_mut().for_each(floats),
            Value::Object(values) => values.values_mut().for_each(floats),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    floats(&mut value);
    value
}

/// Whether both read the document; an error if they make something else of it.
fn compare<M: Message>(text: &str, descriptor: &MessageDescriptor) -> Result<bool, TestCaseError> {
    let types = Types::default().with(&TYPES).with(&v1::TYPES);
    let reading = ReadOptions::DEFAULT
        .unknown_fields(UnknownFields::Reject)
        .types(types.clone());
    let writing = JsonOptions::DEFAULT.types(types);
    match (parse::<M>(text, &reading), oracle(descriptor, text)) {
        (Err(_), Err(_)) => Ok(false),
        (Ok(ours), Ok(theirs)) => {
            let own = normal(&written(&ours, &writing));
            let read = M::decode(theirs.encode_to_vec().as_slice()).unwrap();
            prop_assert_eq!(
                &normal(&written(&read, &writing)),
                &own,
                "read from {}",
                text
            );
            let same = DynamicMessage::decode(descriptor.clone(), ours.encode_to_vec().as_slice());
            let theirs = serde_json::to_string(&same.unwrap()).unwrap();
            prop_assert_eq!(&normal(&theirs), &own, "written after {}", text);
            let again = written(&parse::<M>(&theirs, &reading).unwrap(), &writing);
            prop_assert_eq!(&normal(&again), &own, "read again from {}", theirs);
            Ok(true)
        }
        (ours, theirs) => {
            let (ours, theirs) = (ours.map(drop), theirs.map(drop));
            let what = format!("{text}: {ours:?}, but the oracle {theirs:?}");
            Err(TestCaseError::fail(what))
        }
    }
}

/// Compares documents, but for those with one of these texts in them.
fn agree<M: Message>(cases: u32, except: &[&str]) {
    let descriptor = descriptor::<M>();
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let choices = proptest::collection::vec(any::<u8>(), 0..120);
    let accepted = Cell::new(0);
    let outcome = runner.run(&choices, |choices| {
        let text = documents::message(&mut Choices(choices.iter()), M::DESCRIPTOR, 0);
        if !except.iter().any(|except| text.contains(except)) {
            accepted.set(accepted.get() + u32::from(compare::<M>(&text, &descriptor)?));
        }
        Ok(())
    });
    let name = M::DESCRIPTOR.name();
    outcome.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let accepted = accepted.get();
    assert!(
        accepted > cases / 5,
        "{name}: {accepted} of {cases} documents fit"
    );
}

#[test]
fn scalars_agree() {
    agree::<Scalars>(2_000, &[]);
    agree::<Optionals>(1_000, &[]);
    // The oracle writes wrappers that are not finite as `null`.
    agree::<Wrappers>(1_000, &["NaN", "Infinity"]);
}

#[test]
fn lists_and_maps_agree() {
    agree::<Repeated>(2_000, &[]);
    agree::<Maps>(2_000, &[]);
}

#[test]
fn nested_messages_and_oneofs_agree() {
    agree::<Tree>(1_000, &[]);
    agree::<Choice>(1_000, &[]);
}

#[test]
fn well_known_types_agree() {
    agree::<WellKnown>(2_000, &[]);
    agree::<Anything>(2_000, &[]);
    agree::<Holder>(1_000, &[]);
}
