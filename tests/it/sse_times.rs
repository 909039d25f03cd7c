//! Heartbeats and deadlines of event streams, on a clock that nobody waits for.

use axum::body::Body;
use gateway::Gateway;
use http::Request;
use http_body_util::BodyExt as _;
use tests::script::Scripted;
use tokio::time::Instant;
use tower_service::Service as _;

#[tokio::test(start_paused = true)]
async fn a_heartbeat_extends_no_deadline() {
    let (service, _calls) = Scripted::new();
    let gateway = Gateway::new().service(service);
    let mut service = gateway.build_service().expect("one service");
    let began = Instant::now();
    let request = Request::get("/v1/items/a/watch")
        .header("accept", "text/event-stream")
        .header("grpc-timeout", "40S")
        .header("x-script", "m.")
        .body(Body::empty())
        .expect("a request");
    let Ok(response) = service.call(request).await;
    let body = response.into_body().collect().await.expect("a body");
    assert_eq!(
        body.to_bytes(),
        "retry: 2000\n\nid: 1\nevent: a\ndata: {\"seq\":\"1\",\"text\":\"m1\",\"room\":\"a\"}\n\n\
         :\n\n:\n\n\
         event: failure\ndata: {\"code\":4,\"message\":\"the deadline has passed\",\"details\":[]}\n\n"
    );
    assert_eq!(began.elapsed().as_secs(), 40);
}
