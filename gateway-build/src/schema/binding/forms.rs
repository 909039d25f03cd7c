//! The forms in which a rule serves streams.

use crate::rule::Disabled;

use super::Rpc;

impl Rpc<'_> {
    /// Returns the disabled forms among those that the method has. At least one form must stay enabled.
    pub(super) fn disabled(
        &self,
        http_method: &str,
        disabled: Disabled,
    ) -> Result<Disabled, String> {
        let is_get = http_method == "GET";
        let is_served = match (self.streams_requests, self.streams_responses) {
            (false, false) => return Ok(Disabled::default()),
            (true, false) if is_get => !disabled.websockets,
            (true, false) => !disabled.chunked_transfer,
            (_, true) => {
                !disabled.sse || !disabled.chunked_transfer || !disabled.websockets && is_get
            }
        };
        if !is_served {
            return Err(
                "`stream` disables every form in which this rule could be served\nhelp: leave one enabled"
                    .to_owned(),
            );
        }
        Ok(Disabled {
            sse: disabled.sse && self.streams_responses,
            ..disabled
        })
    }
}
