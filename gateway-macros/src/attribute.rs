//! What `#[http(..)]` and `#[gateway(..)]` say, with the spans of what said it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, LitStr, Meta, Path};

use crate::errors::Errors;
use crate::keys::{Entry, Keys, Vocabulary};
use crate::value::{Flag, Number, Time};

/// One `#[http(..)]`.
pub(crate) struct Http {
    /// `get`, `put`, `post`, `delete` or `patch`.
    pub(crate) method: Ident,
    pub(crate) path: LitStr,
    pub(crate) body: Option<Body>,
    pub(crate) status: Option<Number>,
    pub(crate) settings: Settings,
    /// Whether all of it was understood: else what seems to be missing may be there.
    pub(crate) is_complete: bool,
}

/// `body = ".."`
pub(crate) struct Body {
    pub(crate) key: Span,
    pub(crate) field: LitStr,
}

/// What a binding sets, and the impl for all of its bindings.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Time>,
    pub(crate) stream: Option<Stream>,
    pub(crate) sse: Option<Sse>,
    pub(crate) websocket: Option<WebSocket>,
}

/// `stream(..)`
pub(crate) struct Stream {
    pub(crate) key: Span,
    pub(crate) disable_sse: Option<Flag>,
    pub(crate) disable_websockets: Option<Flag>,
    pub(crate) disable_chunked_transfer: Option<Flag>,
}

/// `sse(..)`
pub(crate) struct Sse {
    pub(crate) key: Span,
    pub(crate) id: Option<LitStr>,
    pub(crate) event: Option<LitStr>,
    pub(crate) resume: Option<LitStr>,
    pub(crate) retry: Option<Time>,
    pub(crate) heartbeat: Option<Time>,
}

/// `websocket(envelope)` or `websocket(raw)`
pub(crate) struct WebSocket {
    pub(crate) key: Span,
    pub(crate) envelope: bool,
}

/// `#[gateway(..)]`
#[derive(Default)]
pub(crate) struct Gateway {
    pub(crate) prefix: Option<LitStr>,
    pub(crate) server: Option<Path>,
    pub(crate) krate: Option<Path>,
    pub(crate) defaults: Settings,
}

const METHODS: &[&str] = &["get", "put", "post", "delete", "patch"];

const HTTP: Vocabulary = Vocabulary {
    owner: "`#[http]`",
    keys: &[
        ("get", "get = \"/v1/rooms/{room}\""),
        ("put", "put = \"/v1/rooms/{room}\""),
        ("post", "post = \"/v1/rooms\""),
        ("delete", "delete = \"/v1/rooms/{room}\""),
        ("patch", "patch = \"/v1/rooms/{room}\""),
        ("body", "body = \"*\""),
        ("status", "status = 201"),
        ("timeout", "timeout = \"30s\""),
        ("stream", "stream(disable_websockets)"),
        ("sse", "sse(id = \"seq\", resume = \"after_seq\")"),
        ("websocket", "websocket(envelope)"),
    ],
    later: &["custom", "response_body", "query"],
};

const GATEWAY: Vocabulary = Vocabulary {
    owner: "`#[gateway]`",
    keys: &[
        ("prefix", "prefix = \"/api\""),
        ("timeout", "timeout = \"30s\""),
        ("stream", "stream(disable_websockets)"),
        ("sse", "sse(retry = \"2s\", heartbeat = \"15s\")"),
        ("websocket", "websocket(envelope)"),
        ("server", "server = chat_server::ChatServer"),
        ("crate", "crate = ::gateway"),
    ],
    later: &["proto"],
};

const STREAM: Vocabulary = Vocabulary {
    owner: "`stream`",
    keys: &[
        ("disable_sse", "disable_sse"),
        ("disable_websockets", "disable_websockets"),
        ("disable_chunked_transfer", "disable_chunked_transfer"),
    ],
    later: &[],
};

const SSE: Vocabulary = Vocabulary {
    owner: "`sse`",
    keys: &[
        ("id", "id = \"seq\""),
        ("event", "event = \"kind\""),
        ("resume", "resume = \"after_seq\""),
        ("retry", "retry = \"2s\""),
        ("heartbeat", "heartbeat = \"15s\""),
    ],
    later: &[],
};

const SSE_DEFAULTS: Vocabulary = Vocabulary {
    owner: "`sse` on the impl",
    keys: &[("retry", "retry = \"2s\""), ("heartbeat", "heartbeat = \"15s\"")],
    later: &[],
};

