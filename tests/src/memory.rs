//! WebSockets without a network: an [`Upgrader`] whose connections are two bounded queues, and the client at their other
//! end. With tokio's clock paused, conversations take no time, and happen at exact times.

mod connection;
mod peer;
mod queue;

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use gateway::websocket::{Upgrade, Upgrader};
use http::request::Parts;
use http::{HeaderName, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::time::sleep;
use tonic::Status;
use tower_service::Service;

use self::connection::Memory;
pub use self::peer::Peer;
use self::queue::queue;

/// Makes WebSockets of the connections that [`open`] leaves in the extensions of its requests.
#[derive(Clone, Copy, Debug)]
pub struct MemoryUpgrader;

/// The same, for clients that have the answer to their handshake after this time only.
#[derive(Clone, Copy, Debug)]
pub struct Late(pub Duration);

/// The server's end of a connection.
#[derive(Clone)]
struct Offered(Arc<Mutex<Option<Memory>>>);

impl Upgrader for MemoryUpgrader {
    fn upgrade(&self, parts: &mut Parts, max_message_bytes: usize) -> Result<Upgrade, Status> {
        Late(Duration::ZERO).upgrade(parts, max_message_bytes)
    }
}

impl Upgrader for Late {
    fn upgrade(&self, parts: &mut Parts, _: usize) -> Result<Upgrade, Status> {
        let offered = parts.extensions.remove::<Offered>();
        let connection = offered
            .and_then(|offered| {
                offered
                    .0
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take()
            })
            .ok_or_else(|| Status::unimplemented("this request has no connection"))?;
        let mut answer = Response::new(());
        *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let delay = self.0;
        let connection = async move {
            if !delay.is_zero() {
                sleep(delay).await;
            }
            connection.is_open().then_some(connection)
        };
        Ok(Upgrade::new(answer, connection))
    }
}

/// Opens a WebSocket, with header lines such as `x-script: mm`, to a client that leaves this many frames unread before
/// nothing can be written any more.
///
/// # Errors
///
/// The status and the body of an answer that is no upgrade.
pub async fn open<S>(
    service: &mut S,
    path: &str,
    headers: &[&str],
    unread: usize,
) -> Result<Peer, String>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    let (server_reads, client_writes) = queue(1);
    let (client_reads, server_writes) = queue(unread);
    let connection = Memory::new(server_reads, server_writes);
    let mut request = request(path, headers);
    let offered = Offered(Arc::new(Mutex::new(Some(connection))));
    request.extensions_mut().insert(offered);
    let Ok(response) = service.call(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return Ok(Peer::new(client_writes, client_reads));
    }
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body");
    let body = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    Err(format!("{status} {body}"))
}

fn request(path: &str, headers: &[&str]) -> Request<Body> {
    let request = Request::builder()
        .uri(path)
        .header("host", "localhost")
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let mut request = request.body(Body::empty()).expect("a request");
    for line in headers {
        let (name, value) = line.split_once(": ").expect("a header line");
        let name: HeaderName = name.parse().expect("a header name");
        let value = value.parse().expect("a header value");
        request.headers_mut().insert(name, value);
    }
    request
}
