//! Derives the field mask of a PATCH from the fields in its body.

use bytes::Bytes;
use prost::Message as _;
use prost_types::FieldMask;
use tonic::Status;

use super::encoding::{self, BodyEncoding};
use super::overlay::Overlay;
use super::plan::BindPlan;
use super::target::BodyTarget;
use crate::json::{self, Message, ReadOptions};
use crate::memory::Memory;
use crate::schema::Field;

/// Sets the mask of a PATCH if the client has not sent one.
pub(super) fn derive<M: Message>(
    message: &mut M,
    body: &Bytes,
    encoding: &BodyEncoding,
    overlay: &Overlay,
    plan: &BindPlan,
    options: &ReadOptions,
    memory: &mut Memory,
) -> Result<(), Status> {
    let (Some(mask), BodyTarget::Field(field), BodyEncoding::Json) =
        (plan.mask, plan.body, encoding)
    else {
        return Ok(());
    };
    let Some(patched) = field.field(plan.input).and_then(Field::message) else {
        return Ok(());
    };
    if overlay.sets(mask) {
        return Ok(());
    }
    let paths = json::field_mask_within(patched, body, options, memory)
        .map_err(|why| encoding::json_status(&why, "body"))?;
    let encoded = FieldMask { paths }.encode_to_vec();
    encoding::merge_field(message, mask, &encoded)
        .map_err(|error| Status::internal(format!("the derived mask does not fit: {error}")))
}
