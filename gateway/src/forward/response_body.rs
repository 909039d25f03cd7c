//! [`ResponseBody`]: the response of a call.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::BoxError;
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tonic::Status;

use super::abort::Abort;
use super::call::because;

pin_project! {
    /// A response body that aborts the rest of the request when it is dropped.
    pub(super) struct ResponseBody<B> {
        #[pin]
        body: B,
        abort: Abort,
    }

    impl<B> PinnedDrop for ResponseBody<B> {
        fn drop(this: Pin<&mut Self>) {
            this.project().abort.abort(Status::cancelled("the response was dropped"));
        }
    }
}

impl<B> ResponseBody<B> {
    pub(super) fn new(body: B, abort: Abort) -> Self {
        Self { body, abort }
    }
}

impl<B> Body for ResponseBody<B>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.project();
        let frame = this.body.poll_frame(cx);
        frame.map(|frame| frame.map(|frame| frame.map_err(|error| because(this.abort, error))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
