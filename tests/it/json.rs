//! ProtoJSON: text in, exact text or exact error out.

mod any;
mod anything;
mod described;
mod documents;
mod exponents;
mod known;
mod mask;
mod memory;
mod oracle;
mod read_errors;
mod read_text;
mod reflection;
mod round_trip;
mod values;
mod write;

use bytes::BytesMut;
use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions, UnknownFields};

/// What the message is in JSON.
pub(crate) fn written<M: Message>(message: &M, options: &JsonOptions) -> String {
    let mut out = BytesMut::new();
    match json::write(message, &mut out, options) {
        Ok(()) => String::from_utf8(out.to_vec()).unwrap(),
        Err(error) => {
            assert!(out.is_empty(), "a message that fails leaves nothing behind");
            error.to_string()
        }
    }
}

fn parse<M: Message>(text: impl AsRef<[u8]>, options: &ReadOptions) -> Result<M, String> {
    let mut message = M::default();
    json::read(&mut message, text.as_ref(), options).map_err(|error| error.to_string())?;
    Ok(message)
}

/// The text read as `M` and written again, or the error.
pub(crate) fn rewritten<M: Message>(text: &str, options: &ReadOptions) -> String {
    match parse::<M>(text, options) {
        Ok(message) => written(&message, &JsonOptions::DEFAULT),
        Err(error) => error,
    }
}

#[track_caller]
fn check<M: Message>(text: &str, expected: &str) {
    assert_eq!(
        rewritten::<M>(text, &ReadOptions::DEFAULT),
        expected,
        "reading {text}"
    );
}

#[track_caller]
fn check_all<M: Message>(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        check::<M>(text, expected);
    }
}

fn unknown_fields(unknown_fields: UnknownFields) -> ReadOptions {
    ReadOptions::DEFAULT.unknown_fields(unknown_fields)
}
