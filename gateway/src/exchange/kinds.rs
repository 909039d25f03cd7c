//! The four kinds of RPC, each from a bound request to its response.

use std::future::{Ready, poll_fn, ready};
use std::mem;
use std::sync::Arc;

use axum::body::Body;
use futures_core::Stream;
use futures_util::stream::{self, Once};
use http::{Method as HttpMethod, StatusCode};
use http_body::Body as _;
use tonic::{Extensions, Request, Response, Status, Streaming};

use super::answer::Answer;
use super::context::Context;
use super::request::Exchange;
use super::upgrade::{answer, listen_first, replying, talk};
use crate::bind;
use crate::call::{Function, Method, deadline, inbound};
use crate::error::Error;
use crate::json::Message;
use crate::reply::Reply;
use crate::schema::Form;
use crate::write::{self, Document, Raw, StreamHead};

/// A response stream of one message, which a client-streaming call returns over a WebSocket.
type Single<M> = Once<Ready<Result<M, Status>>>;

pub(crate) async fn unary<S, I, O, F>(method: Method<S, F>, exchange: Box<Exchange>) -> Answer
where
    S: Send + Sync + 'static,
    I: Message,
    O: Message,
    F: Function<S, I, O>,
{
    let context = Arc::clone(&exchange.context);
    let received = exchange.receive().await?;
    let answer = |mut response| document(&mut response, &context);
    let call = method.call(|| received.into_request(), answer, context.record.span());
    deadline::within(context.deadline, call).await
}

pub(crate) async fn server_streaming<S, I, O, R, F>(
    method: Method<S, F>,
    mut exchange: Box<Exchange>,
) -> Answer
where
    S: Send + Sync + 'static,
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    F: Function<S, I, R>,
{
    let context = Arc::clone(&exchange.context);
    let Some(upgrade) = exchange.upgrade.take() else {
        let response = response_stream(method, exchange).await?;
        return respond_with_stream(&context, response).await;
    };
    let agreed = if context.target.plan.binding.first_message {
        listen_first(method, exchange)
    } else {
        match response_stream(method, exchange).await {
            Ok(response) => replying(&context, response, None).await,
            Err(error) => Err(error),
        }
    };
    answer(&context, upgrade, agreed)
}

/// Calls a server-streaming method whose request is in body, path and query.
async fn response_stream<S, I, R, F>(
    method: Method<S, F>,
    exchange: Box<Exchange>,
) -> Result<Response<R>, Error>
where
    S: Send + Sync + 'static,
    I: Message,
    R: Send + 'static,
    F: Function<S, I, R>,
{
    let context = Arc::clone(&exchange.context);
    let received = exchange.receive().await?;
    let call = method.call(
        || received.into_request(),
        Ok::<_, Status>,
        context.record.span(),
    );
    Ok(deadline::within(context.deadline, call).await?)
}

pub(crate) async fn client_streaming<S, I, O, F>(
    method: Method<S, F>,
    mut exchange: Box<Exchange>,
) -> Answer
where
    S: Send + Sync + 'static,
    I: Message,
    O: Message,
    F: Function<S, Streaming<I>, O>,
{
    let context = Arc::clone(&exchange.context);
    if let Some(upgrade) = exchange.upgrade.take() {
        let span = context.record.span().clone();
        let agreed = talk(exchange, |request| {
            let answer = |response: Response<O>| Ok(response.map(single));
            method.call(|| Ok(request), answer, &span)
        });
        return answer(&context, upgrade, agreed.await);
    }
    let request = exchange.into_upload()?;
    let answer = |mut response| document(&mut response, &context);
    let call = method.call(|| Ok(request), answer, context.record.span());
    deadline::within(context.deadline, call).await
}

pub(crate) async fn bidi_streaming<S, I, O, R, F>(
    method: Method<S, F>,
    mut exchange: Box<Exchange>,
) -> Answer
where
    S: Send + Sync + 'static,
    I: Message,
    O: Message,
    R: Stream<Item = Result<O, Status>> + Send + 'static,
    F: Function<S, Streaming<I>, R>,
{
    let context = Arc::clone(&exchange.context);
    if let Some(upgrade) = exchange.upgrade.take() {
        let span = context.record.span().clone();
        let agreed = talk(exchange, |request| method.call(|| Ok(request), Ok, &span));
        return answer(&context, upgrade, agreed.await);
    }
    let request = if is_bodyless_get(&exchange) {
        one_message(exchange)?
    } else {
        exchange.into_upload()?
    };
    let call = method.call(|| Ok(request), Ok::<_, Status>, context.record.span());
    let response = deadline::within(context.deadline, call).await?;
    respond_with_stream(&context, response).await
}

fn single<M>(message: M) -> Single<M> {
    stream::once(ready(Ok(message)))
}

fn is_bodyless_get(exchange: &Exchange) -> bool {
    exchange.parts.method == HttpMethod::GET && exchange.body.is_end_stream()
}

/// Returns the request stream of a bodyless GET: the one message made from path and query, or none if they are empty.
fn one_message<M: Message>(exchange: Box<Exchange>) -> Result<Request<Streaming<M>>, Error> {
    let Exchange {
        parts,
        call,
        context,
        ..
    } = *exchange;
    let overlay = context.overlay(&parts)?;
    let mut message = M::default();
    bind::of_overlay(&mut message, &overlay, &context.settings)?;
    let messages = (!overlay.is_empty()).then_some(Ok(message));
    if messages.is_some() {
        context.record.received(0);
    }
    Ok(call.map(|()| inbound::streaming(stream::iter(messages))))
}

fn document<M: Message>(response: &mut Response<M>, context: &Context) -> Answer {
    let status = status(response.extensions(), context)?;
    let mut payload = context.payload();
    payload.set_protobuf(context.form == Form::Protobuf);
    let document = Document::new(response.get_ref(), &payload)?;
    context.record.sent(document.len());
    let headers = context.response_headers(mem::take(response.metadata_mut()));
    Ok(document.respond(status, headers).map(Body::from))
}

/// Returns the status that the handler has set, or else that of the binding.
fn status(extensions: &Extensions, context: &Context) -> Result<StatusCode, Status> {
    match extensions.get::<StatusCode>() {
        Some(status) if write::is_final(*status) => Ok(*status),
        Some(status) => Err(Status::internal(format!(
            "the handler's `StatusCode` is {}, which is not the status of a response: 200 to 599",
            status.as_u16()
        ))),
        None => Ok(StatusCode::from_u16(context.target.plan.binding.status).unwrap_or_default()),
    }
}

async fn respond_with_stream<R, M>(context: &Context, response: Response<R>) -> Answer
where
    R: Stream<Item = Result<M, Status>> + Send + 'static,
    M: Message,
{
    let (response_metadata, messages, _) = response.into_parts();
    let reply = Reply::start(messages, &context.supervision()).await?;
    let framing = if context.is_raw() {
        let first = poll_fn(|cx| reply.poll_first(cx, |first| context.payload().raw(first)));
        let first = first.await?.unwrap_or_default();
        Box::new(Raw::new(&first.content_type))
    } else {
        context.framing(&response_metadata)
    };
    let head = StreamHead {
        headers: context.response_headers(response_metadata),
        payload: context.payload(),
        trailers: context.trailers,
        record: Arc::clone(&context.record),
    };
    Ok(write::stream(reply, framing, head))
}
