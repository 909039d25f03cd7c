//! WebSocket upgrades: RFC 6455, section 4.2.1 over HTTP/1.1, RFC 8441 over HTTP/2.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{HeaderMap, Method, Version, header};
use tonic::Status;

use super::header_list::has_token;
use crate::error::Error;

const KEY_BYTES: usize = 16;

/// Returns whether the request opens a WebSocket. Any other `Upgrade` is ignored.
pub(crate) fn asks_for_websocket(parts: &Parts) -> bool {
    is_websocket_connect(parts) || is_websocket_get(parts)
}

/// Returns whether the request is an extended CONNECT for a WebSocket.
pub(crate) fn is_websocket_connect(parts: &Parts) -> bool {
    let protocol = parts.extensions.get::<hyper::ext::Protocol>();
    parts.method == Method::CONNECT
        && protocol.is_some_and(|protocol| protocol.as_str() == "websocket")
}

fn is_websocket_get(parts: &Parts) -> bool {
    parts.method == Method::GET
        && parts.version == Version::HTTP_11
        && has_token(&parts.headers, &header::UPGRADE, "websocket")
        && has_token(&parts.headers, &header::CONNECTION, "upgrade")
}

/// Checks the requirements of the handshake other than the upgrade itself.
pub(super) fn check(parts: &Parts) -> Result<(), Error> {
    let version = parts.headers.get(header::SEC_WEBSOCKET_VERSION);
    if version.is_none_or(|version| version != "13") {
        return Err(Error::websocket_version());
    }
    if parts.method == Method::GET && !has_key(&parts.headers) {
        return Err(Status::invalid_argument(
            "header `sec-websocket-key`: expected 16 bytes in base64",
        )
        .into());
    }
    Ok(())
}

fn has_key(headers: &HeaderMap) -> bool {
    let key = headers.get(header::SEC_WEBSOCKET_KEY);
    key.is_some_and(|key| {
        STANDARD
            .decode(key.as_bytes())
            .is_ok_and(|key| key.len() == KEY_BYTES)
    })
}
