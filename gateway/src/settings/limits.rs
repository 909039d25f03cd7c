//! [`Limits`]: the limits of a call.

use std::time::Duration;

/// The upper bound of the setting: each level takes stack, and so does the handler's own code.
const MAX_JSON_DEPTH: usize = 200;

/// The lower bound of times: no client does anything in no time.
const MIN_TIME: Duration = Duration::from_millis(1);

/// The limits of a call. Every limit except the one on response messages has a default; a request that exceeds one is
/// refused with an error that names it.
///
/// ```
/// use gateway::Limits;
///
/// let limits = Limits::default().max_message_bytes(65_536).max_query_parameters(50);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) message_bytes: usize,
    pub(crate) message_memory: usize,
    pub(crate) json_depth: usize,
    pub(crate) query_parameters: usize,
    pub(crate) write_timeout: Duration,
    pub(crate) body_idle: Duration,
    pub(crate) upload_idle: Duration,
    pub(crate) open_streams: usize,
    pub(crate) response_message_bytes: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 4 << 20,
            message_memory: 64 << 20,
            json_depth: 100,
            query_parameters: 1_000,
            write_timeout: Duration::from_secs(30),
            body_idle: Duration::from_secs(30),
            upload_idle: Duration::from_secs(300),
            open_streams: 10_000,
            response_message_bytes: None,
        }
    }
}

impl Limits {
    /// Sets the maximum size of a request message in bytes, as received: a unary body, one value of a request stream,
    /// or one WebSocket message. Default 4 MiB. A larger one is answered with 413, or with Close 1009 on a WebSocket.
    ///
    /// The size of a request stream as a whole is unlimited.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.message_bytes = bytes;
        self
    }

    /// Sets the maximum memory of a parsed request message in bytes, whether it came as JSON, as protobuf or in a URL.
    /// Default 64 MiB. A larger one is answered with 413, or with Close 1009 on a WebSocket.
    ///
    /// A list element of two bytes on the wire takes as much memory as its message type, with room for every field. The
    /// spare capacity of lists and maps counts too.
    ///
    /// The message in an `Any` is decoded when the `Any` is written as JSON. The same limit applies to it; beyond it
    /// the response is an `INTERNAL` error.
    pub fn max_message_memory(mut self, bytes: usize) -> Self {
        self.message_memory = bytes;
        self
    }

    /// Sets the maximum nesting depth of JSON objects and arrays, in requests and in responses. Default 100, at most
    /// 200.
    ///
    /// Every level takes stack, and a process whose stack overflows is aborted: in a debug build 500 levels fit into
    /// the 2 MiB of tokio's threads, 1,000 do not. So a larger number counts as 200.
    pub fn max_json_depth(mut self, depth: usize) -> Self {
        self.json_depth = depth.min(MAX_JSON_DEPTH);
        self
    }

    /// Sets the maximum number of parameters in a query string. Default 1,000.
    pub fn max_query_parameters(mut self, parameters: usize) -> Self {
        self.query_parameters = parameters;
        self
    }

    /// Sets how long a client may leave written messages unread before its call is dropped. Default 30 s, at least a
    /// millisecond.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout.max(MIN_TIME);
        self
    }

    /// Sets how long a request body may stall while it is being read: anywhere in the body of a single message, or
    /// inside a message of a request stream. Default 30 s, at least 1 ms. A longer stall is answered with 408.
    pub fn body_idle(mut self, time: Duration) -> Self {
        self.body_idle = time.max(MIN_TIME);
        self
    }

    /// Sets how long a request stream may stall between messages while it is being read. Default 5 minutes, at least a
    /// millisecond; [`Duration::MAX`] disables the limit.
    ///
    /// After a longer stall the stream ends with `DEADLINE_EXCEEDED`, which becomes 408 if the handler returns it
    /// before its response has begun. A handler that can go on without its client's messages may ignore it. On a
    /// WebSocket, pings take the place of this limit.
    pub fn upload_idle(mut self, time: Duration) -> Self {
        self.upload_idle = time.max(MIN_TIME);
        self
    }

    /// Sets how many calls of streaming methods may run at the same time. Default 10,000. Further calls are answered
    /// with 503 and `Retry-After`, and an `EventSource` is made to reconnect.
    pub fn max_open_streams(mut self, streams: usize) -> Self {
        self.open_streams = streams;
        self
    }

    /// Sets the maximum size of a response message in bytes, as written, without its framing. Unlimited by default. A
    /// larger one ends the call with `RESOURCE_EXHAUSTED`.
    pub fn max_response_message_bytes(mut self, bytes: usize) -> Self {
        self.response_message_bytes = Some(bytes);
        self
    }
}
