//! The address of a request's peer, in the types in which axum and tonic look for it.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use http::Extensions;
use tokio::net::TcpStream;
use tonic::transport::server::{Connected as _, TcpConnectInfo};

/// The peer of one connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    of_axum: ConnectInfo<SocketAddr>,
    of_tonic: TcpConnectInfo,
}

impl Peer {
    pub(crate) fn new(stream: &TcpStream, remote: SocketAddr) -> Self {
        Self {
            of_axum: ConnectInfo(remote),
            of_tonic: TcpConnectInfo {
                remote_addr: Some(remote),
                ..stream.connect_info()
            },
        }
    }

    /// Adds the address to the extensions of one of the connection's requests.
    pub(crate) fn insert(&self, extensions: &mut Extensions) {
        extensions.insert(self.of_axum);
        extensions.insert(self.of_tonic.clone());
    }
}

/// Returns the address of the peer. axum's takes precedence, as layers replace that one.
pub(crate) fn address(extensions: &Extensions) -> Option<SocketAddr> {
    of_axum(extensions).or_else(|| of_tonic(extensions)?.remote_addr)
}

/// Copies axum's address of the peer to where tonic looks for it.
pub(crate) fn show_to_tonic(extensions: &mut Extensions) {
    let remote_addr = of_axum(extensions);
    let known = of_tonic(extensions);
    if remote_addr.is_none() || known.is_some_and(|known| known.remote_addr == remote_addr) {
        return;
    }
    let local_addr = known.and_then(|known| known.local_addr);
    extensions.insert(TcpConnectInfo {
        local_addr,
        remote_addr,
    });
}

fn of_axum(extensions: &Extensions) -> Option<SocketAddr> {
    let ConnectInfo(remote) = extensions.get()?;
    Some(*remote)
}

fn of_tonic(extensions: &Extensions) -> Option<&TcpConnectInfo> {
    extensions.get()
}
