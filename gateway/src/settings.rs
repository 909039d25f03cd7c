//! [`Settings`]: what the services of one gateway share.

use crate::json::{ReadOptions, UnknownFields, WriteOptions};
use crate::limits::Limits;

/// What the services of one gateway share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) json: WriteOptions,
    pub(crate) unknown_fields: UnknownFields,
}

impl Settings {
    pub(crate) fn read_options(&self) -> ReadOptions {
        ReadOptions::default()
            .unknown_fields(self.unknown_fields)
            .max_depth(self.limits.json_depth)
    }
}
