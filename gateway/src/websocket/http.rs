//! [`HttpUpgrader`]: WebSockets over HTTP/1.1 (RFC 6455, section 4.2.2) and HTTP/2 (RFC 8441, section 5).

use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use hyper::upgrade::OnUpgrade;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tonic::Status;

use super::socket::Socket;
use super::upgrade::{Upgrade, Upgrader};

/// The default [`Upgrader`]: WebSockets over the connections of hyper, and therefore of [`serve`](crate::serve()) and
/// `axum::serve`. Messages are not compressed.
#[derive(Clone, Copy, Debug, Default)]
pub struct HttpUpgrader;

impl Upgrader for HttpUpgrader {
    fn upgrade(&self, parts: &mut Parts, max_message_bytes: usize) -> Result<Upgrade, Status> {
        let on_upgrade = parts.extensions.remove::<OnUpgrade>().ok_or_else(|| {
            Status::unimplemented(
                "streaming not supported: this server does not upgrade connections",
            )
        })?;
        let connection = async move {
            let upgraded = on_upgrade.await.ok()?;
            Some(Socket::new(upgraded, max_message_bytes).await)
        };
        Ok(Upgrade::new(answer(parts), connection))
    }
}

fn answer(parts: &Parts) -> Response<()> {
    let mut answer = Response::new(());
    let key = parts.headers.get(header::SEC_WEBSOCKET_KEY);
    // Over HTTP/2 the method is CONNECT, and there is no key.
    let accepted = key
        .filter(|_| parts.method == Method::GET)
        .and_then(|key| HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok());
    if let Some(accepted) = accepted {
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = answer.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accepted);
    }
    answer
}
