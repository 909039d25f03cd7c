//! `google.api.HttpBody` over WebSockets: bytes in binary frames of the raw form, JSON everywhere else.

use tests::echo::Echo;
use tests::server::Server;
use tests::websocket::Socket;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn the_data_is_a_binary_frame_of_the_raw_form() {
    let server = Server::start(gateway::router(Echo)).await;
    let mut socket = Socket::open(&server, "/ws/pieces", &[])
        .await
        .expect("a socket");
    for (sent, answered) in [
        (Message::binary(&b"\xff\x00a"[..]), r#"Binary(b"\xff\0a")"#),
        (Message::binary(&b""[..]), r#"Binary(b"")"#),
        (
            Message::text(r#"{"contentType":"text/plain","data":"YQ=="}"#),
            r#"Binary(b"a")"#,
        ),
    ] {
        socket.send(sent).await;
        assert_eq!(socket.next().await, answered);
    }
    socket.text("").await;
    assert_eq!(socket.rest().await, "close 1000\nend\n");
}

#[tokio::test]
async fn it_is_json_in_an_envelope() {
    let server = Server::start(gateway::router(Echo)).await;
    let mut socket = Socket::open(&server, "/envelope/pieces", &[])
        .await
        .expect("a socket");
    let message = r#"{"type":"data","data":{"contentType":"text/plain","data":"/wBh"}}"#;
    socket.text(message).await;
    assert_eq!(socket.next().await, message);
    socket.text(r#"{"type":"end_send"}"#).await;
    assert_eq!(
        socket.rest().await,
        "{\"type\":\"stream_end\"}\nclose 1000\nend\n"
    );
}
