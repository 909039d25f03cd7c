//! A service whose bindings stand in its .proto file.

use std::pin::Pin;

use futures_util::{Stream, stream};
use gateway::gateway;
use tonic::{Request, Response, Status, Streaming};

use crate::annotated::{Thing, annotated_server};

/// The service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Annotated;

type Things = Pin<Box<dyn Stream<Item = Result<Thing, Status>> + Send>>;

#[gateway(proto, stream(disable_websockets))]
#[tonic::async_trait]
impl annotated_server::Annotated for Annotated {
    async fn get(&self, request: Request<Thing>) -> Result<Response<Thing>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type WatchStream = Things;

    async fn watch(&self, request: Request<Thing>) -> Result<Response<Things>, Status> {
        Ok(Response::new(Box::pin(stream::iter([Ok(
            request.into_inner()
        )]))))
    }

    async fn import(&self, request: Request<Streaming<Thing>>) -> Result<Response<Thing>, Status> {
        let (mut things, mut last) = (request.into_inner(), Thing::default());
        while let Some(thing) = things.message().await? {
            last = thing;
        }
        Ok(Response::new(last))
    }

    type FindStream = Things;

    async fn find(&self, request: Request<Thing>) -> Result<Response<Things>, Status> {
        self.watch(request).await
    }

    async fn both(&self, request: Request<Thing>) -> Result<Response<Thing>, Status> {
        self.get(request).await
    }

    type TalkStream = Things;

    #[http(post = "/v1/talk")]
    async fn talk(&self, request: Request<Streaming<Thing>>) -> Result<Response<Things>, Status> {
        Ok(Response::new(Box::pin(request.into_inner())))
    }

    async fn hide(&self, request: Request<Thing>) -> Result<Response<Thing>, Status> {
        Ok(Response::new(request.into_inner()))
    }
}