const WEBSOCKET: Vocabulary = Vocabulary {
    owner: "`websocket`",
    keys: &[("envelope", "websocket(envelope)"), ("raw", "websocket(raw)")],
    later: &["first_message"],
};

impl Http {
    pub(crate) fn parse(attribute: &Attribute, errors: &mut Errors) -> Option<Self> {
        let Meta::List(list) = &attribute.meta else {
            let span = attribute.path().segments.last().map_or_else(Span::call_site, |last| last.ident.span());
            errors.at(span, ONE_METHOD);
            return None;
        };
        let before = errors.count();
        let mut keys = Keys::parse(list.tokens.clone(), &HTTP, errors);
        let body = keys.take("body");
        let status = keys.take("status");
        let settings = Settings::parse(&mut keys, &SSE, errors);
        let (method, path) = one_method(keys, attribute, errors)?;
        Some(Self {
            method,
            path,
            body: body.and_then(|entry| Body::parse(&entry, errors)),
            status: status.and_then(|entry| entry.number(errors)),
            settings,
            is_complete: errors.count() == before,
        })
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == "get"
    }

    /// The HTTP method's name, such as `GET`.
    pub(crate) fn method_name(&self) -> String {
        self.method.to_string().to_uppercase()
    }
}

const ONE_METHOD: &str = "`#[http]` names an HTTP method and a path\n\
    help: write `#[http(get = \"/v1/rooms/{room}\")]`";

fn one_method(mut keys: Keys, attribute: &Attribute, errors: &mut Errors) -> Option<(Ident, LitStr)> {
    let mut methods = keys.take_any(METHODS).into_iter();
    let Some(first) = methods.next() else {
        errors.at(attribute.path().segments.last().map_or_else(Span::call_site, |last| last.ident.span()), ONE_METHOD);
        return None;
    };
    for other in methods {
        let message = format!(
            "`{}` and `{}` are two bindings\nhelp: write a second `#[http({} = ..)]`",
            first.key, other.key, other.key
        );
        errors.at(other.span(), message);
    }
    let path = first.string(errors)?;
    Some((first.key, path))
}

impl Body {
    fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        entry.string(errors).map(|field| Self { key, field })
    }
}

impl Settings {
    fn parse(keys: &mut Keys, sse: &Vocabulary, errors: &mut Errors) -> Self {
        Self {
            timeout: keys.take("timeout").and_then(|entry| entry.time(errors)),
            stream: keys.take("stream").and_then(|entry| Stream::parse(&entry, errors)),
            sse: keys.take("sse").and_then(|entry| Sse::parse(&entry, sse, errors)),
            websocket: keys.take("websocket").and_then(|entry| WebSocket::parse(&entry, errors)),
        }
    }
}

impl Stream {
    fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, &STREAM, errors);
        let mut flag = |key| keys.take(key).and_then(|entry| entry.flag(errors));
        Some(Self {
            key,
            disable_sse: flag("disable_sse"),
            disable_websockets: flag("disable_websockets"),
            disable_chunked_transfer: flag("disable_chunked_transfer"),
        })
    }
}

impl Sse {
    fn parse(entry: &Entry, vocabulary: &Vocabulary, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, vocabulary, errors);
        let mut field = |key| keys.take(key).and_then(|entry| entry.string(errors));
        let (id, event, resume) = (field("id"), field("event"), field("resume"));
        let mut time = |key| keys.take(key).and_then(|entry| entry.time(errors));
        let (retry, heartbeat) = (time("retry"), time("heartbeat"));
        Some(Self {
            key,
            id,
            event,
            resume,
            retry,
            heartbeat,
        })
    }
}

impl WebSocket {
    fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, &WEBSOCKET, errors);
        let mut flag = |key| keys.take(key).and_then(|entry| entry.flag(errors));
        let (envelope, raw) = (flag("envelope"), flag("raw"));
        if let (Some(_), Some(raw)) = (envelope, raw) {
            errors.at(raw.span, "a WebSocket is either `envelope` or `raw`");
        }
        Some(Self {
            key,
            envelope: envelope.is_some_and(|flag| flag.on),
        })
    }
}

impl Gateway {
    pub(crate) fn parse(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut keys = Keys::parse(arguments, &GATEWAY, errors);
        Self {
            prefix: keys.take("prefix").and_then(|entry| entry.string(errors)),
            server: keys.take("server").and_then(|entry| entry.path(errors)),
            krate: keys.take("crate").and_then(|entry| entry.path(errors)),
            defaults: Settings::parse(&mut keys, &SSE_DEFAULTS, errors),
        }
    }
}
