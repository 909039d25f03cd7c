//! Calls over a WebSocket, up to the point where the handshake is accepted or refused.

use std::future::Future;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::future::{Either, select};
use futures_util::stream::StreamExt as _;
use http::HeaderMap;
use tonic::{Request, Response, Status, Streaming};
use tracing::Instrument as _;

use super::answer::Answer;
use super::context::Context;
use super::request::Exchange;
use crate::call::{Function, Method, deadline, inbound};
use crate::error::{EndReason, Error};
use crate::future::BoxFuture;
use crate::json::Message;
use crate::negotiate::Origin;
use crate::reply::Reply;
use crate::session::{self, Frames, Progress, Refusal, RequestSink, Session};
use crate::websocket::Upgrade;

/// A call for which the WebSocket is opened.
pub(super) struct Agreed<R: Stream> {
    headers: HeaderMap,
    call: Progress<R>,
    sink: Option<Box<dyn RequestSink>>,
}

impl<R: Stream> Agreed<R> {
    /// Returns a call whose handler has not responded yet.
    fn running(
        call: BoxFuture<'static, Result<Response<R>, Status>>,
        sink: impl RequestSink + 'static,
    ) -> Self {
        Self {
            headers: HeaderMap::new(),
            call: Progress::Running(call),
            sink: Some(Box::new(sink)),
        }
    }
}

/// Returns the response to the handshake: a WebSocket for the call, a WebSocket for its error alone, or the error.
pub(super) fn answer<R, M>(
    context: &Context,
    upgrade: Upgrade,
    agreed: Result<Agreed<R>, Error>,
) -> Answer
where
    R: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    let Agreed {
        headers,
        call,
        sink,
    } = match agreed {
        Ok(agreed) => agreed,
        Err(error) => return refuse(context, Some(upgrade), error),
    };
    let session = Session {
        call,
        frames: frames(context),
        sink,
        payload: context.payload(),
        supervision: context.supervision(),
        settings: Arc::clone(&context.settings),
    };
    let (answer, connecting) = upgrade.accept(headers);
    spawn(context, session.connect(connecting));
    Ok(answer)
}

/// Returns the response to a call that fails before its WebSocket is open. A page cannot read an HTTP error, so for a
/// page the WebSocket is opened all the same, and the error is its only frame.
pub(crate) fn refuse(context: &Context, upgrade: Option<Upgrade>, error: Error) -> Answer {
    let upgrade = match upgrade {
        Some(upgrade) if is_reported_on_websocket(context, &error.status) => upgrade,
        _ => return Err(error),
    };
    let status = error.status;
    context.record.finish(&status);
    let metadata = status.metadata().clone();
    let (answer, connecting) = upgrade.accept(context.settings.metadata.into_headers(metadata));
    let refusal = Refusal {
        status,
        frames: frames(context),
        settings: Arc::clone(&context.settings),
        record: Arc::clone(&context.record),
    };
    spawn(context, refusal.connect(connecting));
    Ok(answer)
}

/// Returns whether a WebSocket is opened to report the error. None is opened if the server has no room or is shutting
/// down.
fn is_reported_on_websocket(context: &Context, status: &Status) -> bool {
    let is_page = context.origin != Origin::Absent;
    let has_room = !matches!(
        EndReason::of(status),
        EndReason::Draining | EndReason::Overload
    );
    is_page && has_room && !context.settings.websocket.refuses_by_status
}

fn frames(context: &Context) -> Box<dyn Frames> {
    session::frames(
        context.message_form,
        context.target.plan.binary_frame(),
        &context.settings.reading,
    )
}

fn spawn(context: &Context, session: impl Future<Output = ()> + Send + 'static) {
    let span = context.record.span().clone();
    context.shutdowns.spawn(session.instrument(span));
}

/// Calls a server-streaming method whose request is the first message of a WebSocket. The handshake is accepted at
/// once.
pub(super) fn listen_first<S, I, O, R, F>(
    method: Method<S, F>,
    exchange: Box<Exchange>,
) -> Result<Agreed<R>, Error>
where
    S: Send + Sync + 'static,
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    F: Function<S, I, R>,
{
    let Exchange {
        parts,
        call,
        context,
        ..
    } = *exchange;
    let (sink, mut inbox) = context.inbox::<I>(&parts)?;
    let span = context.record.span().clone();
    let answered = async move {
        let message = inbox.next().await.unwrap_or_else(|| Err(no_request()))?;
        drop(inbox);
        method.call(|| Ok(call.map(|()| message)), Ok, &span).await
    };
    let answered = deadline::within(context.deadline, answered);
    Ok(Agreed::running(Box::pin(answered), sink))
}

fn no_request() -> Status {
    Status::invalid_argument("the client has ended its messages without a request")
}

/// Calls a method with a request stream over a WebSocket. The handshake is accepted once the handler has responded or
/// asks for a message.
pub(super) async fn talk<R, I, O, Answered>(
    exchange: Box<Exchange>,
    function: impl FnOnce(Request<Streaming<I>>) -> Answered,
) -> Result<Agreed<R>, Error>
where
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    Answered: Future<Output = Result<Response<R>, Status>> + Send + 'static,
{
    let Exchange {
        parts,
        call,
        context,
        ..
    } = *exchange;
    let (sink, inbox) = context.inbox::<I>(&parts)?;
    let answered = function(call.map(|()| inbound::streaming(inbox)));
    let call: BoxFuture<'static, _> = Box::pin(deadline::within(context.deadline, answered));
    match select(call, session::asked(&sink)).await {
        Either::Left((response, _)) => replying(&context, response?, Some(Box::new(sink))).await,
        Either::Right(((), call)) => Ok(Agreed::running(call, sink)),
    }
}

pub(super) async fn replying<R, M>(
    context: &Context,
    response: Response<R>,
    sink: Option<Box<dyn RequestSink>>,
) -> Result<Agreed<R>, Error>
where
    R: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    let (response_metadata, messages, _) = response.into_parts();
    let reply = Reply::start(messages, &context.supervision()).await?;
    Ok(Agreed {
        headers: context.settings.metadata.into_headers(response_metadata),
        call: Progress::Replying(reply),
        sink,
    })
}
