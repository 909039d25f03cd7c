//! Services that their .proto files bind to HTTP, as `gateway-build` describes them.

use gateway::__private::{Binding, Body, Segment, Template, Variable};

const fn path(source: &'static str, segments: &'static [Segment]) -> Template {
    const VARIABLE: &[Variable] = &[Variable::new("name", 1, 2)];
    match segments {
        [_, Segment::Star] => Template::new(source, segments, VARIABLE, None),
        _ => Template::new(source, segments, &[], None),
    }
}

const ROOM: Template = path("/rooms/{name}", &[Segment::Literal("rooms"), Segment::Star]);
const SEARCH: Template = path("/search", &[Segment::Literal("search")]);
const ROOMS: Template = path("/rooms", &[Segment::Literal("rooms")]);
const FEED: Template = path("/feed", &[Segment::Literal("feed")]);
const POSTS: Template = path("/posts", &[Segment::Literal("posts")]);

macro_rules! service {
    ($module:ident: $service:ident, $server:ident { $($items:tt)* } [$($method:expr),*]) => {
        #[allow(missing_docs, missing_debug_implementations)]
        pub mod $module {
            use super::*;
            use crate::*;
            use gateway::{Kind, Message, MethodDescriptor, ServiceDescriptor};
            use tonic::{Request, Response, Status, Streaming};

            #[allow(unused)]
            type Unused = Streaming<()>;

            #[tonic::async_trait]
            pub trait $service: Send + Sync + 'static {
                $($items)*
            }

            pub struct $server<T>(std::marker::PhantomData<T>);

            const NAME: &str = concat!("bound.v1.", stringify!($service));

            const fn method(
                name: &'static str,
                rust_name: &'static str,
                kind: Kind,
                messages: [&'static gateway::MessageDescriptor; 2],
                bindings: &'static [Binding],
            ) -> MethodDescriptor {
                MethodDescriptor::new(NAME, name, rust_name, kind, messages[0], messages[1]).with_bindings(bindings)
            }

            static DESCRIPTOR: ServiceDescriptor = ServiceDescriptor::new(NAME, &[$($method),*]);

            impl<T> gateway::DescribedService for $server<T> {
                const DESCRIPTOR: &'static ServiceDescriptor = &DESCRIPTOR;
            }
        }
    };
}

service! {
    lookup_server: Lookup, LookupServer {
        async fn find(&self, request: Request<FindRequest>) -> Result<Response<Room>, Status>;
    }
    [method(
        "Find",
        "find",
        Kind::Unary,
        [FindRequest::DESCRIPTOR, Room::DESCRIPTOR],
        &[Binding::new("GET", ROOM), Binding::new("GET", SEARCH)],
    )]
}

service! {
    store_server: Store, StoreServer {
        async fn create(&self, request: Request<FindRequest>) -> Result<Response<Room>, Status>;
        async fn find(&self, request: Request<FindRequest>) -> Result<Response<Room>, Status>;
    }
    [
        method(
            "Create",
            "create",
            Kind::Unary,
            [FindRequest::DESCRIPTOR, Room::DESCRIPTOR],
            &[Binding::new("POST", ROOMS).body(Body::Field("owner")).response_body("owner")],
        ),
        method("Find", "find", Kind::Unary, [FindRequest::DESCRIPTOR, Room::DESCRIPTOR], &[])
    ]
}

service! {
    feed_server: Feed, FeedServer {
        type WatchStream: tokio_stream::Stream<Item = Result<Post, Status>> + Send + 'static;
        async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status>;
    }
    [method(
        "Watch",
        "watch",
        Kind::ServerStreaming,
        [WatchRequest::DESCRIPTOR, Post::DESCRIPTOR],
        &[Binding::new("GET", FEED)],
    )]
}

service! {
    upload_server: Upload, UploadServer {
        async fn import(&self, request: Request<Streaming<Post>>) -> Result<Response<Room>, Status>;
    }
    [method(
        "Import",
        "import",
        Kind::ClientStreaming,
        [Post::DESCRIPTOR, Room::DESCRIPTOR],
        &[Binding::new("POST", POSTS).body(Body::Message)],
    )]
}
