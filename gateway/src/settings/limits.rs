//! [`Limits`]: what one call may take.

use std::time::Duration;

/// What no client may exceed, whatever the setting: each level takes stack, and the handler's own code takes some too.
const MAX_JSON_DEPTH: usize = 200;

/// No client does anything in no time.
const MIN_TIME: Duration = Duration::from_millis(1);

/// What one call may take. Every limit has a default; a request over one is refused with an error that names it.
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
    /// The largest request message in bytes, as it is received: a unary body, one value of a request stream, one
    /// WebSocket message. Default 4 MiB. Over it the answer is 413, or Close 1009 on a WebSocket.
    ///
    /// A request stream as a whole has no limit.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.message_bytes = bytes;
        self
    }

    /// The most that a request message may take in memory once it is parsed, in bytes, whether it came as JSON, as
    /// protobuf or in a URL. Default 64 MiB. Over it the answer is 413, or Close 1009 on a WebSocket.
    ///
    /// An element of a list that is two bytes on the wire takes as much as its message has room for all its fields. What
    /// lists and maps have in reserve counts.
    ///
    /// The message in an `Any` is decoded when the `Any` is written as JSON. It may take as much; over it the response is
    /// an `INTERNAL` error.
    pub fn max_message_memory(mut self, bytes: usize) -> Self {
        self.message_memory = bytes;
        self
    }

    /// How deep JSON objects and arrays may nest, of requests and of responses. Default 100, at most 200.
    ///
    /// Every level takes stack, and a process whose stack overflows is aborted: in a debug build 500 levels fit into
    /// the 2 MiB of tokio's threads, 1,000 do not. So a larger number is taken for 200.
    pub fn max_json_depth(mut self, depth: usize) -> Self {
        self.json_depth = depth.min(MAX_JSON_DEPTH);
        self
    }

    /// How many parameters a query string may hold. Default 1,000.
    pub fn max_query_parameters(mut self, parameters: usize) -> Self {
        self.query_parameters = parameters;
        self
    }

    /// How long a client may leave written messages unread before its call is dropped. Default 30 s, at least a
    /// millisecond.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout.max(MIN_TIME);
        self
    }

    /// How long a request body that is being read may bring nothing: one of a single message at any time, one of many
    /// inside a message. Default 30 s, at least a millisecond. Over it the answer is 408.
    pub fn body_idle(mut self, time: Duration) -> Self {
        self.body_idle = time.max(MIN_TIME);
        self
    }

    /// How long a request stream that is being read may bring nothing between its messages. Default 5 minutes, at least
    /// a millisecond; [`Duration::MAX`] is no limit.
    ///
    /// Over it the stream ends with `DEADLINE_EXCEEDED`, which is 408 where the handler passes it on before its answer
    /// has begun. A handler that goes on without its client's messages may ignore it. On a WebSocket pings take its
    /// place.
    pub fn upload_idle(mut self, time: Duration) -> Self {
        self.upload_idle = time.max(MIN_TIME);
        self
    }

    /// How many calls of streaming methods may run at the same time. Default 10,000. Over it the answer is 503 with
    /// `Retry-After`, and an `EventSource` is told to come back.
    pub fn max_open_streams(mut self, streams: usize) -> Self {
        self.open_streams = streams;
        self
    }

    /// The largest response message in bytes, as it is written without its framing. By default there is no limit. Over
    /// it the call ends with `RESOURCE_EXHAUSTED`.
    pub fn max_response_message_bytes(mut self, bytes: usize) -> Self {
        self.response_message_bytes = Some(bytes);
        self
    }
}
