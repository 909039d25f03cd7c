//! [`RequestBody`]: the request of a call on its way into the transport.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tonic::body::Body;
use tonic::{Code, Status};

use super::abort::Abort;

/// A body that fails when its call is aborted.
pub(super) struct RequestBody {
    body: Body,
    abort: Abort,
    is_sending: bool,
}

impl RequestBody {
    pub(super) fn new(body: Body, abort: Abort) -> Self {
        Self {
            body,
            abort,
            is_sending: false,
        }
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        self.abort.over();
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        if !this.is_sending {
            this.is_sending = true;
            this.abort.sending();
        }
        if let Some(reason) = this.abort.reason() {
            return Poll::Ready(Some(Err(failure(reason))));
        }
        match Pin::new(&mut this.body).poll_frame(cx) {
            Poll::Ready(Some(Err(status))) => {
                let failure = failure(&status);
                this.abort.abort(status);
                Poll::Ready(Some(Err(failure)))
            }
            Poll::Ready(frame) => Poll::Ready(frame),
            // The messages themselves may have aborted the call.
            Poll::Pending => {
                let reason = this.abort.poll_reason(cx);
                reason.map(|reason| Some(Err(failure(reason))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Returns a status that a server treats as an error. It has no source, because the transport takes the code of its
/// reset from there, which may be another call's `CANCEL`; and it is not `CANCELLED`, because a tonic server in the
/// same process treats that as the end.
fn failure(reason: &Status) -> Status {
    let code = match reason.code() {
        Code::Cancelled => Code::Aborted,
        code => code,
    };
    Status::with_details(
        code,
        reason.message(),
        Bytes::copy_from_slice(reason.details()),
    )
}
