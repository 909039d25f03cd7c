//! [`serve`]: the server loop.

pub mod grpc;

use std::fmt;
use std::future::{Future, IntoFuture, pending};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tower_service::Service as _;

use crate::call::peer::Peer;
use crate::future::BoxFuture;
use crate::shutdown::Drain;

/// The default time that calls have to finish when the server shuts down.
const GRACE: Duration = Duration::from_secs(10);

/// The time that unfinished calls have to respond with an error, if their response has not begun.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// The maximum time to wait until unfinished calls are dropped.
const CUT_WITHIN: Duration = Duration::from_millis(500);

/// The pause in accepting connections when the process has no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Serves a router over HTTP/1.1, HTTP/2 without TLS, gRPC, and WebSocket over both HTTP versions, on one port.
///
/// The server runs until its [shutdown](Serve::with_graceful_shutdown), which takes at most a second longer than the
/// [grace](Serve::grace) period; without a shutdown it runs forever. Handlers find the address of the peer in
/// `remote_addr()` of the tonic request, also over gRPC; axum's own handlers find it in
/// `axum::extract::ConnectInfo<SocketAddr>`.
///
/// ```no_run
/// # async fn run(app: axum::Router) -> std::io::Result<()> {
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// gateway::serve(listener, app).await
/// # }
/// ```
pub fn serve(listener: TcpListener, router: Router) -> Serve {
    Serve {
        listener,
        router,
        shutdown: Box::pin(pending()),
        grace: GRACE,
    }
}

/// A server, which runs when it is awaited.
#[must_use = "a server does nothing unless it is awaited"]
pub struct Serve {
    listener: TcpListener,
    router: Router,
    shutdown: BoxFuture<'static, ()>,
    grace: Duration,
}

impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve")
            .field("listener", &self.listener)
            .field("grace", &self.grace)
            .finish_non_exhaustive()
    }
}

impl IntoFuture for Serve {
    type Output = io::Result<()>;
    type IntoFuture = BoxFuture<'static, io::Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl Serve {
    /// Shuts the server down when `signal` is ready: it stops accepting connections, ends the streams of all gateways
    /// in the router, lets other calls finish, and returns at most a second after the [grace](Self::grace) period.
    ///
    /// Server-Sent Events end without an end event, so that browsers reconnect; NDJSON and arrays end with a record of
    /// `UNAVAILABLE`, WebSockets with Close 1001. New calls over connections that are still open get 503.
    ///
    /// ```no_run
    /// # async fn run(listener: tokio::net::TcpListener, app: axum::Router) -> std::io::Result<()> {
    /// let interrupted = async {
    ///     let _ = tokio::signal::ctrl_c().await;
    /// };
    /// gateway::serve(listener, app).with_graceful_shutdown(interrupted).await
    /// # }
    /// ```
    pub fn with_graceful_shutdown(
        mut self,
        signal: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        self.shutdown = Box::pin(signal);
        self
    }

    /// Sets how long calls may take to finish once the shutdown has begun. Default 10 s; with [`Duration::ZERO`] the
    /// server does not wait.
    ///
    /// Everything that still runs then ends within a second: request streams end with `UNAVAILABLE`, calls whose
    /// response has not begun with 503, and all others are cut.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    async fn run(self) -> io::Result<()> {
        let drain = Drain::default();
        let accepting = accept(&self.listener, self.router, &drain);
        tokio::select! {
            () = accepting => {}
            () = self.shutdown => {}
        }
        drop(self.listener);
        drain.start();
        stop(&drain, self.grace).await;
        Ok(())
    }
}

/// Waits until everything has ended, and ends what still runs after the grace period.
async fn stop(drain: &Drain, grace: Duration) {
    if timeout(grace, drain.ended()).await.is_ok() {
        return;
    }
    drain.end_grace();
    if timeout(LAST_WORDS, drain.ended()).await.is_err() {
        drain.cut();
        let _ = timeout(CUT_WITHIN, drain.ended()).await;
    }
}

async fn accept(listener: &TcpListener, router: Router, drain: &Drain) {
    // Done once here; otherwise every connection would hold a copy of all routes.
    let router = router.with_state(());
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => {
                let connection = serve_connection(stream, remote, router.clone(), drain.clone());
                drain.spawn(connection);
            }
            Err(error) => pause(&error).await,
        }
    }
}

/// Pauses accepting after an error, unless the connection broke before it was accepted: a lack of resources may pass.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "cannot accept connections");
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

async fn serve_connection(stream: TcpStream, remote: SocketAddr, router: Router, drain: Drain) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let peer = Peer::new(&stream, remote);
    let streams = drain.clone();
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        peer.insert(request.extensions_mut());
        request.extensions_mut().insert(streams.clone());
        router.clone().call(request.map(Body::new))
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http2().enable_connect_protocol();
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = drain.begun() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended with an error");
    }
}
