//! [`Settings`]: the settings that the services of one gateway share.

mod chunked;
mod limits;
mod sse;
mod sse_event;
mod websocket;

use std::sync::Arc;
use std::time::Duration;

pub use self::chunked::Chunked;
pub use self::limits::Limits;
pub use self::sse::Sse;
pub(crate) use self::sse::{FAILURE_EVENT, bounded_retry};
pub use self::sse_event::SseEvent;
pub(crate) use self::sse_event::is_line;
pub use self::websocket::{WebSocket, WebSocketEnd};
use crate::call::{Interceptors, Metadata};
use crate::error::Errors;
use crate::json::{JsonOptions, ReadOptions, Types, UnknownFields};
use crate::observe::Observers;
use crate::schema::StreamForms;
use crate::websocket::{HttpUpgrader, Upgrader};

/// The query parameters that Google's APIs accept besides the fields of a message.
const SYSTEM_PARAMETERS: [&str; 5] = ["alt", "$alt", "key", "fields", "prettyPrint"];

/// The settings that the services of one gateway share.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) json: JsonOptions,
    pub(crate) unknown_fields: UnknownFields,
    pub(crate) metadata: Metadata,
    pub(crate) errors: Errors,
    /// Query parameters that are accepted although no field has their name.
    pub(crate) system_parameters: Vec<String>,
    pub(crate) forms: StreamForms,
    pub(crate) sse: Sse,
    pub(crate) chunked: Chunked,
    pub(crate) websocket: WebSocket,
    /// `None` disables WebSockets.
    pub(crate) upgrader: Option<Arc<dyn Upgrader>>,
    pub(crate) interceptors: Interceptors,
    pub(crate) observers: Arc<Observers>,
    pub(crate) max_timeout: Option<Duration>,
    /// Derived from the other settings by [`complete`](Settings::complete).
    pub(crate) reading: ReadOptions,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            json: JsonOptions::DEFAULT,
            reading: ReadOptions::DEFAULT,
            unknown_fields: UnknownFields::default(),
            metadata: Metadata::default(),
            errors: Errors::default(),
            system_parameters: SYSTEM_PARAMETERS.map(str::to_owned).to_vec(),
            forms: StreamForms::ALL,
            sse: Sse::default(),
            chunked: Chunked::default(),
            websocket: WebSocket::default(),
            upgrader: Some(Arc::new(HttpUpgrader)),
            interceptors: Interceptors::default(),
            observers: Arc::default(),
            max_timeout: None,
        }
    }
}

impl Settings {
    /// Completes the options for reading and writing JSON with the other settings and with the messages of the
    /// services.
    pub(crate) fn complete(mut self, mut types: Types) -> Self {
        types.extend(self.json.all_types());
        let depth = self.limits.json_depth;
        let memory = self.limits.message_memory;
        self.json = self
            .json
            .max_depth(depth)
            .max_memory(memory)
            .types(types.clone());
        self.reading = ReadOptions::DEFAULT
            .unknown_fields(self.unknown_fields)
            .max_depth(depth)
            .max_memory(memory)
            .types(types);
        self
    }

    /// Returns the forms of a binding that this gateway serves.
    pub(crate) fn forms_of(&self, binding: StreamForms) -> StreamForms {
        let mut forms = binding.and(self.forms);
        forms.websocket &= self.upgrader.is_some();
        forms
    }

    pub(crate) fn is_system_parameter(&self, name: &str) -> bool {
        self.system_parameters.iter().any(|known| known == name)
    }
}
