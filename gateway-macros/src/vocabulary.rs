//! Every key that an attribute takes, with an example of its use.

use crate::keys::Vocabulary;

/// The keys of `#[http]` that name an HTTP method.
pub(crate) const METHODS: &[&str] = &["get", "put", "post", "delete", "patch", "custom"];

pub(crate) const HTTP: Vocabulary = Vocabulary {
    owner: "`#[http]`",
    keys: &[
        ("get", "get = \"/v1/rooms/{room}\""),
        ("put", "put = \"/v1/rooms/{room}\""),
        ("post", "post = \"/v1/rooms\""),
        ("delete", "delete = \"/v1/rooms/{room}\""),
        ("patch", "patch = \"/v1/rooms/{room}\""),
        ("custom", "custom(method = \"LIST\", path = \"/v1/rooms\")"),
        ("body", "body = \"*\""),
        ("response_body", "response_body = \"room\""),
        ("query", "query(alias(q = \"filter.text\"))"),
        ("status", "status = 201"),
        ("timeout", "timeout = \"30s\""),
        ("stream", "stream(disable_websockets)"),
        ("sse", "sse(id = \"seq\", resume = \"after_seq\")"),
        ("websocket", "websocket(envelope)"),
    ],
};

pub(crate) const CUSTOM: Vocabulary = Vocabulary {
    owner: "`custom`",
    keys: &[
        ("method", "method = \"LIST\""),
        ("path", "path = \"/v1/rooms\""),
    ],
};

pub(crate) const QUERY: Vocabulary = Vocabulary {
    owner: "`query`",
    keys: &[
        (
            "alias",
            "alias(q = \"filter.text\", \"page-size\" = \"page_size\")",
        ),
        ("ignore", "ignore(\"secret\", \"filter.internal\")"),
        ("disable_discovery", "disable_discovery"),
    ],
};

pub(crate) const GATEWAY: Vocabulary = Vocabulary {
    owner: "`#[gateway]`",
    keys: &[
        ("prefix", "prefix = \"/api\""),
        ("timeout", "timeout = \"30s\""),
        ("stream", "stream(disable_websockets)"),
        ("sse", "sse(retry = \"2s\", heartbeat = \"15s\")"),
        ("websocket", "websocket(envelope)"),
        ("proto", "proto"),
        ("server", "server = chat_server::ChatServer"),
        ("crate", "crate = ::gateway"),
    ],
};

pub(crate) const STREAM: Vocabulary = Vocabulary {
    owner: "`stream`",
    keys: &[
        ("disable_sse", "disable_sse"),
        ("disable_websockets", "disable_websockets"),
        ("disable_chunked_transfer", "disable_chunked_transfer"),
    ],
};

pub(crate) const SSE: Vocabulary = Vocabulary {
    owner: "`sse`",
    keys: &[
        ("id", "id = \"seq\""),
        ("event", "event = \"kind\""),
        ("resume", "resume = \"after_seq\""),
        ("retry", "retry = \"2s\""),
        ("heartbeat", "heartbeat = \"15s\""),
    ],
};

pub(crate) const SSE_DEFAULTS: Vocabulary = Vocabulary {
    owner: "`sse` on the impl",
    keys: &[
        ("retry", "retry = \"2s\""),
        ("heartbeat", "heartbeat = \"15s\""),
    ],
};

pub(crate) const WEBSOCKET: Vocabulary = Vocabulary {
    owner: "`websocket`",
    keys: &[
        ("envelope", "websocket(envelope)"),
        ("raw", "websocket(raw)"),
        ("first_message", "websocket(first_message)"),
    ],
};

pub(crate) const WEBSOCKET_DEFAULTS: Vocabulary = Vocabulary {
    owner: "`websocket` on the impl",
    keys: &[
        ("envelope", "websocket(envelope)"),
        ("raw", "websocket(raw)"),
    ],
};
