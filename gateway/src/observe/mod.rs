//! [`Observer`]: sees how every call opens, runs and ends.

#[cfg(feature = "metrics")]
mod metrics;
pub(crate) mod record;

use std::fmt;
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Duration;

use tonic::metadata::MetadataMap;
use tonic::{Code, Extensions, Request};

#[cfg(feature = "metrics")]
pub use self::metrics::Metrics;
pub(crate) use self::record::{Observers, Record};
use crate::error::EndReason;
use crate::schema::{Form, MethodDescriptor};

/// Sees every call of a gateway: when it opens, each of its messages, and how it ends.
///
/// The functions run in the middle of the call and must not block. A panic in one is logged, and the call goes on. A
/// request that reaches no method, such as one for an unknown path, is not a call.
///
/// An observer only watches: use an [interceptor](crate::Gateway::interceptor) to refuse a call or to identify the
/// caller. The observer finds what the interceptor leaves in the request's metadata and extensions in [`CallInfo`]:
///
/// ```
/// use gateway::tonic::{Request, Status};
/// use gateway::{CallEnd, CallInfo, Gateway, Observer};
///
/// #[derive(Clone)]
/// struct User(String);
///
/// fn authenticate(mut request: Request<()>) -> Result<Request<()>, Status> {
///     let token = request.metadata().get("authorization");
///     if token.is_none_or(|token| token != "Bearer secret") {
///         return Err(Status::unauthenticated("no valid token"));
///     }
///     request.extensions_mut().insert(User("ada".to_owned()));
///     Ok(request)
/// }
///
/// #[derive(Debug)]
/// struct AccessLog;
///
/// impl Observer for AccessLog {
///     fn closed(&self, call: &CallInfo, end: &CallEnd<'_>) {
///         let peer = call.peer().map_or("-".to_owned(), |peer| peer.to_string());
///         let user = call.extensions().get::<User>().map_or("-", |user| &user.0);
///         println!("{peer} {user} {call}: {:?} after {:?}", end.code, end.duration);
///     }
/// }
///
/// let gateway = Gateway::new().interceptor(authenticate).observer(AccessLog);
/// ```
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// Called when a request has reached a method and its interceptors have run, before the handler runs. A call that
    /// is refused before its handler runs opens as well, and closes at once.
    fn opened(&self, _call: &CallInfo) {}

    /// Called when a message of the client has arrived, with its size in the request in bytes.
    fn message_in(&self, _call: &CallInfo, _bytes: usize) {}

    /// Called when a message of the handler has been written, with its size in the response in bytes, including
    /// framing.
    fn message_out(&self, _call: &CallInfo, _bytes: usize) {}

    /// Called when the call is over: the handler's resources and its place among the open streams are free.
    fn closed(&self, _call: &CallInfo, _end: &CallEnd<'_>) {}

    /// Returns `true` if the observer reads [`CallInfo::metadata`] and [`CallInfo::extensions`], which are copied once
    /// per call. Return `false` to save the copy; both are then empty unless another observer reads them.
    fn reads_request(&self) -> bool {
        true
    }
}

/// The identity of a call: its number, method and form, its peer and its request.
#[derive(Clone)]
pub struct CallInfo {
    pub(crate) id: u64,
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) template: &'static str,
    pub(crate) form: Form,
    pub(crate) peer: Option<SocketAddr>,
    pub(crate) request: OnceLock<RequestInfo>,
}

/// The parts of a request that observers see besides its messages.
#[derive(Clone, Default)]
pub(crate) struct RequestInfo {
    pub(crate) metadata: MetadataMap,
    pub(crate) extensions: Extensions,
}

impl RequestInfo {
    pub(crate) fn of(request: &Request<()>) -> Self {
        Self {
            metadata: request.metadata().clone(),
            extensions: request.extensions().clone(),
        }
    }
}

impl CallInfo {
    /// Returns the number of the call, counted from 1 in this process. Over a WebSocket it also identifies the
    /// connection, as each carries one call.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Returns the method that is called.
    #[must_use]
    pub fn method(&self) -> &'static MethodDescriptor {
        self.method
    }

    /// Returns the path template of the binding. It is empty for a handler without `#[gateway]`, whose route only axum
    /// knows.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// Returns the form of the response.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// Returns the address of the peer; behind a proxy it is the proxy's. It is known under [`serve`](crate::serve()),
    /// and under `axum::serve` with `into_make_service_with_connect_info::<SocketAddr>()`. A layer that replaces
    /// `axum::extract::ConnectInfo<SocketAddr>` in the extensions replaces it.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// Returns the metadata of the request as the interceptors left it, or as they found it if one has refused the
    /// call. It contains what the client sent, including credentials.
    #[must_use]
    pub fn metadata(&self) -> &MetadataMap {
        &self.request().metadata
    }

    /// Returns the extensions of the request as layers and interceptors left them, or as the interceptors found them if
    /// one has refused the call.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request().extensions
    }

    fn request(&self) -> &RequestInfo {
        self.request.get_or_init(RequestInfo::default)
    }
}

/// Leaves out the metadata and the extensions, which may contain secrets.
impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("template", &self.template)
            .field("form", &self.form)
            .field("peer", &self.peer)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (service, method) = (self.method.service(), self.method.name());
        write!(
            f,
            "call {} of {service}/{method} over {}",
            self.id, self.form
        )
    }
}

/// The end of a call: its status, its reason and its totals.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEnd<'e> {
    /// The code that the client received, or would have received had it stayed; `CANCELLED` if the client has gone.
    pub code: Code,
    /// The message that goes with the code; empty on success.
    pub message: &'e str,
    /// The reason for the end of the call.
    pub reason: EndReason,
    /// The number of messages that have arrived from the client.
    pub messages_in: u64,
    /// The number of messages of the handler that have been written.
    pub messages_out: u64,
    /// The total size of the client's messages in bytes.
    pub bytes_in: u64,
    /// The total size of the handler's messages in bytes, including framing.
    pub bytes_out: u64,
    /// The time since the head of the request.
    pub duration: Duration,
}
