//! HEAD without axum, which drops bodies by itself.

use axum::body::Body;
use gateway::Gateway;
use http::{Request, Response};
use http_body::Body as _;
use tests::script::Scripted;
use tests::seen::Seen;
use tower_service::Service as _;

async fn head(gateway: Gateway, path: &str) -> Response<Body> {
    let (service, _calls) = Scripted::new();
    let mut service = gateway.service(service).build_service().expect("a service");
    let request = Request::head(path).body(Body::empty());
    let Ok(response) = service.call(request.expect("a request")).await;
    response
}

#[tokio::test]
async fn has_no_body() {
    for (path, length) in [
        ("/v1/items/a", Some("59")),
        ("/v1/items/a?after=x", Some("93")),
        ("/v1/plain/a", None),
        ("/nowhere", Some("65")),
    ] {
        let response = head(Gateway::new(), path).await;
        assert!(response.body().is_end_stream(), "{path}");
        let announced = response.headers().get("content-length");
        assert_eq!(
            announced.and_then(|length| length.to_str().ok()),
            length,
            "{path}"
        );
    }
}

#[tokio::test]
async fn of_a_stream_is_a_call_that_is_complete() {
    let (seen, mut lines) = Seen::new();
    head(Gateway::new().observer(seen), "/v1/plain/a").await;
    assert_eq!(
        lines.end().await,
        "complete: Ok \"\", 0 in of 0, 0 out of 0"
    );
}
