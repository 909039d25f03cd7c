//! A TCP proxy that keeps the heads of the requests it passes on, and can cut the connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Passes requests without bodies on to a server. Its threads end with their connections, and with the process.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    server: String,
    heads: Vec<String>,
    open: Vec<TcpStream>,
    /// A response that holds this text is cut before it.
    cut_before: Option<String>,
}

impl Proxy {
    pub(crate) fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let proxy = Self {
            address: listener.local_addr().expect("its address"),
            seen: Arc::default(),
        };
        proxy.lead_to(server);
        let accepting = proxy.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = accepting.seen().server.clone();
                let server = TcpStream::connect(server).expect("the server is there");
                accepting.join(client, server);
            }
        });
        proxy
    }

    /// Passes the requests of the connections to come on to this server.
    pub(crate) fn lead_to(&self, server: &str) {
        self.seen().server = server.to_owned();
    }

    /// The heads of all GET requests for this path so far.
    pub(crate) fn requests(&self, path: &str) -> Vec<String> {
        let first = format!("GET {path} ");
        let seen = self.seen();
        let heads = seen.heads.iter();
        heads
            .filter(|head| head.starts_with(&first))
            .cloned()
            .collect()
    }

    /// Cuts every connection.
    pub(crate) fn cut(&self) {
        for connection in self.seen().open.drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    /// Cuts the connection of the next response with this text, before the text.
    pub(crate) fn cut_before(&self, text: &str) {
        self.seen().cut_before = Some(text.to_owned());
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn join(&self, client: TcpStream, server: TcpStream) {
        let clone = |stream: &TcpStream| stream.try_clone().expect("a handle");
        self.seen().open.extend([clone(&client), clone(&server)]);
        let (from_client, to_server) = (clone(&client), clone(&server));
        let (up, down) = (self.clone(), self.clone());
        thread::spawn(move || up.pass_requests(from_client, to_server));
        thread::spawn(move || down.pass_responses(server, client));
    }

    fn pass_requests(&self, client: TcpStream, mut server: TcpStream) {
        let mut client = BufReader::new(client);
        let mut head = String::new();
        while let Ok(1..) = client.read_line(&mut head) {
            if head.ends_with("\r\n\r\n") {
                self.seen().heads.push(head.clone());
                let _ = server.write_all(head.as_bytes());
                head.clear();
            }
        }
        let _ = server.shutdown(Shutdown::Write);
    }

    fn pass_responses(&self, mut server: TcpStream, mut client: TcpStream) {
        let mut buffer = [0; 16 << 10];
        while let Ok(length @ 1..) = server.read(&mut buffer) {
            let piece = &buffer[..length];
            let cut = self.take_cut(piece);
            if client.write_all(&piece[..cut.unwrap_or(length)]).is_err() || cut.is_some() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
    }

    fn take_cut(&self, piece: &[u8]) -> Option<usize> {
        let mut seen = self.seen();
        let text = seen.cut_before.as_ref()?.as_bytes();
        let at = piece
            .windows(text.len())
            .position(|window| window == text)?;
        seen.cut_before = None;
        Some(at)
    }
}
