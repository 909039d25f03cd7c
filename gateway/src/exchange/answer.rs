//! [`Answer`]: a response, or the error that takes its place; and the responses that need no call.

use std::pin::pin;

use axum::body::Body;
use futures_util::future::{Either, select};
use http::{HeaderValue, Response, StatusCode, header};
use tonic::Status;
use tonic::metadata::MetadataMap;

use super::context::Context;
use super::request::Exchange;
use crate::error::{EndReason, Error};
use crate::future::BoxFuture;
use crate::schema::Form;
use crate::shutdown::{Shutdowns, draining};
use crate::write;

/// The function that answers an exchange.
pub(crate) type Endpoint = dyn Fn(Box<Exchange>) -> BoxFuture<'static, Answer> + Send + Sync;

/// A response, or the error that takes its place.
pub(crate) type Answer = Result<Response<Body>, Error>;

/// Runs a call until it has a response, or until the server is about to cut off the calls that have none.
pub(super) async fn run(
    endpoint: &Endpoint,
    exchange: Box<Exchange>,
    shutdowns: &Shutdowns,
) -> Answer {
    let cut = pin!(shutdowns.about_to_cut());
    match select(endpoint(exchange), cut).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), _)) => Err(draining().into()),
    }
}

/// Returns the response to a HEAD request for a stream, which calls no method.
pub(super) fn stream_head(context: &Context) -> Response<Body> {
    context.record.finish(&Status::ok(""));
    let framing = context.framing(&MetadataMap::new());
    write::stream_head(framing.as_ref())
}

/// Asks a client of Server-Sent Events to come back later if there is no room for it now: any error would stop it for
/// good.
pub(super) fn come_back_later(error: Error, form: Form) -> Answer {
    match EndReason::of(&error.status) {
        EndReason::Draining | EndReason::Overload if form == Form::Sse => Ok(write::come_back()),
        _ => Err(error),
    }
}

/// Records the outcome of a call that has no stream left.
pub(super) fn record_outcome(answer: &Answer, context: &Context) {
    match answer {
        Err(error) => context.record.finish(&error.status),
        Ok(_) if matches!(context.form, Form::Json | Form::Protobuf) => {
            context.record.finish(&Status::ok(""));
        }
        Ok(_) => {}
    }
}

/// Adds the header that every response has.
pub(crate) fn with_nosniff(mut response: Response<Body>) -> Response<Body> {
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

/// Returns the response to an OPTIONS request that nothing else answers.
pub(crate) fn options(allow: HeaderValue) -> Response<Body> {
    let mut response = no_content();
    response.headers_mut().insert(header::ALLOW, allow);
    with_nosniff(response)
}

pub(super) fn no_content() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
