//! What is counted of calls.

use gateway::Metrics;
use metrics_util::debugging::{DebugValue, DebuggingRecorder, Snapshotter};
use tests::server::{Server, complete};

/// The metrics as text, a line each: name, labels, value.
fn lines(snapshotter: &Snapshotter) -> Vec<String> {
    let mut lines: Vec<String> = snapshotter
        .snapshot()
        .into_vec()
        .into_iter()
        .map(|(key, _, _, value)| {
            let (_, key) = key.into_parts();
            let labels: Vec<String> = key
                .labels()
                .filter(|label| label.key() != "service")
                .map(|label| format!("{}={}", label.key(), label.value()))
                .collect();
            let value = match value {
                DebugValue::Counter(count) => count.to_string(),
                DebugValue::Gauge(value) => value.to_string(),
                DebugValue::Histogram(values) => format!("{} values", values.len()),
            };
            format!("{}{{{}}} {value}", key.name(), labels.join(","))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn counts_calls_messages_and_ends() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    metrics::with_local_recorder(&recorder, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(counted(&snapshotter));
    });
}

async fn counted(snapshotter: &Snapshotter) {
    let (server, mut calls) =
        Server::scripted_with(|gateway| gateway.observer(Metrics::default())).await;
    server.exchange("GET /v1/items/a\nx-script: !").await;
    assert_eq!(calls.ended().await, "get");
    let mut client = server.connect().await;
    client
        .send(&complete("GET /v1/plain/a\nx-script: mm."))
        .await;
    client.read_until("m2").await;
    assert_eq!(
        lines(snapshotter),
        [
            "gateway_call_duration_seconds{method=Get,form=json} 1 values",
            "gateway_calls_ended_total{method=Get,form=json,code=9,reason=error} 1",
            "gateway_calls_open{method=Get,form=json} 0",
            "gateway_calls_open{method=Watch,form=ndjson} 1",
            "gateway_messages_received_total{method=Get,form=json} 1",
            "gateway_messages_received_total{method=Watch,form=ndjson} 1",
            "gateway_messages_sent_total{method=Get,form=json} 0",
            "gateway_messages_sent_total{method=Watch,form=ndjson} 2",
            "gateway_received_bytes_total{method=Get,form=json} 0",
            "gateway_received_bytes_total{method=Watch,form=ndjson} 0",
            "gateway_sent_bytes_total{method=Get,form=json} 0",
            "gateway_sent_bytes_total{method=Watch,form=ndjson} 70",
        ]
    );
    drop(client);
    assert_eq!(calls.ended().await, "watch");
    let ended = "gateway_calls_ended_total{method=Watch,form=ndjson,code=1,reason=client_gone} 1";
    let seen = lines(snapshotter);
    assert!(seen.iter().any(|line| line == ended), "{seen:?}");
}
