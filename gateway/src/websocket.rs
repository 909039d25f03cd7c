//! What WebSockets are made of: [`Upgrader`] makes a [`Connection`] of a request.
//!
//! Nobody needs this to serve WebSockets, as [`HttpUpgrader`] is there by default. It is for those who bring another
//! engine, or who drive the WebSockets of a gateway without a network, as tests do:
//! [`Gateway::websocket_upgrader`](crate::Gateway::websocket_upgrader).

pub use crate::write::websocket::{
    Connection, Data, HttpUpgrader, Lost, Outgoing, Received, Upgrade, Upgrader,
};
