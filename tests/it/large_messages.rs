//! What a message may take in memory, which is the same whatever it came in, and what is said of one that takes more.

use gateway::prost_types::Any;
use gateway::tonic::{Request, Response, Status, Streaming};
use gateway::{Gateway, Limits, bidi_streaming, unary};
use http::Method;
use prost::Message as _;
use tests::memory::{MemoryUpgrader, open};
use tests::server::Server;
use tests::sheets::Sheets;
use tests::websocket::Socket;
use tests::wide::{Sheet, Wide};
use tokio_tungstenite::tungstenite::Message;

const MIB: usize = 1 << 20;

async fn serve(max_message_memory: usize) -> Server {
    let limits = Limits::default().max_message_memory(max_message_memory);
    let gateway = Gateway::new().service(Sheets).limits(limits);
    Server::start(gateway.build().expect("one service")).await
}

fn refused(limit: usize) -> String {
    format!(
        "{{\"code\":8,\"message\":\"a message of the request takes more than {limit} bytes in memory \
         (`Limits::max_message_memory`)\",\"details\":[]}}"
    )
}

/// A body whose message is `items` and nothing else, in JSON and in protobuf.
fn bodies(items: usize) -> [(&'static str, Vec<u8>); 2] {
    let json = format!("{{\"items\":[{}]}}", vec!["{}"; items].join(","));
    let sheet = [0x12, 0].repeat(items);
    [
        ("application/json", json.into_bytes()),
        ("application/protobuf", sheet),
    ]
}

async fn post(server: &Server, path: &str, content_type: &str, body: &[u8]) -> String {
    let mut client = server.connect().await;
    let head = format!(
        "{} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
        Method::POST,
        body.len()
    );
    client.send(&[head.as_bytes(), body].concat()).await;
    let answer = client.read_to_end().await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).expect("a status");
    format!("{status} {body}")
}

#[tokio::test]
async fn wide_messages_of_ordinary_length_are_taken_and_no_more_than_fit() {
    let server = serve(64 * MIB).await;
    // A list has room for twice as many once it has more than a thousand, and then for too many.
    for (items, answer) in [
        (400, "200 {\"items\":\"400\"}".to_owned()),
        (1_024, "200 {\"items\":\"1024\"}".to_owned()),
        (1_800, format!("413 {}", refused(64 * MIB))),
    ] {
        for (content_type, body) in bodies(items) {
            let found = post(&server, "/v1/sheets", content_type, &body).await;
            assert_eq!(found, answer, "{items} {content_type}");
        }
    }
}

#[tokio::test]
async fn every_way_into_a_message_is_held_to_the_limit() {
    let server = serve(MIB).await;
    for (items, fits) in [(16, true), (17, false)] {
        let answer = if fits {
            format!("200 {{\"items\":\"{items}\"}}")
        } else {
            format!("413 {}", refused(MIB))
        };
        for (content_type, body) in bodies(items) {
            let found = post(&server, "/v1/sheets", content_type, &body).await;
            assert_eq!(found, answer, "{items} {content_type}");
            let found = post(&server, "/v1/sheets/inner", content_type, &body).await;
            assert_eq!(
                found.starts_with("200"),
                fits,
                "{items} {content_type}: {found}"
            );
        }
        let [(_, json), (_, protobuf)] = bodies(items);
        let json = String::from_utf8(json).expect("text");
        let values = format!("{{}}\n{json}\n");
        let found = post(
            &server,
            "/v1/collect",
            "application/x-ndjson",
            values.as_bytes(),
        )
        .await;
        assert_eq!(found, answer, "{items} in a stream");
        for frame in [Message::text(json), Message::binary(protobuf)] {
            let mut socket = Socket::open(&server, "/v1/collect", &[])
                .await
                .expect("a socket");
            socket.send(frame).await;
            if fits {
                socket.text("").await;
            }
            let rest = socket.rest().await;
            let end = "close 1009 a message of the request takes more than 1048576 bytes in memory (`Limits::max_message_memory`)\nend\n";
            assert_eq!(rest == end, !fits, "{rest}");
        }
    }
}

#[tokio::test]
async fn what_a_url_makes_is_held_to_the_limit() {
    let server = serve(15_000).await;
    let deep = |levels: usize| format!("/v1/sheets/a?{}name=b", "inner.".repeat(levels));
    assert!(deep(60).len() * 40 < 60 * size_of::<Sheet>());
    for (request, status) in [
        (deep(5), "200 OK"),
        (deep(60), "413 Payload Too Large"),
        (format!("/v1/sheets/a?{}", "texts=&".repeat(500)), "200 OK"),
        (
            format!("/v1/sheets/a?{}", "texts=&".repeat(900)),
            "413 Payload Too Large",
        ),
        (
            format!("/v1/sheets/a?mask=a{}", ",a".repeat(400)),
            "413 Payload Too Large",
        ),
        (
            format!("/v1/sheets/{}", "a".repeat(21_000)),
            "413 Payload Too Large",
        ),
    ] {
        let answer = server.exchange(&format!("GET {request}")).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}\n")),
            "{answer}"
        );
        assert_eq!(answer.ends_with(&refused(15_000)), status != "200 OK");
    }
}

