//! Code that is generated with other settings than those that are the default.

use std::sync::Arc;

use gateway::{DescribedService, gateway};
use prost::Name as _;
use tests::server::Server;
use tonic::{Request, Response, Status};

pub(crate) type Codec<T, U> = gateway::__private::ProstCodec<T, U>;

#[allow(unreachable_pub)]
pub(crate) mod all {
    include!(concat!(env!("OUT_DIR"), "/settings/all.v1.rs"));

    // Its `Debug` is left out.
    impl std::fmt::Debug for Empty {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("nothing")
        }
    }
}

/// From descriptors, with a server that `cfg` takes away.
#[allow(dead_code, unreachable_pub)]
mod absent {
    include!(concat!(env!("OUT_DIR"), "/settings/absent/all.v1.rs"));
}

use all::everything_server::{Everything, EverythingServer};

#[test]
fn fields_have_the_types_that_are_set() {
    let choice = all::Choice {
        kind: Some(all::choice::Kind::Data(bytes::Bytes::from_static(b"a"))),
        ..Default::default()
    };
    assert_eq!(written(&choice), r#"{"data":"YQ=="}"#);
    let mut maps = all::Maps::default();
    maps.int64.insert(2, bytes::Bytes::from_static(b"b"));
    maps.int64.insert(1, bytes::Bytes::from_static(b"a"));
    assert_eq!(written(&maps), r#"{"int64":{"1":"YQ==","2":"Yg=="}}"#);
    let optionals = all::Optionals {
        scalars: Some(Box::new(all::Scalars::default())),
        bytes: Some(bytes::Bytes::new()),
        ..Default::default()
    };
    assert_eq!(written(&optionals), r#"{"bytes":"","scalars":{}}"#);
}

#[test]
fn what_is_written_is_read() {
    for text in [
        r#"{"scalars":{"bytes":"YQ==","color":"COLOR_BLUE"}}"#,
        r#"{"double":0.5,"string":""}"#,
    ] {
        check::<all::Optionals>(text);
    }
    check::<all::Choice>(r#"{"scalars":{"float":0.1}}"#);
    check::<all::Wrappers>(r#"{"int32":0,"string":"a","bytes":"YQ=="}"#);
    check::<all::Repeated>(r#"{"bytes":["","YQ=="],"trees":[{"left":{},"bud":{}}]}"#);
    check::<all::Maps>(r#"{"int64":{"-1":"YQ=="},"trees":{"a":{"branch":{"tree":{}}}}}"#);
    check::<all::WellKnown>(r#"{"timestamp":"2000-01-01T00:00:00Z"}"#);
    check::<all::Anything>(r#"{"value":null,"values":[null]}"#);
    check::<all::Names>(r#"{"type":"a"}"#);
}

fn check<M: gateway::Message>(text: &str) {
    assert_eq!(
        crate::json::rewritten::<M>(text, &gateway::json::ReadOptions::DEFAULT),
        text
    );
}

fn written<M: gateway::Message>(message: &M) -> String {
    crate::json::written(message, &gateway::json::JsonOptions::DEFAULT)
}

#[test]
fn attributes_are_where_they_are_wanted() {
    assert!(
        all::Scalars::default()
            < all::Scalars {
                bool: true,
                ..Default::default()
            }
    );
    let tree = |name: &str| all::Tree {
        name: name.to_owned(),
        ..Default::default()
    };
    assert!(tree("a") < tree("b"));
    assert_eq!(format!("{:?}", all::Empty {}), "nothing");
    assert_eq!(all::Tree::type_url(), "example.com/all.v1.Tree");
    assert_eq!(all::Color::ColorRed as i32, 1);
    let service = <EverythingServer<()> as DescribedService>::DESCRIPTOR;
    assert_eq!(service.methods().len(), 5);
}

#[test]
fn a_service_can_be_described_only_where_it_is_built() {
    assert!(absent::FILE_DESCRIPTOR_SET == all::FILE_DESCRIPTOR_SET);
    assert_eq!(
        <absent::Tree as gateway::Message>::DESCRIPTOR.name(),
        "all.v1.Tree"
    );
}

struct Shared(&'static str);

#[gateway]
#[tonic::async_trait]
impl Everything for Shared {
    #[http(get = "/scalars/{string}")]
    async fn get(
        self: Arc<Self>,
        request: Request<all::Scalars>,
    ) -> Result<Response<all::Choice>, Status> {
        Ok(Response::new(all::Choice {
            before: self.0.to_owned(),
            after: request.into_inner().string,
            ..Default::default()
        }))
    }

    #[http(post = "/trees", body = "*")]
    async fn upload(
        self: Arc<Self>,
        _: Request<tonic::Streaming<all::Repeated>>,
    ) -> Result<Response<()>, Status> {
        Err(Status::aborted(self.0))
    }
}

#[tokio::test]
async fn services_that_are_shared_are_served() {
    let server = Server::start(gateway::router(Shared("a"))).await;
    let answer = server.exchange("GET /scalars/b").await;
    assert!(
        answer.ends_with("\n\n{\"before\":\"a\",\"after\":\"b\"}"),
        "{answer}"
    );
    let answer = server.exchange("POST /trees").await;
    assert!(
        answer.ends_with(r#"{"code":10,"message":"a","details":[]}"#),
        "{answer}"
    );
}
