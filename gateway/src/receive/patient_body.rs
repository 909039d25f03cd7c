//! [`PatientBody`]: a request body, and how long it may stall.

use std::error::Error;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use std::{io, iter};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::LengthLimitError;
use tokio::time::{Sleep, sleep};
use tonic::Status;

use crate::error;
use crate::future::BoxFuture;
use crate::settings::Limits;
use crate::shutdown::{Shutdowns, draining};

/// A request body that ends with an error when it is cut off, when it stalls for too long while it is being read, or
/// when the grace period of a shutdown is over.
pub(crate) struct PatientBody {
    body: Body,
    limits: Limits,
    shutdowns: Shutdowns,
    is_between_values: bool,
    silence: Option<Silence>,
    /// Whether something has arrived since the silence was last checked.
    is_broken: bool,
}

/// The events that end a silence. Created when the body is silent for the first time: a body that never is needs no
/// timer.
struct Silence {
    timer: Pin<Box<Sleep>>,
    grace_over: BoxFuture<'static, ()>,
}

impl PatientBody {
    pub(crate) fn new(body: Body, limits: Limits, shutdowns: &Shutdowns) -> Self {
        Self {
            body,
            limits,
            shutdowns: shutdowns.clone(),
            is_between_values: false,
            silence: None,
            is_broken: false,
        }
    }

    /// Sets whether the body is between two values of a stream, where the client may be silent for longer.
    pub(super) fn set_between_values(&mut self, is_between_values: bool) {
        self.is_between_values = is_between_values;
    }

    fn limit(&self) -> (Duration, &'static str) {
        if self.is_between_values {
            (self.limits.upload_idle, "Limits::upload_idle")
        } else {
            (self.limits.body_idle, "Limits::body_idle")
        }
    }

    /// Returns the reason to stop waiting for the body, once there is one.
    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<Status> {
        let (time, name) = self.limit();
        let silence = self.silence.get_or_insert_with(|| Silence {
            timer: Box::pin(sleep(time)),
            grace_over: Box::pin(self.shutdowns.grace_over()),
        });
        if std::mem::take(&mut self.is_broken) {
            silence.timer.set(sleep(time));
        }
        if silence.grace_over.as_mut().poll(cx).is_ready() {
            return Poll::Ready(draining());
        }
        silence
            .timer
            .as_mut()
            .poll(cx)
            .map(|()| error::silent_upload(time, name))
    }
}

impl http_body::Body for PatientBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(frame) => {
                self.is_broken = true;
                Poll::Ready(frame.map(|frame| frame.map_err(|error| broken(&error))))
            }
            Poll::Pending => self.poll_silence(cx).map(|status| Some(Err(status))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Returns the status for a broken body: the client broke the rules of its transfer coding, a layer accepts no more, or
/// the client is gone. The cause is at the root of the chain of errors that wrap it.
fn broken(error: &axum::Error) -> Status {
    let root = iter::successors(Some(error as &dyn Error), |error| (*error).source()).last();
    match root {
        Some(root) if is_malformed(root) => {
            Status::invalid_argument("the request body is malformed")
        }
        Some(root) if root.is::<LengthLimitError>() => error::body_too_large(),
        _ => Status::cancelled("the request body was cut"),
    }
}

/// Returns whether the body breaks the rules of its coding. hyper and layers that decode bodies report this by the kind
/// of an I/O error.
fn is_malformed(error: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput};
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| matches!(error.kind(), InvalidData | InvalidInput))
}
