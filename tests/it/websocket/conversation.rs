//! What stands in the tables of conversations.

/// What the client does, and what it gets.
pub(super) enum Line {
    Send(&'static str),
    Expect(&'static str),
}

pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) path: &'static str,
    pub(super) script: &'static str,
    pub(super) lines: &'static [Line],
}

pub(super) const RAW: &str = "/v1/items/lobby/watch";
pub(super) const ENVELOPE: &str = "/ws/items/lobby/watch";
pub(super) const RAW_COLLECT: &str = "/ws/items/lobby/collect";
pub(super) const ENVELOPE_COLLECT: &str = "/envelope/items/lobby/collect";
pub(super) const RAW_CONVERSE: &str = "/v1/items/lobby/converse";
pub(super) const ENVELOPE_CONVERSE: &str = "/envelope/items/lobby/converse";
