//! Generics, lifetimes of a where-clause and constants go through.

use gateway::gateway;
use tonic::{Request, Response, Status};
use ui_tests::{BoxStream, FindRequest, Post, Room, WatchRequest, feed_server, lookup_server};

trait Store: Send + Sync + 'static {}
impl Store for () {}

struct Service<S, const N: usize> {
    store: [S; N],
}

#[gateway]
#[tonic::async_trait]
impl<S, const N: usize> lookup_server::Lookup for Service<S, N>
where
    S: Store,
{
    #[http(get = "/rooms/{name}")]
    async fn find(&self, _: Request<FindRequest>) -> Result<Response<Room>, Status> {
        let _ = &self.store;
        Err(Status::unimplemented(""))
    }
}

#[tonic::async_trait]
#[gateway]
impl<S: Store, const N: usize> feed_server::Feed for Service<S, N> {
    type WatchStream = BoxStream<Post>;

    #[http(get = "/feed/{room}")]
    async fn watch(&self, _: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

#[test]
fn the_router_is_built() {
    let _ = gateway::router::<lookup_server::LookupServer<_>>(Service { store: [(); 2] });
}
