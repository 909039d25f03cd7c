//! [`HonestBody`]: a request body that reports a cancellation as an error, not as its end.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tonic::{Code, Status};

/// The body of a gRPC request. A tonic server ends a request stream without an error if its body fails with
/// `CANCELLED`, as it does when the client resets the call; a handler would mistake the messages so far for all of
/// them.
pub(super) struct HonestBody(pub(super) Body);

impl http_body::Body for HonestBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = Pin::new(&mut self.0).poll_frame(cx);
        frame.map(|frame| frame.map(|frame| frame.map_err(failure)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

#[cold]
fn failure(error: axum::Error) -> Status {
    let status = Status::from_error(error.into());
    match status.code() {
        Code::Cancelled => Status::aborted("the client has cancelled the call"),
        _ => status,
    }
}
