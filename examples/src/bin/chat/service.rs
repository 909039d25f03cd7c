//! The chat service, and how it is bound to HTTP.

use futures_util::StreamExt as _;
use futures_util::stream::{BoxStream, unfold};
use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};

use crate::proto::chat_server;
use crate::proto::{
    CreateRoomRequest, DeleteRoomRequest, GetRoomRequest, ImportSummary, ListRoomsRequest,
    ListRoomsResponse, Message, PostRequest, Room, SubscribeRequest,
};
use crate::rooms::Rooms;
use crate::talk::talk;

/// An import is held in memory until all of it has come.
const MAX_IMPORT: usize = 10_000;

#[derive(Clone, Debug)]
pub(crate) struct ChatService {
    rooms: Rooms,
}

impl ChatService {
    pub(crate) fn new(rooms: Rooms) -> Self {
        Self { rooms }
    }
}

type MessageStream = BoxStream<'static, Result<Message, Status>>;

#[gateway]
#[tonic::async_trait]
impl chat_server::Chat for ChatService {
    #[http(get = "/v1/rooms")]
    async fn list_rooms(
        &self,
        request: Request<ListRoomsRequest>,
    ) -> Result<Response<ListRoomsResponse>, Status> {
        let ListRoomsRequest { topic, page_size } = request.into_inner();
        let mut rooms = self.rooms.list(&topic);
        if let Ok(page_size @ 1..) = usize::try_from(page_size) {
            rooms.truncate(page_size);
        }
        Ok(Response::new(ListRoomsResponse { rooms }))
    }

    #[http(post = "/v1/rooms", body = "*", status = 201)]
    async fn create_room(
        &self,
        request: Request<CreateRoomRequest>,
    ) -> Result<Response<Room>, Status> {
        let CreateRoomRequest { name, topic } = request.into_inner();
        if name.is_empty() {
            return Err(Status::invalid_argument("`name` is empty"));
        }
        self.rooms.create(&name, &topic).map(Response::new)
    }

    #[http(get = "/v1/rooms/{room}")]
    async fn get_room(&self, request: Request<GetRoomRequest>) -> Result<Response<Room>, Status> {
        self.rooms.get(&request.get_ref().room).map(Response::new)
    }

    #[http(delete = "/v1/rooms/{room}", status = 204)]
    async fn delete_room(
        &self,
        request: Request<DeleteRoomRequest>,
    ) -> Result<Response<()>, Status> {
        self.rooms
            .delete(&request.get_ref().room)
            .map(Response::new)
    }

    #[http(post = "/v1/rooms/{room}/messages", body = "*", status = 201)]
    async fn post(&self, request: Request<PostRequest>) -> Result<Response<Message>, Status> {
        let mut stored = self.rooms.post(vec![request.into_inner()])?;
        stored
            .pop()
            .map(Response::new)
            .ok_or_else(|| Status::internal("the message was not stored"))
    }

    type SubscribeStream = MessageStream;

    #[http(
        get = "/v1/rooms/{room}/messages",
        sse(id = "seq", resume = "after_seq")
    )]
    #[http(
        get = "/ws/v1/rooms/{room}/messages",
        stream(disable_sse, disable_chunked_transfer),
        websocket(envelope)
    )]
    async fn subscribe(
        &self,
        request: Request<SubscribeRequest>,
    ) -> Result<Response<MessageStream>, Status> {
        let SubscribeRequest {
            room,
            after_seq,
            limit,
        } = request.into_inner();
        let mut follower = self.rooms.follow(&room, after_seq)?;
        if let Ok(limit @ 1..) = usize::try_from(limit) {
            follower.limit(limit);
        }
        let messages = unfold(follower, |mut follower| async {
            let message = follower.next().await?;
            Some((message, follower))
        });
        Ok(Response::new(messages.boxed()))
    }

    #[http(post = "/v1/rooms/{room}/messages:import", body = "*")]
    #[http(get = "/ws/v1/rooms/{room}/import", websocket(envelope))]
    async fn import(
        &self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<ImportSummary>, Status> {
        let mut posts = request.into_inner();
        let mut import = Vec::new();
        while let Some(post) = posts.message().await? {
            if import.len() == MAX_IMPORT {
                return Err(Status::resource_exhausted(format!(
                    "more than {MAX_IMPORT} messages in one import"
                )));
            }
            import.push(post);
        }
        let stored = self.rooms.post(import)?;
        let last = stored
            .last()
            .ok_or_else(|| Status::invalid_argument("no messages to import"))?;
        Ok(Response::new(ImportSummary {
            count: stored.len() as i64,
            last_seq: last.seq,
        }))
    }

    type TalkStream = MessageStream;

    #[http(
        get = "/v1/rooms/{room}/talk",
        stream(disable_sse, disable_chunked_transfer)
    )]
    async fn talk(
        &self,
        request: Request<Streaming<PostRequest>>,
    ) -> Result<Response<MessageStream>, Status> {
        Ok(Response::new(
            talk(self.rooms.clone(), request.into_inner()).boxed(),
        ))
    }
}
