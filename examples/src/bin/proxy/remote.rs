//! The methods of the gRPC server that is elsewhere.

use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use tonic::transport::Channel;
use tonic::{Request, Response, Status, Streaming};

use crate::onward::{onward, stream_onward};
use crate::proto::chat_client::ChatClient;
use crate::proto::{GetRoomRequest, ImportSummary, Message, PostRequest, Room, SubscribeRequest};

/// A client of the other server. Clones share its connection.
#[derive(Clone)]
pub(crate) struct Remote {
    chat: ChatClient<Channel>,
}

impl Remote {
    pub(crate) fn new(chat: ChatClient<Channel>) -> Self {
        Self { chat }
    }

    /// A method as a closure, which is what a handler is made of.
    pub(crate) fn call<I, A>(
        &self,
        method: impl Fn(Self, Request<I>) -> A + Send + Sync + 'static,
    ) -> impl Fn(Request<I>) -> A + Send + Sync + 'static
    where
        A: Future,
    {
        let remote = self.clone();
        move |request| method(remote.clone(), request)
    }

    pub(crate) async fn get_room(
        mut self,
        request: Request<GetRoomRequest>,
    ) -> Result<Response<Room>, Status> {
        self.chat.get_room(onward(request)).await
    }

    /// The stream of the tonic client is the stream that is served.
    pub(crate) async fn subscribe(
        mut self,
        request: Request<SubscribeRequest>,
    ) -> Result<Response<Streaming<Message>>, Status> {
        self.chat.subscribe(onward(request)).await
    }

    pub(crate) async fn import(
        mut self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<ImportSummary>, Status> {
        let (request, failure) = stream_onward(request);
        let summary = self.chat.import(request).await;
        summary.map_err(|status| failure.or(status))
    }

    pub(crate) async fn talk(
        mut self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<BoxStream<'static, Result<Message, Status>>>, Status> {
        let (request, failure) = stream_onward(request);
        match self.chat.talk(request).await {
            Ok(response) => {
                Ok(response
                    .map(|messages| messages.map_err(move |status| failure.or(status)).boxed()))
            }
            Err(status) => Err(failure.or(status)),
        }
    }
}
