//! [`Binding`], one `#[http(..)]` of a method, as constant data.

use std::time::Duration;

use super::template::Template;

/// One `#[http(..)]` of a method.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub(crate) http_method: &'static str,
    pub(crate) template: Template,
    pub(crate) body: BodyBinding,
    pub(crate) response_body: Option<&'static str>,
    pub(crate) query: QueryFields,
    pub(crate) status: u16,
    pub(crate) timeout: Option<Duration>,
    pub(crate) forms: StreamForms,
    pub(crate) sse: SseFields,
    pub(crate) message_form: FrameFormat,
    pub(crate) first_message: bool,
    /// `true` if a GET of the path opens a WebSocket although the binding is for another HTTP method.
    pub(crate) websocket: bool,
}

impl Binding {
    /// Binds this HTTP method and path, without a body and with every form enabled.
    pub const fn new(http_method: &'static str, template: Template) -> Self {
        Self {
            http_method,
            template,
            body: BodyBinding::None,
            response_body: None,
            query: QueryFields::ALL,
            status: 200,
            timeout: None,
            forms: StreamForms::ALL,
            sse: SseFields::NONE,
            message_form: FrameFormat::Raw,
            first_message: false,
            websocket: false,
        }
    }

    /// Sets the part of the request message that the request body fills.
    #[must_use]
    pub const fn body(mut self, body: BodyBinding) -> Self {
        self.body = body;
        self
    }

    /// Sets the top-level response field that is sent as the document, by its proto name.
    #[must_use]
    pub const fn response_body(mut self, field: &'static str) -> Self {
        self.response_body = Some(field);
        self
    }

    /// Sets the fields that the query can fill.
    #[must_use]
    pub const fn query(mut self, query: QueryFields) -> Self {
        self.query = query;
        self
    }

    /// Sets the HTTP status of a successful response.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Sets the maximum duration of a call, in milliseconds.
    #[must_use]
    pub const fn timeout(mut self, milliseconds: u64) -> Self {
        self.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the forms in which the binding responds.
    #[must_use]
    pub const fn forms(mut self, forms: StreamForms) -> Self {
        self.forms = forms;
        self
    }

    /// Sets the fields and times of the binding's Server-Sent Events.
    #[must_use]
    pub const fn sse(mut self, sse: SseFields) -> Self {
        self.sse = sse;
        self
    }

    /// Sets the format of messages in WebSocket frames.
    #[must_use]
    pub const fn message_form(mut self, form: FrameFormat) -> Self {
        self.message_form = form;
        self
    }

    /// Over WebSocket, takes the first message as the request of a server-streaming call, and lays path and query over
    /// it.
    #[must_use]
    pub const fn first_message(mut self) -> Self {
        self.first_message = true;
        self
    }

    /// Lets a binding of an HTTP method other than GET open WebSockets too. A GET of its path is bound if it asks for a
    /// WebSocket; any other GET is not.
    #[must_use]
    pub const fn websocket(mut self) -> Self {
        self.websocket = true;
        self
    }

    /// Returns whether a WebSocket can be opened at the path.
    #[cfg(feature = "server")]
    pub(crate) fn opens_websocket(&self) -> bool {
        self.websocket || self.http_method == "GET"
    }

    /// Returns the binding of the GET that opens WebSockets at the same path. The request of that GET has no body.
    #[cfg(feature = "server")]
    pub(crate) fn of_websocket(mut self, kind: crate::schema::RpcKind) -> Self {
        self.http_method = "GET";
        if !kind.streams_requests() {
            self.body = BodyBinding::None;
        }
        self
    }
}

/// The part of the request message that the request body fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyBinding {
    /// Nothing: the request is built from path and query.
    None,
    /// The whole message, `body = "*"`.
    Message,
    /// One field, by its proto name, or by a dotted path if it is inside other messages: `room.topic`.
    Field(&'static str),
}

/// The maximum number of names in the dotted path of a body's field.
pub(crate) const MAX_BODY_DEPTH: usize = 8;

/// The fields that the query of a binding sets, and the names of their parameters. Fields are dotted paths of proto
/// names.
#[derive(Clone, Copy, Debug)]
pub struct QueryFields {
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    pub(crate) ignored: &'static [&'static str],
    pub(crate) discovery: bool,
}

