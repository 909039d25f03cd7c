//! A response body of many messages. All messages that are ready leave in one piece.

use std::future::Future as _;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, Version, header};
use http_body::Frame;
use tokio::time::{Sleep, sleep};
use tonic::{Code, Status};

use super::Framing;
use super::heartbeat::Heartbeat;
use crate::call::Metadata;
use crate::json::{self, Message};
use crate::negotiate::has_token;
use crate::observe::Record;
use crate::reply::{Payload, Reply};

/// The number of bytes written before they are passed on, and the most that is passed on at once.
const PIECE_BYTES: usize = 16 << 10;

/// How long what has been written may take to leave before a body is reset. hyper and h2 forget what they have not sent
/// when a body fails, the head too, and do not say when they have sent it.
const CUT_AFTER: Duration = Duration::from_millis(100);

/// The parts of a stream's response other than its messages.
#[derive(Debug)]
pub(crate) struct StreamHead {
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Payload,
    pub(crate) trailers: Trailers,
    pub(crate) record: Arc<Record>,
}

/// The trailers that carry the status after the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trailers {
    None,
    /// HTTP/1.1: trailers must be announced.
    Announced,
    /// HTTP/2: the trailers include the metadata of the status.
    Plain(Metadata),
}

impl Trailers {
    /// Returns the trailers that a request wants. HTTP/2 always has trailers; over HTTP/1.1 the client has to ask for
    /// them (RFC 9110, section 6.5.1).
    pub(crate) fn wanted(parts: &Parts, metadata: Metadata) -> Self {
        match parts.version {
            Version::HTTP_2 => Self::Plain(metadata),
            Version::HTTP_11 if has_token(&parts.headers, &header::TE, "trailers") => {
                Self::Announced
            }
            _ => Self::None,
        }
    }
}

/// Returns a response whose body is the reply's messages.
pub(crate) fn stream<S, M>(
    reply: Reply<S>,
    framing: Box<dyn Framing>,
    head: StreamHead,
) -> Response<Body>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    let headers = headers(framing.content_type(), head.headers, head.trailers);
    let mut response = Response::new(Body::new(StreamBody::new(
        reply,
        framing,
        head.payload,
        head.trailers,
        head.record,
    )));
    *response.headers_mut() = headers;
    response
}

/// Returns the response to a HEAD request, which has called no method.
pub(crate) fn stream_head(framing: &dyn Framing) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = headers(framing.content_type(), HeaderMap::new(), Trailers::None);
    response
}

pub(super) fn headers(content_type: HeaderValue, own: HeaderMap, trailers: Trailers) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-cache, no-transform"),
    );
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.extend(own);
    headers.insert(header::CONTENT_TYPE, content_type);
    if trailers == Trailers::Announced {
        let names = HeaderValue::from_static("grpc-status, grpc-message, grpc-status-details-bin");
        headers.insert(header::TRAILER, names);
    }
    headers
}

struct StreamBody<S: Stream> {
    reply: Reply<S>,
    framing: Box<dyn Framing>,
    buffer: BytesMut,
    heartbeat: Option<Heartbeat>,
    payload: Payload,
    trailers: Trailers,
    record: Arc<Record>,
    progress: Progress,
}

enum Progress {
    Open,
    /// The last message and the end or error are in the buffer.
    Ended(Status),
    /// What has been written is on its way; the body is reset after that.
    Cut(Status, Pin<Box<Sleep>>),
    Done,
}

