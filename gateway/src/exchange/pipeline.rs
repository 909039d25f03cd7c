//! [`Pipeline`]: the state that the calls of one gateway share.

use std::sync::Arc;

use axum::body::Body;
use http::Response;

use super::answer::with_nosniff;
use crate::error::{Error, Seldom};
use crate::settings::Settings;
use crate::shutdown::{Admission, Reaper, Shutdown};
use crate::write;

/// The state that the calls of one gateway share.
#[derive(Debug)]
pub(crate) struct Pipeline {
    pub(super) settings: Arc<Settings>,
    pub(super) reaper: Arc<Reaper>,
    pub(super) admission: Admission,
    /// The origins of pages whose WebSockets were refused.
    pub(super) foreign: Seldom,
}

impl Pipeline {
    pub(crate) fn new(settings: Settings, shutdown: Option<Shutdown>) -> Self {
        Self {
            admission: Admission::new(settings.limits.open_streams, shutdown),
            settings: Arc::new(settings),
            reaper: Arc::default(),
            foreign: Seldom::new(),
        }
    }

    /// Returns the response for an error.
    pub(crate) fn refuse(&self, error: Error) -> Response<Body> {
        with_nosniff(write::error(error, &self.settings))
    }
}
