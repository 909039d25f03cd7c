//! A body that is the data of a `google.api.HttpBody`, received piece by piece.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use tonic::Status;

use super::PatientBody;
use super::message_reader::MessageReader;
use crate::bind::BodyEncoding;
use crate::json::Message;

/// The pieces of a body as messages. There is at least one, and the first has the content type.
pub(crate) struct RawUpload<M> {
    body: PatientBody,
    /// `None` after the first message.
    content_type: Option<String>,
    reader: MessageReader,
    message: PhantomData<fn() -> M>,
}

impl<M: Message> RawUpload<M> {
    pub(crate) fn new(mut body: PatientBody, content_type: String, reader: MessageReader) -> Self {
        // Every piece is a message.
        body.set_between_values(true);
        Self {
            body,
            content_type: Some(content_type),
            reader,
            message: PhantomData,
        }
    }

    fn piece(&mut self, data: &Bytes) -> Result<M, Status> {
        let content_type = self.content_type.take().unwrap_or_default();
        self.reader.read(data, &BodyEncoding::Raw(content_type))
    }
}

impl<M: Message> Stream for RawUpload<M> {
    type Item = Result<M, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    let data = frame.into_data().unwrap_or_default();
                    if !data.is_empty() {
                        return Poll::Ready(Some(self.piece(&data)));
                    }
                }
                Some(Err(status)) => return Poll::Ready(Some(Err(status))),
                None if self.content_type.is_some() => {
                    return Poll::Ready(Some(self.piece(&Bytes::new())));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}
