//! The same service as it is written by hand with axum, the way its documentation shows.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Json, Query};
use axum::http::header;
use axum::response::sse::{self, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream, StreamExt as _};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
struct Subscription {
    count: i64,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    seq: String,
    id: String,
    kind: Kind,
    at: String,
    text: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    KindPost,
}

/// The routes.
pub fn router() -> Router {
    Router::new()
        .route("/echo", post(echo))
        .route("/sse", get(events))
        .route("/ndjson", get(lines))
        .route("/ws", get(socket))
}

fn sequence(count: i64) -> impl Stream<Item = Event> + Send + Unpin {
    stream::iter(1..=count).map(|seq| Event {
        seq: seq.to_string(),
        id: "evt-0000-1111-2222".to_owned(),
        kind: Kind::KindPost,
        at: "2025-11-24T16:00:00Z".to_owned(),
        text: "something that was said in a room".to_owned(),
    })
}

async fn echo(Json(event): Json<Event>) -> Json<Event> {
    Json(event)
}

async fn events(
    Query(asked): Query<Subscription>,
) -> Sse<impl Stream<Item = Result<sse::Event, axum::Error>>> {
    Sse::new(sequence(asked.count).map(|event| sse::Event::default().json_data(event)))
}

async fn lines(Query(asked): Query<Subscription>) -> Response {
    let lines = sequence(asked.count).map(|event| {
        let mut line = serde_json::to_vec(&event).unwrap_or_default();
        line.push(b'\n');
        Ok::<_, Infallible>(line)
    });
    let content_type = [(header::CONTENT_TYPE, "application/x-ndjson")];
    (content_type, Body::from_stream(lines)).into_response()
}

async fn socket(Query(asked): Query<Subscription>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| send(socket, asked.count))
}

async fn send(mut socket: WebSocket, count: i64) {
    let mut events = sequence(count);
    while let Some(event) = events.next().await {
        let text = serde_json::to_string(&event).unwrap_or_default();
        if socket.send(Message::text(text)).await.is_err() {
            return;
        }
    }
    let close = CloseFrame {
        code: 1000,
        reason: "".into(),
    };
    let _ = socket.send(Message::Close(Some(close))).await;
}
