//! Requests to services that echo with their answers, one a line, from `cases/*.jsonl`: the request's first line and
//! headers, its body and content type if it has them, and the answer's status and body.
//!
//! With `UPDATE_CASES=1` the answers are written anew, to be read before they are committed.

use std::fmt::Write as _;
use std::path::PathBuf;

use gateway::Gateway;
use gateway::json::{JsonOptions, UnknownFields};
use serde_json::{Value, json};
use tests::echo::Echo;
use tests::server::Server;
use tests::sources_service::{self, Sources};
use tests::websocket::Socket;
use tokio_tungstenite::tungstenite::Message;

async fn check(file: &str, gateway: Gateway) {
    // As a service, so that what axum would keep from it reaches it as well.
    let router = gateway
        .service(Echo)
        .attach(axum::Router::new())
        .expect("one service");
    check_with(file, &Server::start(router).await).await;
}

async fn check_with(file: &str, server: &Server) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(file);
    let text = std::fs::read_to_string(&path).expect("a file of rows");
    let (mut written, mut wrong) = (String::new(), String::new());
    for line in text.lines() {
        let mut row: Value = serde_json::from_str(line).expect(line);
        let answer = ask(server, &row).await;
        if row["answer"] != json!(answer) {
            let _ = writeln!(wrong, "{line}\n  got {answer}");
        }
        row["answer"] = json!(answer);
        let members = ["request", "type", "body", "answer"].map(|name| (name, &row[name]));
        let given = members.iter().filter(|(_, value)| !value.is_null());
        let members: Vec<_> = given
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        let _ = writeln!(written, "{{{}}}", members.join(","));
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, written).expect("the file can be written");
    } else {
        assert!(wrong.is_empty(), "{file}:\n{wrong}");
    }
}

async fn ask(server: &Server, row: &Value) -> String {
    let mut request = row["request"].as_str().expect("a request").to_owned();
    if let Some(body) = row["body"].as_str() {
        let content_type = row["type"].as_str().unwrap_or("application/json");
        let _ = write!(request, "\ncontent-type: {content_type}\n\n{body}");
    }
    let answer = server.exchange(&request).await;
    let (head, body) = answer.split_once("\n\n").expect("a head");
    let status = head.split(' ').nth(1).expect("a status");
    format!("{status} {body}")
}

#[tokio::test]
async fn paths() {
    check("paths.jsonl", Gateway::new()).await;
}

#[tokio::test]
async fn queries() {
    check("queries.jsonl", Gateway::new()).await;
}

#[tokio::test]
async fn strict_queries() {
    check(
        "strict_queries.jsonl",
        Gateway::new().unknown_fields(UnknownFields::Reject),
    )
    .await;
}

#[tokio::test]
async fn bodies() {
    check("bodies.jsonl", Gateway::new()).await;
}

#[tokio::test]
async fn bodies_without_unknown_fields() {
    let gateway = Gateway::new().unknown_fields(UnknownFields::Reject);
    check("strict_bodies.jsonl", gateway).await;
}

#[tokio::test]
async fn bodies_without_unknown_names_of_enum_values() {
    let gateway = Gateway::new().unknown_fields(UnknownFields::IgnoreAll);
    check("lenient_bodies.jsonl", gateway).await;
}

#[tokio::test]
async fn messages_written_in_other_ways() {
    let options = JsonOptions::default()
        .emit_defaults(true)
        .enum_numbers(true);
    let gateway = Gateway::new().json(options.proto_names(true));
    check("written_options.jsonl", gateway).await;
}

/// A kind: one part of a request takes away what another has set, by the same field or by a member of the same oneof.
#[tokio::test]
async fn sources() {
    let router = gateway::router(Sources).merge(sources_service::closures());
    check_with("sources.jsonl", &Server::start(router).await).await;
}

#[tokio::test]
async fn sources_of_messages_over_websockets() {
    let router = gateway::router(Sources).merge(sources_service::closures());
    let server = Server::start(router).await;
    let key = || Message::binary(&b"\x18\x07"[..]);
    for (path, frame, answer) in [
        (
            "/macro/send?token=q",
            Message::text("{}"),
            "{\"token\":\"q\"}",
        ),
        (
            "/macro/send?token=q",
            Message::text("{\"keyId\":7}"),
            REFUSED_TOKEN,
        ),
        ("/macro/send?token=q", key(), REFUSED_TOKEN),
        ("/closure/send?token=q", key(), REFUSED_TOKEN),
        (
            "/closure/send/token/p",
            Message::text("{\"keyId\":7}"),
            "{\"token\":\"p\"}",
        ),
        (
            "/macro/first?token=q",
            Message::text("{\"token\":\"b\"}"),
            "{\"token\":\"q\"}",
        ),
        (
            "/macro/first?token=q",
            Message::text("{\"keyId\":7}"),
            REFUSED_TOKEN,
        ),
    ] {
        let mut socket = Socket::open(&server, path, &[]).await.expect(path);
        socket.send(frame).await;
        assert_eq!(socket.next().await, answer, "{path}");
    }
}

const REFUSED_TOKEN: &str = "{\"error\":{\"code\":3,\"message\":\"message 0: query parameter \\\"token\\\": \
                             another field of the oneof `credential` is set already\",\"details\":[]}}";

#[tokio::test]
async fn masks() {
    check("masks.jsonl", Gateway::new()).await;
}

/// What the pages on migration say of the spellings that other gateways take.
#[tokio::test]
async fn spellings_of_other_gateways() {
    check("other_gateways.jsonl", Gateway::new()).await;
}
