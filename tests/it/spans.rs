//! The `tracing` span of a call.

use tests::server::Server;
use tests::spans::Spans;

#[tokio::test]
async fn a_call_has_a_span_with_the_names_of_opentelemetry() {
    let spans = Spans::default();
    let _subscriber = tracing::subscriber::set_default(spans.clone());
    let (server, _calls) = Server::scripted().await;
    for (request, expected) in [
        (
            "GET /v1/items/a\nx-script: m",
            [
                "gateway.form=json",
                "http.route=\"/v1/items/{room}\"",
                "otel.kind=\"server\"",
                "otel.name=wire.v1.Wire/Get",
                "rpc.grpc.status_code=0",
                "rpc.method=\"Get\"",
                "rpc.service=\"wire.v1.Wire\"",
                "rpc.system=\"grpc\"",
            ],
        ),
        (
            "GET /v1/plain/a\naccept: text/event-stream\nx-script: me",
            [
                "gateway.form=sse",
                "http.route=\"/v1/plain/{room}\"",
                "otel.kind=\"server\"",
                "otel.name=wire.v1.Wire/Watch",
                "rpc.grpc.status_code=9",
                "rpc.method=\"Watch\"",
                "rpc.service=\"wire.v1.Wire\"",
                "rpc.system=\"grpc\"",
            ],
        ),
    ] {
        server.exchange(request).await;
        let span = spans.seen().pop().expect("a span");
        let fields: Vec<String> = span
            .fields
            .iter()
            .filter(|(name, _)| **name != "gateway.call")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(fields, expected, "{request}");
        assert!(span.entered > 0, "the handler runs within it");
    }
}
