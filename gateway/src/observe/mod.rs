//! [`Observer`]: what becomes of every call.

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
/// The functions run in the midst of the call and must not block. A panic in one is logged, and the call goes on. A
/// request that reaches no method, such as one for an unknown path, is not a call.
///
/// An observer only looks: to refuse a call is the work of an [interceptor](crate::Gateway::interceptor), which is also
/// the place to find out who calls. What it leaves in the request's metadata and extensions, the observer finds in
/// [`CallInfo`]:
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
    /// A request has reached a method, and its interceptors have run; the handler has not. A call that is refused before
    /// its handler opens as well, and closes at once.
    fn opened(&self, _call: &CallInfo) {}

    /// A message of the client has arrived, which takes this many bytes of the request.
    fn message_in(&self, _call: &CallInfo, _bytes: usize) {}

    /// A message of the handler has been written, which takes this many bytes of the response, framing included.
    fn message_out(&self, _call: &CallInfo, _bytes: usize) {}

    /// The call is over: the handler's resources are free, and its place among the open streams is.
    fn closed(&self, _call: &CallInfo, _end: &CallEnd<'_>) {}

    /// Whether the observer reads [`CallInfo::metadata`] and [`CallInfo::extensions`], which are copied once per call
    /// for it. Return `false` to save the copy; unless another observer wants them, both are empty then.
    fn reads_request(&self) -> bool {
        true
    }
}

/// Which call it is, and who makes it.
#[derive(Clone)]
pub struct CallInfo {
    pub(crate) id: u64,
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) template: &'static str,
    pub(crate) form: Form,
    pub(crate) peer: Option<SocketAddr>,
    pub(crate) request: OnceLock<RequestInfo>,
}

/// What observers see of a request beside its messages.
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
    /// The number of the call, counted from 1 in this process. Over a WebSocket it is the number of the connection, as
    /// each carries one call.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The method that is called.
    #[must_use]
    pub fn method(&self) -> &'static MethodDescriptor {
        self.method
    }

    /// The path template of the binding. Empty for a handler without `#[gateway]`, whose route axum knows.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// How the response travels.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// The address of the peer, which is the proxy where there is one. [`serve`](crate::serve()) knows it, and so does
    /// `axum::serve` with `into_make_service_with_connect_info::<SocketAddr>()`; a layer that replaces
    /// `axum::extract::ConnectInfo<SocketAddr>` in the extensions replaces it.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// The metadata of the request as the interceptors have left it; for a call that one has refused, as they found it.
    /// It holds what the client sent, credentials included.
    #[must_use]
    pub fn metadata(&self) -> &MetadataMap {
        &self.request().metadata
    }

    /// The extensions of the request as layers and interceptors have left them; for a call that an interceptor has
    /// refused, as the interceptors found them.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.request().extensions
    }

    fn request(&self) -> &RequestInfo {
        self.request.get_or_init(RequestInfo::default)
    }
}

/// Without the metadata and the extensions, which hold secrets.
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

/// How a call has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEnd<'e> {
    /// The code that the client was told, or would have been if it had stayed: `CANCELLED` for one that has gone.
    pub code: Code,
    /// The message that goes with the code; empty on success.
    pub message: &'e str,
    /// Who or what ended the call.
    pub reason: EndReason,
    /// How many messages of the client have arrived.
    pub messages_in: u64,
    /// How many messages of the handler have been written.
    pub messages_out: u64,
    /// What the messages of the client have taken, in bytes.
    pub bytes_in: u64,
    /// What the messages of the handler have taken, in bytes, framing included.
    pub bytes_out: u64,
    /// The time from the head of the request.
    pub duration: Duration,
}
