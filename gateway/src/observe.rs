//! [`Observer`]: what becomes of every call.

use std::fmt;
use std::time::Duration;

use tonic::Code;

use crate::end_reason::EndReason;
use crate::negotiate::Form;
use crate::service::MethodDescriptor;

/// Sees every call of a gateway: when it opens, each of its messages, and how it ends.
///
/// The functions are called in the midst of the call and must not block. One that panics is logged, and the call goes
/// on. Requests that reach no method, such as those for unknown paths, are no calls.
///
/// ```
/// use gateway::{CallEnd, CallInfo, Gateway, Observer};
///
/// #[derive(Debug)]
/// struct Log;
///
/// impl Observer for Log {
///     fn closed(&self, call: &CallInfo, end: &CallEnd<'_>) {
///         println!("{call} ended: {} after {:?}", end.reason, end.duration);
///     }
/// }
///
/// let gateway = Gateway::new().observer(Log);
/// ```
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// A request has reached a method, and its form is known. The handler has not been called.
    fn opened(&self, _call: &CallInfo) {}

    /// A message of the client has arrived, which takes this many bytes of the request.
    fn message_in(&self, _call: &CallInfo, _bytes: usize) {}

    /// A message of the handler has been written, which takes this many bytes of the response, framing included.
    fn message_out(&self, _call: &CallInfo, _bytes: usize) {}

    /// The call is over: the handler's resources are free, and its place among the open streams is.
    fn closed(&self, _call: &CallInfo, _end: &CallEnd<'_>) {}
}

/// Which call it is.
#[derive(Clone, Copy, Debug)]
pub struct CallInfo {
    pub(crate) id: u64,
    pub(crate) method: &'static MethodDescriptor,
    pub(crate) template: &'static str,
    pub(crate) form: Form,
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
