//! Values of the request body.

use bytes::Bytes;
use tonic::Status;

use super::encoding::{self, Encoding};
use super::mask;
use super::overlay::Overlay;
use super::plan::{BodyTarget, Plan};
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
        encoding::read(&mut message, body, encoding, plan.body, &settings.reading)
            .map_err(|why| Status::invalid_argument(format!("body: {why}")))?;
        mask::derive(
            &mut message,
            body,
            encoding,
            overlay,
            plan,
            &settings.reading,
        )?;
    }
    overlay.apply(&mut message)?;
    Ok(message)
}

/// The message of one value of a request stream, which is the value of this index, counted from 0.
pub(crate) fn stream_value<M: Message>(
    value: &Bytes,
    encoding: &Encoding,
    index: u64,
    overlay: &Overlay,
    target: BodyTarget,
    settings: &Settings,
) -> Result<M, Status> {
    let mut message = M::default();
    encoding::read(&mut message, value, encoding, target, &settings.reading)
        .map_err(|why| malformed_message(index, why))?;
    let applied = overlay.apply(&mut message);
    applied.map_err(|status| malformed_message(index, status.message()))?;
    Ok(message)
}

/// The status of a request stream whose message of this index, counted from 0, cannot be read.
pub(crate) fn malformed_message(index: u64, why: impl std::fmt::Display) -> Status {
    Status::invalid_argument(format!("message {index}: {why}"))
}
