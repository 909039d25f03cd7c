//! What the examples share beside their services: the port that they listen on, and the signals that stop them.

use tokio::net::TcpListener;
use tokio::signal;

/// Listens on this address.
///
/// # Errors
///
/// The address cannot be listened on; the text says which option takes another one.
pub async fn listen(address: &str) -> Result<TcpListener, String> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| {
        format!("{address}: {error}; `--listen 127.0.0.1:0` takes a port that is free")
    })
}

/// Waits for Ctrl-C, or for the SIGTERM by which service managers and containers stop a program.
pub async fn stopped() {
    tokio::select! {
        Ok(()) = signal::ctrl_c() => {}
        Some(()) = terminated() => {}
        // Where signals cannot be had, the process is killed instead.
        else => std::future::pending().await,
    }
}

#[cfg(unix)]
async fn terminated() -> Option<()> {
    let terminate = signal::unix::SignalKind::terminate();
    signal::unix::signal(terminate).ok()?.recv().await
}

#[cfg(not(unix))]
async fn terminated() -> Option<()> {
    None
}