impl QueryFields {
    /// Every field under its own names.
    pub const ALL: Self = Self {
        aliases: &[],
        ignored: &[],
        discovery: true,
    };

    /// Sets the parameters with other names, as pairs of a name and a field. Such a field loses its own names.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [(&'static str, &'static str)]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Sets the fields that the query cannot set.
    #[must_use]
    pub const fn ignored(mut self, ignored: &'static [&'static str]) -> Self {
        self.ignored = ignored;
        self
    }

    /// Lets only aliases set fields.
    #[must_use]
    pub const fn disable_discovery(mut self) -> Self {
        self.discovery = false;
        self
    }
}

/// The forms in which a streaming method may respond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamForms {
    pub(crate) sse: bool,
    pub(crate) websocket: bool,
    pub(crate) chunked: bool,
}

impl StreamForms {
    /// Every form.
    pub const ALL: Self = Self {
        sse: true,
        websocket: true,
        chunked: true,
    };

    /// Returns the forms that both allow.
    pub(crate) const fn and(mut self, other: Self) -> Self {
        self.sse &= other.sse;
        self.websocket &= other.websocket;
        self.chunked &= other.chunked;
        self
    }

    /// Disables Server-Sent Events.
    #[must_use]
    pub const fn disable_sse(mut self) -> Self {
        self.sse = false;
        self
    }

    /// Disables WebSocket.
    #[must_use]
    pub const fn disable_websockets(mut self) -> Self {
        self.websocket = false;
        self
    }

    /// Disables chunked transfer, or for client streaming, HTTP request bodies.
    #[must_use]
    pub const fn disable_chunked_transfer(mut self) -> Self {
        self.chunked = false;
        self
    }
}

/// The `sse(..)` of a binding: fields by their proto names, times in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct SseFields {
    pub(crate) id: Option<&'static str>,
    pub(crate) event: Option<&'static str>,
    pub(crate) resume: Option<&'static str>,
    pub(crate) retry: Option<Duration>,
    pub(crate) heartbeat: Option<Duration>,
}

impl SseFields {
    /// No `id:`, `event:` or `retry:` lines, no resumption, the default heartbeat.
    pub const NONE: Self = Self {
        id: None,
        event: None,
        resume: None,
        retry: None,
        heartbeat: None,
    };

    /// Sets the response field that is written as the event's id.
    #[must_use]
    pub const fn id(mut self, field: &'static str) -> Self {
        self.id = Some(field);
        self
    }

    /// Sets the response field that is written as the event's name.
    #[must_use]
    pub const fn event(mut self, field: &'static str) -> Self {
        self.event = Some(field);
        self
    }

    /// Sets the request field that `Last-Event-ID` replaces.
    #[must_use]
    pub const fn resume(mut self, field: &'static str) -> Self {
        self.resume = Some(field);
        self
    }

    /// Sets the reconnection time that is sent to the client, at least 1,000 milliseconds.
    #[must_use]
    pub const fn retry(mut self, milliseconds: u64) -> Self {
        self.retry = Some(Duration::from_millis(milliseconds));
        self
    }

    /// Sets the silence, in milliseconds, after which a comment is written.
    #[must_use]
    pub const fn heartbeat(mut self, milliseconds: u64) -> Self {
        self.heartbeat = Some(Duration::from_millis(milliseconds));
        self
    }
}

/// The format of messages in WebSocket frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameFormat {
    /// One frame is one message.
    Raw,
    /// One frame is one JSON object with a `type`.
    Envelope,
}
