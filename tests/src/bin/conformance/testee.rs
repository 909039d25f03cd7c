//! What the runner asks, and what it is answered.

use std::io::{self, Read, Write};

use bytes::BytesMut;
use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions, Types, UnknownFields};
use prost::Message as _;

use super::described;

use self::conformance::conformance_request::Payload;
use self::conformance::conformance_response::Result as Answer;
use self::conformance::{
    ConformanceRequest, ConformanceResponse, FailureSet, TestCategory, WireFormat,
};

#[allow(missing_docs, unreachable_pub)]
mod conformance {
    gateway::include_proto!("conformance");
}

#[allow(missing_docs, unreachable_pub)]
mod proto2 {
    gateway::include_proto!("protobuf_test_messages.proto2");
}

#[allow(missing_docs, unreachable_pub)]
mod proto3 {
    gateway::include_proto!("protobuf_test_messages.proto3");
}

/// Answers requests, each behind its length, until there are no more.
pub(crate) fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    while let Some(length) = read_length(&mut input)? {
        let mut request = vec![0; length];
        input.read_exact(&mut request)?;
        let response = ConformanceResponse {
            result: Some(answer(&ConformanceRequest::decode(request.as_slice())?)),
        };
        let response = response.encode_to_vec();
        let length = u32::try_from(response.len()).map_err(io::Error::other)?;
        output.write_all(&length.to_le_bytes())?;
        output.write_all(&response)?;
        output.flush()?;
    }
    Ok(())
}

fn read_length(input: &mut impl Read) -> io::Result<Option<usize>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => usize::try_from(u32::from_le_bytes(length))
            .map(Some)
            .map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn answer(request: &ConformanceRequest) -> Answer {
    match request.message_type.as_str() {
        // The runner asks for known failures first. They are in its own list.
        "conformance.FailureSet" => Answer::ProtobufPayload(FailureSet::default().encode_to_vec()),
        "protobuf_test_messages.proto2.TestAllTypesProto2" => {
            converted::<proto2::TestAllTypesProto2>(request)
        }
        "protobuf_test_messages.proto3.TestAllTypesProto3" => {
            converted::<proto3::TestAllTypesProto3>(request)
        }
        other => Answer::Skipped(format!("`{other}` is not compiled")),
    }
}

/// The message that the request holds, in the format that it asks for.
fn converted<M: Message>(request: &ConformanceRequest) -> Answer {
    if let Err(difference) = described::<M>(request) {
        return Answer::RuntimeError(difference);
    }
    let message = match &request.payload {
        Some(Payload::ProtobufPayload(bytes)) => {
            M::decode(bytes.as_ref()).map_err(|error| parse_error(&error))
        }
        Some(Payload::JsonPayload(text)) => {
            read::<M>(text, request).map_err(|error| parse_error(&error))
        }
        _ => Err(Answer::Skipped(
            "an input that is no format here".to_owned(),
        )),
    };
    let written = message.and_then(|message| match request.requested_output_format() {
        WireFormat::Protobuf => Ok(Answer::ProtobufPayload(message.encode_to_vec())),
        WireFormat::Json => write(&message),
        _ => Err(Answer::Skipped(
            "an output that is no format here".to_owned(),
        )),
    });
    written.unwrap_or_else(|refused| refused)
}

/// Checks that the message is the same by way of its description.
fn described<M: Message>(request: &ConformanceRequest) -> Result<(), String> {
    match &request.payload {
        Some(Payload::ProtobufPayload(bytes)) => described::check_bytes::<M>(bytes, &writing()),
        Some(Payload::JsonPayload(text)) => {
            described::check_text::<M>(text, &reading(request), &writing())
        }
        _ => Ok(()),
    }
}

fn parse_error(error: &impl ToString) -> Answer {
    Answer::ParseError(error.to_string())
}

fn types() -> Types {
    Types::default().with(&proto2::TYPES).with(&proto3::TYPES)
}

fn reading(request: &ConformanceRequest) -> ReadOptions {
    let unknown_fields = match request.test_category() {
        TestCategory::JsonIgnoreUnknownParsingTest => UnknownFields::IgnoreAll,
        _ => UnknownFields::Reject,
    };
    ReadOptions::DEFAULT
        .unknown_fields(unknown_fields)
        .types(types())
}

fn writing() -> JsonOptions {
    JsonOptions::DEFAULT.types(types())
}

fn read<M: Message>(text: &str, request: &ConformanceRequest) -> Result<M, json::ReadError> {
    let mut message = M::default();
    json::read(&mut message, text.as_bytes(), &reading(request))?;
    Ok(message)
}

fn write(message: &impl Message) -> Result<Answer, Answer> {
    text_of(message, &writing()).map(Answer::JsonPayload)
}

pub(crate) fn text_of(message: &impl Message, options: &JsonOptions) -> Result<String, Answer> {
    let mut out = BytesMut::new();
    json::write(message, &mut out, options)
        .map_err(|error| Answer::SerializeError(error.to_string()))?;
    String::from_utf8(out.into()).map_err(|error| Answer::RuntimeError(error.to_string()))
}