impl<S, M> StreamBody<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    fn new(
        reply: Reply<S>,
        mut framing: Box<dyn Framing>,
        payload: Payload,
        trailers: Trailers,
        record: Arc<Record>,
    ) -> Self {
        let mut buffer = BytesMut::new();
        framing.open(&mut buffer);
        Self {
            reply,
            heartbeat: framing
                .heartbeat()
                .map(|(period, text)| Heartbeat::new(period, text)),
            framing,
            buffer,
            payload,
            trailers,
            record,
            progress: Progress::Open,
        }
    }

    /// Writes the items that are ready into the buffer.
    fn fill(&mut self, cx: &mut Context<'_>) {
        let Self {
            reply,
            framing,
            buffer,
            payload,
            record,
            ..
        } = self;
        let mut empty = 0;
        let batch = reply.poll_batch(cx, |item| {
            let ended = match item {
                Some(item) => item
                    .and_then(|message| write_message(&message, framing.as_mut(), payload, buffer))
                    .inspect(|bytes| record.sent(*bytes))
                    .map(|bytes| empty += usize::from(bytes == 0))
                    .err(),
                None => Some(Status::ok("")),
            };
            match ended {
                None if buffer.len() + empty < PIECE_BYTES => ControlFlow::Continue(()),
                ended => ControlFlow::Break(ended),
            }
        });
        match batch {
            Poll::Ready(Some(status)) => self.end(status),
            // Messages without bytes leave nothing to write before the next ones.
            Poll::Ready(None) if self.buffer.is_empty() => cx.waker().wake_by_ref(),
            _ => {}
        }
    }

    fn end(&mut self, status: Status) {
        self.record.finish(&status);
        match status.code() {
            Code::Ok => self.framing.end(&mut self.buffer),
            _ => self.framing.error(&status, &mut self.buffer),
        }
        self.progress = Progress::Ended(status);
    }

    fn next_piece(&mut self) -> Bytes {
        self.buffer
            .split_to(self.buffer.len().min(PIECE_BYTES))
            .freeze()
    }

    /// Returns what follows the last bytes: trailers, the reset of a body that cannot express its error, or nothing.
    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        match std::mem::replace(&mut self.progress, Progress::Done) {
            Progress::Ended(status)
                if status.code() != Code::Ok && self.framing.cuts_on_error() =>
            {
                self.progress = Progress::Cut(status, Box::pin(sleep(CUT_AFTER)));
                self.poll_finish(cx)
            }
            Progress::Cut(status, mut timer) => {
                if timer.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(Some(Err(status)));
                }
                self.progress = Progress::Cut(status, timer);
                Poll::Pending
            }
            Progress::Ended(status) if self.trailers != Trailers::None => {
                let trailers = trailers(&status, self.trailers);
                Poll::Ready(Some(Ok(Frame::trailers(trailers))))
            }
            _ => Poll::Ready(None),
        }
    }

    fn poll_heartbeat(&mut self, cx: &mut Context<'_>) -> Poll<Bytes> {
        self.heartbeat
            .as_mut()
            .map_or(Poll::Pending, |heartbeat| heartbeat.poll(cx))
    }
}

/// Writes a message and returns the number of bytes that it takes.
fn write_message<M: Message>(
    message: &M,
    framing: &mut dyn Framing,
    payload: &Payload,
    out: &mut BytesMut,
) -> Result<usize, Status> {
    let start = out.len();
    // A field that cannot be written leaves the line without a value, which the form then drops.
    let field =
        |index: usize, out: &mut BytesMut| drop(json::write_field_text(message, index, out));
    framing.before(&field, out);
    payload
        .write(message, out)
        .inspect_err(|_| out.truncate(start))?;
    framing.after(out);
    Ok(out.len() - start)
}

/// Returns the status as trailers; over HTTP/2, where trailers need no announcement, with its metadata.
fn trailers(status: &Status, kind: Trailers) -> HeaderMap {
    let bare = Status::with_details(
        status.code(),
        status.message(),
        Bytes::copy_from_slice(status.details()),
    );
    let mut trailers = HeaderMap::with_capacity(3);
    let _ = bare.add_header(&mut trailers);
    if let Trailers::Plain(metadata) = kind {
        trailers.extend(metadata.into_headers(status.metadata().clone()));
    }
    trailers
}

impl<S, M> http_body::Body for StreamBody<S>
where
    S: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if matches!(this.progress, Progress::Open) && this.buffer.len() < PIECE_BYTES {
            this.fill(cx);
        } else if !this.buffer.is_empty() {
            this.reply.progress();
        }
        if !this.buffer.is_empty() {
            if let Some(heartbeat) = &mut this.heartbeat {
                heartbeat.restart();
            }
            return Poll::Ready(Some(Ok(Frame::data(this.next_piece()))));
        }
        match this.progress {
            Progress::Open => this
                .poll_heartbeat(cx)
                .map(|bytes| Some(Ok(Frame::data(bytes)))),
            _ => this.poll_finish(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.progress, Progress::Done)
    }
}
