//! Reads values of the request body.

use bytes::Bytes;
use tonic::Status;

use super::encoding::{self, BodyEncoding};
use super::mask;
use super::overlay::Overlay;
use super::plan::BindPlan;
use super::target::BodyTarget;
use crate::error::{self, EndReason};
use crate::json::{Message, ReadOptions};
use crate::memory::Memory;
use crate::settings::Settings;

/// Fills the message of a request whose body is one document. An empty body is the empty message.
pub(crate) fn document<M: Message>(
    message: &mut M,
    body: &Bytes,
    encoding: &BodyEncoding,
    overlay: &Overlay,
    plan: &BindPlan,
    settings: &Settings,
) -> Result<(), Status> {
    let options = &settings.reading;
    let mut memory = memory_of::<M>(options)?;
    if !body.is_empty() || matches!(encoding, BodyEncoding::Raw(_)) {
        encoding::read(message, body, encoding, plan.body, options, &mut memory)
            .map_err(|why| why.status("body"))?;
        mask::derive(message, body, encoding, overlay, plan, options, &mut memory)?;
    }
    overlay.apply(message, &mut memory)
}

/// Fills the message of one value of a request stream, and returns how many bytes the message takes in memory. The
/// `index` of the value counts from 0.
pub(crate) fn stream_value<M: Message>(
    message: &mut M,
    value: &Bytes,
    encoding: &BodyEncoding,
    index: u64,
    overlay: &Overlay,
    target: BodyTarget,
    settings: &Settings,
) -> Result<usize, Status> {
    let options = &settings.reading;
    let mut memory = memory_of::<M>(options)?;
    encoding::read(message, value, encoding, target, options, &mut memory)
        .map_err(|why| why.status(format_args!("message {index}")))?;
    overlay
        .apply(message, &mut memory)
        .map_err(|status| in_message(index, status))?;
    Ok(memory.taken())
}

/// Fills a message from path and query alone.
pub(crate) fn of_overlay<M: Message>(
    message: &mut M,
    overlay: &Overlay,
    settings: &Settings,
) -> Result<(), Status> {
    let mut memory = memory_of::<M>(&settings.reading)?;
    overlay.apply(message, &mut memory)
}

/// Returns the memory that an empty message leaves.
fn memory_of<M>(options: &ReadOptions) -> Result<Memory, Status> {
    let mut memory = options.memory();
    let taken = memory.take(size_of::<M>());
    taken.map_err(|exhausted| error::too_large_in_memory(exhausted.limit))?;
    Ok(memory)
}

/// Returns the status for values of path and query that cannot be set in the message with this index.
fn in_message(index: u64, status: Status) -> Status {
    match EndReason::of(&status) {
        EndReason::TooLarge => status,
        _ => malformed_message(index, status.message()),
    }
}

/// Returns the status for a message of a request stream that cannot be read. The `index` of the message counts from 0.
pub(crate) fn malformed_message(index: u64, why: impl std::fmt::Display) -> Status {
    Status::invalid_argument(format!("message {index}: {why}"))
}
