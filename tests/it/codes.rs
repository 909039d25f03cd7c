//! The HTTP status of every gRPC code, as google/rpc/code.proto has it.

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use tonic::{Code, Response, Status};
use tower_service::Service as _;

const CODES: [(Code, u16); 16] = [
    (Code::Cancelled, 499),
    (Code::Unknown, 500),
    (Code::InvalidArgument, 400),
    (Code::DeadlineExceeded, 504),
    (Code::NotFound, 404),
    (Code::AlreadyExists, 409),
    (Code::PermissionDenied, 403),
    (Code::ResourceExhausted, 429),
    (Code::FailedPrecondition, 400),
    (Code::Aborted, 409),
    (Code::OutOfRange, 400),
    (Code::Unimplemented, 501),
    (Code::Internal, 500),
    (Code::Unavailable, 503),
    (Code::DataLoss, 500),
    (Code::Unauthenticated, 401),
];

#[tokio::test]
async fn are_http_statuses() {
    for (code, status) in CODES {
        let fails = gateway::unary(move |_: tonic::Request<()>| async move {
            Err::<Response<()>, _>(Status::new(code, "a \u{1f600} b"))
        });
        let request = Request::new(Body::empty());
        let Ok(response) = fails.into_service().call(request).await;
        assert_eq!(response.status(), status, "{code:?}");
        let body = response.into_body().collect().await.expect("a body");
        let expected = format!(
            "{{\"code\":{},\"message\":\"a \u{1f600} b\",\"details\":[]}}",
            i32::from(code)
        );
        assert_eq!(body.to_bytes(), expected);
    }
}
