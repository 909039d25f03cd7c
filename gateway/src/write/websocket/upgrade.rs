//! The answer to a WebSocket handshake (RFC 6455, section 4.2.2; RFC 8441, section 5).

use axum::body::Body;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use hyper::upgrade::OnUpgrade;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tonic::Status;

use super::connection::{Connection, Socket};
use crate::error::Error;
use crate::router::BoxFuture;

/// A handshake that can be answered.
#[derive(Debug)]
pub(crate) struct Upgrade {
    on_upgrade: OnUpgrade,
    /// Over HTTP/2 there is none.
    accept_key: Option<HeaderValue>,
    max_message_bytes: usize,
}

impl Upgrade {
    /// Takes the upgrade out of a request that has been found to ask for one.
    ///
    /// # Errors
    ///
    /// The server does not support upgrades.
    pub(crate) fn new(parts: &mut Parts, max_message_bytes: usize) -> Result<Self, Error> {
        let on_upgrade = parts.extensions.remove::<OnUpgrade>();
        Ok(Self {
            on_upgrade: on_upgrade.ok_or_else(|| {
                Status::unimplemented(
                    "streaming not supported: this server does not upgrade connections",
                )
            })?,
            accept_key: accept_key(parts),
            max_message_bytes,
        })
    }

    /// Answers the handshake, and runs the session when the client has the answer.
    pub(crate) fn accept<F>(self, headers: HeaderMap, session: F) -> Response<Body>
    where
        F: FnOnce(Box<dyn Connection>) -> BoxFuture<'static, ()> + Send + 'static,
    {
        let Self {
            on_upgrade,
            accept_key,
            max_message_bytes,
        } = self;
        tokio::spawn(async move {
            match on_upgrade.await {
                Ok(upgraded) => {
                    session(Box::new(Socket::new(upgraded, max_message_bytes).await)).await;
                }
                Err(error) => {
                    tracing::debug!(%error, "the client left during the WebSocket handshake");
                }
            }
        });
        response(accept_key, headers)
    }
}

fn accept_key(parts: &Parts) -> Option<HeaderValue> {
    let key = parts
        .headers
        .get(header::SEC_WEBSOCKET_KEY)
        .filter(|_| parts.method == Method::GET)?;
    HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()
}

fn response(accept_key: Option<HeaderValue>, mut headers: HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    if let Some(accept_key) = accept_key {
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept_key);
    }
    *response.headers_mut() = headers;
    response
}
