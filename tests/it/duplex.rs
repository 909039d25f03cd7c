//! Requests and responses that stream at the same time: the answer to a message arrives before the next one is sent.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::Request;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use tests::script::PATIENCE;
use tests::server::Server;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

/// What stands around the answers of a form: before the first, before each other, after each, and at the end.
const FORMS: [(&str, &str, &str, &str, &str); 3] = [
    ("application/x-ndjson", "", "", "\n", ""),
    ("application/json", "[", ",", "", "]"),
    (
        "text/event-stream",
        "data: ",
        "data: ",
        "\n\n",
        "id: EOS\nevent: EOS\ndata: \n\n",
    ),
];

const TEXTS: [&str; 3] = ["one", "two", "three"];

#[tokio::test]
async fn over_http1() {
    let (server, _calls) = Server::scripted().await;
    for (accept, first, between, after, end) in FORMS {
        let mut client = server.connect().await;
        let head = format!(
            "POST /v1/items/a/converse HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-script: E\r\naccept: {accept}\r\n\
             content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        client.send(head.as_bytes()).await;
        for (index, text) in TEXTS.into_iter().enumerate() {
            let message = format!("{{\"text\":\"{text}\"}}\n");
            let chunk = format!("{:x}\r\n{message}\r\n", message.len());
            client.send(chunk.as_bytes()).await;
            let before = if index == 0 { first } else { between };
            let answer = format!("{before}{{\"text\":\"{text}\",\"room\":\"a\"}}{after}");
            client.read_until(&answer).await;
        }
        client.send(b"0\r\n\r\n").await;
        let received = client.read_to_end().await;
        let last = if end.is_empty() { after } else { end };
        assert!(
            received.ends_with(&format!("{last}\r\n0\r\n\r\n")),
            "{received}"
        );
    }
}

#[tokio::test]
async fn over_http2() {
    let (server, _calls) = Server::scripted().await;
    for (accept, first, between, after, end) in FORMS {
        let (messages, mut answers) = open(&server, accept).await;
        for (index, text) in TEXTS.into_iter().enumerate() {
            let message = format!("{{\"text\":\"{text}\"}}\n");
            messages
                .send(message.into())
                .await
                .expect("the server reads");
            let before = if index == 0 { first } else { between };
            let answer = format!("{before}{{\"text\":\"{text}\",\"room\":\"a\"}}{after}");
            assert_eq!(pieces(&mut answers, answer.len()).await, answer);
        }
        drop(messages);
        let rest = format!("{end}{{\"grpc-status\": \"0\"}}");
        assert_eq!(pieces(&mut answers, rest.len()).await, rest);
        assert_eq!(next(&mut answers).await, None);
    }
}

/// A bidirectional call: what takes its messages, and what gives the answers.
async fn open(server: &Server, accept: &str) -> (mpsc::Sender<Bytes>, Incoming) {
    let mut client = server.connect_http2().await;
    let (messages, body) = mpsc::channel::<Bytes>(1);
    let body = ReceiverStream::new(body).map(|bytes| Ok::<_, Infallible>(Frame::data(bytes)));
    let request = Request::post("http://a/v1/items/a/converse")
        .header("x-script", "E")
        .header("accept", accept)
        .header("content-type", "application/x-ndjson")
        .body(StreamBody::new(body))
        .expect("a request");
    let response = timeout(PATIENCE, client.send_request(request)).await;
    let response = response.expect("a head").expect("a response");
    (messages, response.into_body())
}

/// As many pieces of the answer as make up this many bytes.
async fn pieces(answers: &mut Incoming, bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        text += &next(answers).await.expect("more of the answer");
    }
    text
}

/// The next piece of the answer as text; trailers as they are printed.
async fn next(answers: &mut Incoming) -> Option<String> {
    let frame = timeout(PATIENCE, answers.frame()).await.expect("a frame")?;
    match frame.expect("no reset").into_data() {
        Ok(data) => Some(String::from_utf8(data.to_vec()).expect("text")),
        Err(trailers) => Some(format!("{:?}", trailers.into_trailers().expect("trailers"))),
    }
}
