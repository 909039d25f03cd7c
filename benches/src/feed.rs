//! A service as gateway serves it.

use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt as _};
use gateway::gateway;
use gateway::prost_types::Timestamp;
use tonic::{Request, Response, Status};

/// What gateway-build has made of the .proto file.
#[allow(missing_docs)]
pub mod proto {
    gateway::include_proto!("feed.v1");
}

use proto::{Event, Kind, Subscription, feed_server};

/// The service.
#[derive(Clone, Copy, Debug)]
pub struct Feed;

type Events = Pin<Box<dyn Stream<Item = Result<Event, Status>> + Send>>;

#[gateway]
#[tonic::async_trait]
impl feed_server::Feed for Feed {
    #[http(post = "/echo", body = "*")]
    async fn echo(&self, request: Request<Event>) -> Result<Response<Event>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type SubscribeStream = Events;

    #[http(get = "/events")]
    async fn subscribe(&self, request: Request<Subscription>) -> Result<Response<Events>, Status> {
        let count = request.into_inner().count;
        Ok(Response::new(
            stream::iter(1..=count).map(|seq| Ok(event(seq))).boxed(),
        ))
    }
}

/// About 150 bytes as JSON.
fn event(seq: i64) -> Event {
    Event {
        seq,
        id: "evt-0000-1111-2222".to_owned(),
        kind: Kind::Post.into(),
        at: Some(Timestamp {
            seconds: 1_764_000_000,
            nanos: 0,
        }),
        text: "something that was said in a room".to_owned(),
    }
}
