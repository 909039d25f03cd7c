//! The request body: one document, or a stream of messages.

mod message_reader;
mod patient_body;
mod raw;

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header;
use http::request::Parts;
use http_body::Body as _;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tonic::Status;

pub(crate) use self::message_reader::MessageReader;
use crate::bind::{self, BodyEncoding};
use crate::error::{self, Error};
use crate::json::{Message, Values, ValuesError};

pub(crate) use self::patient_body::PatientBody;
pub(crate) use self::raw::RawUpload;

/// Reads a whole body.
///
/// # Errors
///
/// 413 over the limit, before anything is read if the length is announced; otherwise the reason why the body was cut
/// short.
pub(crate) async fn read_document(
    parts: &Parts,
    body: PatientBody,
    limit: usize,
) -> Result<Bytes, Error> {
    if announced_length(parts).is_some_and(|length| length > limit as u64) {
        return Err(error::too_large(limit).into());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) => Err(unreadable(error, limit).into()),
    }
}

fn unreadable(error: axum::BoxError, limit: usize) -> Status {
    if error.is::<LengthLimitError>() {
        return error::too_large(limit);
    }
    error
        .downcast::<Status>()
        .map_or_else(|error| Status::unknown(error.to_string()), |status| *status)
}

fn announced_length(parts: &Parts) -> Option<u64> {
    parts
        .headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// The messages of a request body, parsed as the bytes arrive and read as they are pulled.
pub(crate) struct Upload<M> {
    body: PatientBody,
    buffer: BytesMut,
    values: Values,
    is_complete: bool,
    reader: MessageReader,
    message: std::marker::PhantomData<fn() -> M>,
}

impl<M: Message> Upload<M> {
    pub(crate) fn new(body: PatientBody, reader: MessageReader) -> Self {
        Self {
            body,
            buffer: BytesMut::new(),
            values: Values::new(reader.settings.limits.message_bytes),
            is_complete: false,
            reader,
            message: std::marker::PhantomData,
        }
    }

    /// Returns the message of the next complete value, or the error that takes its place.
    fn next_value(&mut self) -> Option<Result<M, Status>> {
        let value = match self.is_complete {
            false => self.values.next(&mut self.buffer),
            true => self.values.finish(&mut self.buffer),
        };
        match value {
            Ok(value) => Some(self.reader.read(&value?, &BodyEncoding::Json)),
            Err(error) => Some(Err(self.refuse(&error))),
        }
    }

    fn refuse(&self, error: &ValuesError) -> Status {
        match error {
            ValuesError::TooLarge { limit } => error::too_large(*limit),
            malformed => bind::malformed_message(self.reader.index, malformed),
        }
    }
}

impl<M: Message> Stream for Upload<M> {
    type Item = Result<M, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(message) = self.next_value() {
                return Poll::Ready(Some(message));
            }
            if self.is_complete {
                return Poll::Ready(None);
            }
            let is_between_values = !self.values.is_inside_value();
            self.body.set_between_values(is_between_values);
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => self
                    .buffer
                    .extend_from_slice(&frame.into_data().unwrap_or_default()),
                Some(Err(status)) => return Poll::Ready(Some(Err(status))),
                None => self.is_complete = true,
            }
        }
    }
}
