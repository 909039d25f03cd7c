//! What a page of another origin can send without asking by CORS reaches no handler: every content type from every
//! origin, for every kind of binding.

use axum::Router;
use axum::routing::{MethodRouter, post_service};
use gateway::{Gateway, Handler, HttpBody};
use tests::binding::All;
use tests::echo::Echo;
use tests::script::Scripted;
use tests::server::Server;
use tonic::{Request, Response};

/// The header lines of each column.
const TYPES: [&str; 15] = [
    "content-type: application/json",
    "content-type: application/json; charset=utf-8",
    "content-type: Application/vnd.x+JSON",
    "content-type: application/x-ndjson",
    "content-type: image/png",
    "content-type: text/plain",
    "content-type: Text/PLAIN ;charset=UTF-8",
    "content-type: text/plain;, application/json",
    "content-type: text/plain;\"é",
    "content-type: multipart/form-data; boundary=x",
    "content-type: APPLICATION/x-www-form-urlencoded",
    "content-type: ?",
    "content-type: ",
    "x-no: type",
    "content-type: application/json\ncontent-type: text/plain",
];

const NONE: &str = "x-no: origin";
const OWN: &str = "origin: http://localhost";
const FOREIGN: &str = "origin: http://evil.example";
const NULL: &str = "origin: null";

/// The kinds of bindings, each with a request that fits it, and what it answers to the columns from no origin, from
/// its own, and from others: `.` lets the request in, `t` refuses the type, `n` that there is none, `f` a type that
/// forms can send, and `2` that there are two.
const KINDS: &[(&str, &str, [&str; 3])] = &[
    ("POST /v1/all", "{}", DOCUMENT),
    ("POST /v1/body/nested/a", "{}", DOCUMENT),
    ("POST /closure/document", "{}", DOCUMENT),
    ("PUT /v1/things/a", "{}", DOCUMENT),
    ("DELETE /v1/all", "{}", DOCUMENT),
    ("POST /v1/raw", "x", RAW),
    ("PUT /v1/attachments/a", "x", RAW),
    ("POST /closure/raw", "x", RAW),
    ("PUT /closure/raw", "x", RAW),
    ("POST /v1/pieces", "x", RAW),
    ("POST /v1/body/none", "", NOTHING),
    ("DELETE /v1/items/a", "", NOTHING),
    ("DELETE /closure/document", "", NOTHING),
    ("DELETE /closure/raw", "", NOTHING),
    ("LIST /v1/all", "", NOTHING),
    ("POST /v1/items/a/collect", "{}", STREAM),
    ("POST /v1/items/a/converse", "{}", STREAM),
    ("GET /v1/all", "", ["..............."; 3]),
    ("HEAD /v1/all", "", ["..............."; 3]),
    ("GET /v1/raw/a", "", ["..............."; 3]),
    ("GET /v1/items/a/converse", "", ["..............."; 3]),
];

const DOCUMENT: [&str; 3] = ["...tttttttttt.2", "...ttttttttttn2", "...ttttttttttn2"];
const RAW: [&str; 3] = ["..............2", "..............2", ".....fffffffff2"];
const NOTHING: [&str; 3] = ["...............", "...............", "...ttttttttttn2"];
const STREAM: [&str; 3] = ["....ttttttttt.2", "....tttttttttn2", "....tttttttttn2"];

async fn serve() -> Server {
    let (scripted, _calls) = Scripted::new();
    let gateway = Gateway::new().service(Echo).service(scripted);
    let document =
        gateway::unary(|request: Request<All>| async { Ok(Response::new(request.into_inner())) });
    let raw = gateway::unary(|request: Request<HttpBody>| async {
        Ok(Response::new(request.into_inner()))
    });
    let closures = Router::new()
        .route("/closure/document", every_method(document))
        .route("/closure/raw", every_method(raw));
    Server::start(gateway.build().expect("two services").merge(closures)).await
}

fn every_method(handler: Handler) -> MethodRouter {
    let service = handler.into_service();
    post_service(service.clone())
        .put_service(service.clone())
        .delete_service(service)
}

/// The text of the 415 that a letter stands for.
fn refusal(letter: char, content_type: &str, expects: [&str; 3]) -> String {
    let value = content_type.strip_prefix("content-type: ");
    let shown = value.filter(|value| value.is_ascii());
    let expected = match expects {
        STREAM => "`content-type: application/x-ndjson` or `application/json`",
        _ => "`content-type: application/json`",
    };
    match letter {
        't' => format!(
            "the request has `content-type: {}`; send {expected}",
            shown.unwrap_or("?")
        ),
        'n' => format!("the request has no `content-type`; send {expected}"),
        '2' => "the request has more than one `content-type`; send one".to_owned(),
        _ => {
            let found = value.map_or("no `content-type`".to_owned(), |_| {
                format!("`content-type: {}`", shown.unwrap_or_default())
            });
            format!(
                "the request has {found}, which any page can send from another origin; \
                 send `content-type: application/octet-stream`"
            )
        }
    }
}

#[tokio::test]
async fn every_type_from_every_origin() {
    let server = serve().await;
    for (line, body, expects) in KINDS {
        for (origin, letters) in [NONE, OWN, FOREIGN, NULL].into_iter().zip([0, 1, 2, 2]) {
            for (content_type, letter) in TYPES.into_iter().zip(expects[letters].chars()) {
                let request = format!("{line}\n{origin}\n{content_type}\nx-script: m\n\n{body}");
                let answer = server.exchange(&request).await;
                if letter == '.' {
                    assert!(
                        answer.starts_with("HTTP/1.1 200 OK\n"),
                        "{request}\n{answer}"
                    );
                    continue;
                }
                let text = serde_json::json!(refusal(letter, content_type, *expects));
                let refused = format!("{{\"code\":3,\"message\":{text},\"details\":[]}}");
                let expected = format!(
                    "HTTP/1.1 415 Unsupported Media Type\ncontent-type: application/json\nvary: accept\n\
                     x-content-type-options: nosniff\ncontent-length: {}\n\n{refused}",
                    refused.len()
                );
                assert_eq!(answer, expected, "{request}");
            }
        }
    }
}

/// What the browser has not let a page say, nobody may take for granted.
#[tokio::test]
async fn an_empty_body_of_no_type() {
    let server = serve().await;
    for (line, own, foreign) in [
        ("POST /v1/all", "200", "415"),
        ("POST /closure/document", "200", "415"),
        ("POST /v1/raw", "200", "415"),
        ("POST /v1/items/a/collect", "200", "415"),
        ("POST /v1/pieces", "200", "415"),
        ("POST /v1/body/none", "200", "415"),
        ("DELETE /v1/items/a", "200", "415"),
    ] {
        for (origin, status) in [
            (NONE, "200"),
            (OWN, own),
            (FOREIGN, foreign),
            (NULL, foreign),
        ] {
            let answer = server.exchange(&format!("{line}\n{origin}")).await;
            let start = format!("HTTP/1.1 {status} ");
            assert!(answer.starts_with(&start), "{line} {origin}\n{answer}");
        }
    }
}
