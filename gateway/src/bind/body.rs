//! Values of the request body.

use bytes::Bytes;
use tonic::Status;

use super::encoding::{self, Encoding};
use super::mask;
use super::overlay::Overlay;
use super::plan::{BodyTarget, Plan};
use crate::json::{self, ReadError, ReadOptions};
use crate::message::Message;
use crate::settings::Settings;

/// The message of a request whose body is one document; an empty one is the empty message.
pub(crate) fn document<M: Message>(
    body: &Bytes,
    encoding: &Encoding,
    overlay: &Overlay,
    plan: &Plan,
    settings: &Settings,
) -> Result<M, Status> {
    let mut message = M::default();
    if !body.is_empty() || matches!(encoding, Encoding::Raw(_)) {
        encoding::read(&mut message, body, encoding, plan, &settings.reading)?;
        mask::derive(&mut message, body, encoding, overlay, plan)?;
    }
    overlay.apply(&mut message)?;
    Ok(message)
}

/// The message of one value of a request stream.
pub(crate) fn stream_value<M: Message>(
    value: &[u8],
    index: u64,
    overlay: &Overlay,
    plan: &Plan,
    settings: &Settings,
) -> Result<M, Status> {
    let mut message = M::default();
    read(&mut message, value, plan, &settings.reading)
        .map_err(|error| malformed_message(index, error))?;
    overlay.apply(&mut message)?;
    Ok(message)
}

/// The message of one piece of a body that is raw.
pub(crate) fn raw_piece<M: Message>(
    piece: &Bytes,
    content_type: String,
    overlay: &Overlay,
    plan: &Plan,
    settings: &Settings,
) -> Result<M, Status> {
    document(piece, &Encoding::Raw(content_type), overlay, plan, settings)
}

/// The status of a request stream whose message of this index, counted from 0, cannot be read.
pub(crate) fn malformed_message(index: u64, why: impl std::fmt::Display) -> Status {
    Status::invalid_argument(format!("message {index}: {why}"))
}

fn read<M: Message>(
    message: &mut M,
    json: &[u8],
    plan: &Plan,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    match plan.body {
        BodyTarget::Nothing => Ok(()),
        BodyTarget::Message => json::read(message, json, options),
        BodyTarget::Field(field) => json::read_field(message, field, json, options),
    }
}
