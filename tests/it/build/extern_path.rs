//! Messages that another crate has.

use futures_util::stream::{self, BoxStream, StreamExt as _};
use gateway::json::{self, JsonOptions, ReadOptions, Types};
use gateway::{FieldKind, Message, gateway};
use tests::all;
use tests::server::Server;
use tonic::{Request, Response, Status};

#[allow(unreachable_pub)]
mod borrower {
    include!(concat!(env!("OUT_DIR"), "/borrower/borrower.v1.rs"));
}

use borrower::{Order, orders_server};

struct Echo;

#[gateway]
#[tonic::async_trait]
impl orders_server::Orders for Echo {
    #[http(get = "/orders/{scalars.string}/{color}")]
    #[http(put = "/orders/{name}", body = "scalars", response_body = "scalars")]
    async fn get(&self, request: Request<Order>) -> Result<Response<Order>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type PlantStream = BoxStream<'static, Result<all::outer::Inner, Status>>;

    #[http(post = "/trees/{branch.tree.name}", body = "*")]
    async fn plant(&self, _: Request<all::Tree>) -> Result<Response<Self::PlantStream>, Status> {
        let inner = all::outer::Inner::default();
        Ok(Response::new(stream::iter([Ok(inner)]).boxed()))
    }
}

#[test]
fn tables_go_on_into_the_other_crate() {
    let field = |name| {
        let mut fields = Order::DESCRIPTOR.fields().iter();
        fields.find(|field| field.name() == name).unwrap().kind()
    };
    let FieldKind::Message(scalars) = field("scalars") else {
        panic!("a message")
    };
    assert!(std::ptr::eq(*scalars, all::Scalars::DESCRIPTOR));
    let FieldKind::Enum(level) = field("level") else {
        panic!("an enum")
    };
    assert_eq!(level.name(), "all.v1.Outer.Inner.Level");
}

#[test]
fn any_can_hold_messages_of_the_other_crate() {
    let types = Types::default().with(&borrower::TYPES);
    let text = r#"{"any":{"@type":"x/all.v1.Branch","tree":{"name":"a"}}}"#;
    let mut order = Order::default();
    let options = ReadOptions::DEFAULT.types(types.clone());
    json::read(&mut order, text.as_bytes(), &options).unwrap();
    let options = JsonOptions::DEFAULT.types(types);
    assert_eq!(crate::json::written(&order, &options), text);
    let order: Order = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
}

#[tokio::test]
async fn messages_of_the_other_crate_are_bound_and_written() {
    let server = Server::start(gateway::router(Echo)).await;
    for (request, expected) in [
        (
            "GET /orders/a/COLOR_RED?scalars.bytes=YQ&inner[a]=1",
            r#"{"code":3,"message":"query parameter \"inner[a]\": `inner` is a message; name one of its fields","details":[]}"#,
        ),
        (
            "GET /orders/a/COLOR_RED?scalars.bytes=YQ&level=LEVEL_HIGH",
            r#"{"scalars":{"string":"a","bytes":"YQ=="},"color":"COLOR_RED","level":"LEVEL_HIGH"}"#,
        ),
        (
            "PUT /orders/a\ncontent-type: application/json\ncontent-length: 13\n\n{\"int32\":\"1\"}",
            r#"{"int32":1}"#,
        ),
        (
            "POST /trees/a\ncontent-type: application/json\naccept: application/json\ncontent-length: 2\n\n{}",
            "[{}]",
        ),
    ] {
        let answer = server.exchange(request).await;
        assert_eq!(answer.split("\n\n").nth(1), Some(expected), "{request}");
    }
}
