//! [`Settings`]: what the services of one gateway share.

use crate::error::Errors;
use crate::json::{ReadOptions, UnknownFields, WriteOptions};
use crate::limits::Limits;
use crate::metadata::Metadata;

/// Parameters that Google's APIs have beside the fields of a message.
const SYSTEM_PARAMETERS: [&str; 5] = ["alt", "$alt", "key", "fields", "prettyPrint"];

/// What the services of one gateway share.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) json: WriteOptions,
    pub(crate) unknown_fields: UnknownFields,
    pub(crate) metadata: Metadata,
    pub(crate) errors: Errors,
    /// Query parameters that are no field and no mistake.
    pub(crate) system_parameters: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            json: WriteOptions::DEFAULT,
            unknown_fields: UnknownFields::default(),
            metadata: Metadata::default(),
            errors: Errors::default(),
            system_parameters: SYSTEM_PARAMETERS.map(str::to_owned).to_vec(),
        }
    }
}

impl Settings {
    pub(crate) fn read_options(&self) -> ReadOptions {
        ReadOptions::DEFAULT
            .unknown_fields(self.unknown_fields)
            .max_depth(self.limits.json_depth)
    }

    pub(crate) fn write_options(&self) -> WriteOptions {
        self.json.max_depth(self.limits.json_depth)
    }

    pub(crate) fn is_system_parameter(&self, name: &str) -> bool {
        self.system_parameters.iter().any(|known| known == name)
    }
}
