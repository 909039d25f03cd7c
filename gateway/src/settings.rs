//! [`Settings`]: what the services of one gateway share.

use crate::error::Errors;
use crate::json::{JsonOptions, ReadOptions, Types, UnknownFields};
use crate::limits::Limits;
use crate::metadata::Metadata;

/// Parameters that Google's APIs have beside the fields of a message.
const SYSTEM_PARAMETERS: [&str; 5] = ["alt", "$alt", "key", "fields", "prettyPrint"];

/// What the services of one gateway share.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) json: JsonOptions,
    pub(crate) unknown_fields: UnknownFields,
    /// What the other settings make of it.
    pub(crate) reading: ReadOptions,
    pub(crate) metadata: Metadata,
    pub(crate) errors: Errors,
    /// Query parameters that are no field and no mistake.
    pub(crate) system_parameters: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            json: JsonOptions::DEFAULT,
            unknown_fields: UnknownFields::default(),
            reading: ReadOptions::DEFAULT,
            metadata: Metadata::default(),
            errors: Errors::default(),
            system_parameters: SYSTEM_PARAMETERS.map(str::to_owned).to_vec(),
        }
    }
}

impl Settings {
    /// Completes the options of reading and writing with the other settings, and with the messages of the services.
    pub(crate) fn complete(mut self, mut types: Types) -> Self {
        types.extend(self.json.all_types());
        let depth = self.limits.json_depth;
        self.json = self.json.max_depth(depth).types(types.clone());
        self.reading = ReadOptions::DEFAULT
            .unknown_fields(self.unknown_fields)
            .max_depth(depth)
            .types(types);
        self
    }

    pub(crate) fn is_system_parameter(&self, name: &str) -> bool {
        self.system_parameters.iter().any(|known| known == name)
    }
}