/// prost finds out only afterwards that what is in a message goes on beyond its end.
#[tokio::test]
async fn a_field_that_is_longer_than_its_message_is_paid_for() {
    let server = serve(MIB).await;
    let elements = [0x12, 0].repeat(10_000);
    // A message of two bytes, in which a field of 20,000 begins.
    let body = [&[0x22, 4, 0x22, 0xa0, 0x9c, 0x01][..], &elements].concat();
    let found = post(&server, "/v1/sheets", "application/protobuf", &body).await;
    assert_eq!(found, format!("413 {}", refused(MIB)));
    // What comes after what is malformed is not decoded.
    let body = [&[0x0a, 1, 0xff][..], &elements].concat();
    let found = post(&server, "/v1/sheets", "application/protobuf", &body).await;
    assert!(found.starts_with("4"), "{found}");
}

/// An encoded message that is decoded only to be written takes as much as one that is decoded to be read.
#[tokio::test]
async fn what_an_any_holds_is_decoded_within_the_limit_to_be_written() {
    let settings = Gateway::new().limits(Limits::default().max_message_memory(MIB));
    let echo = async |request: Request<Sheet>| Ok(Response::new(request.into_inner()));
    let echo = unary(echo).with(settings);
    let server = Server::start(axum::Router::new().route("/", echo.into())).await;
    let any = |name: &str, value: Vec<u8>| Any {
        type_url: format!("x/{name}"),
        value,
    };
    let packed = |elements: usize| {
        let flags = vec![true; elements];
        let sheet = Sheet {
            flags,
            ..Sheet::default()
        };
        sheet.encode_to_vec()
    };
    for (what, element, most) in [
        ("objects", &[0x7a, 0][..], 8_192),
        ("texts", &[0x3a, 0], 16_384),
        ("maps", &[0x1a, 0], 2_048),
        ("fields of objects", &[0x7a, 2, 0x0a, 0], 2_048),
        ("merged messages", &[0x22, 0], 8_192),
        ("messages with a form of their own", &[0x5a, 0], 8_192),
    ] {
        for (elements, fits) in [(most / 8, true), (most * 8, false)] {
            let value = any("wide.v1.Sheet", element.repeat(elements));
            check_any(&server, &value, fits, what).await;
            let value = any("google.protobuf.Any", value.encode_to_vec());
            check_any(&server, &value, fits, what).await;
        }
    }
    check_any(&server, &any("wide.v1.Sheet", packed(2_000)), true, "flags").await;
    check_any(
        &server,
        &any("wide.v1.Sheet", packed(65_536)),
        false,
        "flags",
    )
    .await;
    // However deep it is in others, an `Any` is no copy.
    let texts = vec!["x".repeat(100_000)];
    let sheet = Sheet {
        texts,
        ..Sheet::default()
    };
    let nested = (0..20).fold(any("wide.v1.Sheet", sheet.encode_to_vec()), |inner, _| {
        any("google.protobuf.Any", inner.encode_to_vec())
    });
    check_any(&server, &nested, true, "an `Any` in others").await;
}

async fn check_any(server: &Server, any: &Any, fits: bool, what: &str) {
    let sheet = Sheet {
        any: Some(any.clone()),
        ..Sheet::default()
    };
    let body = sheet.encode_to_vec();
    let found = post(server, "/", "application/protobuf", &body).await;
    let found = found.get(..400).unwrap_or(&found);
    let refused = "500 {\"code\":13,\"message\":\"a response message has no JSON form: any: \
        the message in a `google.protobuf.Any` takes too much memory \
        (`JsonOptions::max_memory`, of a gateway `Limits::max_message_memory`)\",\"details\":[]}";
    if fits {
        assert!(found.starts_with("200"), "{what}: {found}");
    } else {
        assert_eq!(found, refused, "{what}");
    }
}

type Silence = futures_util::stream::Pending<Result<(), Status>>;

/// Holds its requests and takes none of them.
async fn hold(request: Request<Streaming<Wide>>) -> Result<Response<Silence>, Status> {
    let requests = request.into_inner();
    tokio::spawn(async move {
        std::future::pending::<()>().await;
        drop(requests);
    });
    Ok(Response::new(futures_util::stream::pending()))
}

#[tokio::test(start_paused = true)]
async fn a_websocket_is_read_ahead_by_what_messages_take_and_not_by_their_frames() {
    let settings = Gateway::new().websocket_upgrader(MemoryUpgrader);
    let mut service = bidi_streaming(hold).with(settings);
    for frame in ["{}", "<empty binary>"] {
        let mut peer = open(&mut service, "/", &[], 1).await.expect("a WebSocket");
        let read = peer.put_until_stalled(frame, 1_000).await;
        assert!((1..=3).contains(&read), "{read} messages of {frame}");
    }
    assert_eq!(Wide::default().encoded_len(), 0);
}

/// A worker of tokio has 2 MiB. The handler, and the HTTP server below, need theirs of it.
const STACK: usize = 1 << 20;

#[test]
fn a_wide_message_needs_no_more_stack_than_a_worker_has() {
    for (path, content_type, body) in [
        ("/v1/widen", "application/json", &b"{}"[..]),
        (
            "/v1/widen",
            "application/json",
            b"{\"a\":{\"c1\":{}},\"d\":{\"c20\":{\"s1\":\"x\"}}}",
        ),
        ("/v1/widen", "application/protobuf", b"\x12\x02\x0a\x00"),
    ] {
        let call = async move {
            let server = serve(64 * MIB).await;
            post(&server, path, content_type, body).await
        };
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(call)
        });
        let answer = thread.expect("a thread").join().expect("no panic");
        assert!(answer.starts_with("200"), "{answer}");
    }
}
