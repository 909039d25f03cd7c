//! The methods of the gRPC server that is elsewhere.

use gateway::{Forward, forward_requests};
use tonic::transport::Channel;
use tonic::{Request, Response, Status, Streaming};

use crate::onward::onward;
use crate::proto::chat_client::ChatClient;
use crate::proto::{GetRoomRequest, ImportSummary, Message, PostRequest, Room, SubscribeRequest};

/// A client of the other server. Clones share its connection.
#[derive(Clone)]
pub(crate) struct Remote {
    chat: ChatClient<Forward<Channel>>,
}

impl Remote {
    pub(crate) fn new(channel: Channel) -> Self {
        Self {
            chat: ChatClient::new(Forward::new(channel)),
        }
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

    /// What fails in the client's messages fails there as well: half of an import must not be stored.
    pub(crate) async fn import(
        mut self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<ImportSummary>, Status> {
        self.chat.import(forward_requests(onward(request))).await
    }

    pub(crate) async fn talk(
        mut self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<Streaming<Message>>, Status> {
        self.chat.talk(forward_requests(onward(request))).await
    }
}
