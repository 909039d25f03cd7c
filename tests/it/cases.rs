//! Requests and their exact responses, from the files in `cases/`.
//!
//! A case is a line `### name`, the request, a line `---`, and the response. With `UPDATE_CASES=1` the responses are
//! written anew, to be read before they are committed.

use std::path::PathBuf;
use std::time::Duration;

use gateway::{Chunked, Metadata, Sse, SseEvent};
use tests::server::Server;

struct Case {
    name: String,
    request: String,
    response: String,
}

async fn check(file: &str) {
    let (server, _calls) = Server::scripted().await;
    check_with(file, &server).await;
}

pub(crate) async fn check_with(file: &str, server: &Server) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(file);
    let mut cases = parse(&std::fs::read_to_string(&path).expect("a file of cases"));
    let mut wrong = Vec::new();
    for case in &mut cases {
        let response = server.exchange(&case.request).await;
        if response != case.response {
            wrong.push(format!(
                "### {}\nexpected:\n{}\ngot:\n{response}",
                case.name, case.response
            ));
            case.response = response;
        }
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, render(&cases)).expect("the file can be written");
    } else {
        assert!(
            wrong.is_empty(),
            "{file}: {} wrong\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}

fn parse(text: &str) -> Vec<Case> {
    let text = text.strip_prefix("### ").expect("a case");
    text.split("\n### ")
        .map(|block| {
            let (name, rest) = block.split_once('\n').expect("a request");
            let (request, response) = rest
                .split_once("\n---\n")
                .unwrap_or((rest.trim_end_matches('\n'), ""));
            let response = response.strip_suffix('\n').unwrap_or(response);
            Case {
                name: name.to_owned(),
                request: request.to_owned(),
                response: response.to_owned(),
            }
        })
        .collect()
}

fn render(cases: &[Case]) -> String {
    let blocks = cases.iter().map(|case| {
        format!(
            "### {}\n{}\n---\n{}\n",
            case.name, case.request, case.response
        )
    });
    blocks.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn unary() {
    check("unary.http").await;
}

#[tokio::test]
async fn binding() {
    check("binding.http").await;
}

#[tokio::test]
async fn sse() {
    check("sse.http").await;
}

#[tokio::test]
async fn ends_and_errors_that_are_replaced() {
    let sse = Sse::default()
        .end_of_stream(SseEvent::new("all\nof it").id("fin").event("done"))
        .on_error(|status, event| {
            *event = Some(SseEvent::new(status.message()).event("problem"));
        })
        .retry(Duration::from_millis(10));
    let chunked = Chunked::default().on_error(|status, record| {
        *record = format!("{{\n\"failed\":{}\r\n}}", i32::from(status.code()));
    });
    let (server, _calls) = Server::scripted_with(|gateway| gateway.sse(sse).chunked(chunked)).await;
    check_with("sse_replaced.http", &server).await;
}

#[tokio::test]
async fn ends_and_errors_that_are_removed() {
    let sse = Sse::default()
        .end_of_stream(None)
        .on_error(|_, event| *event = None);
    let (server, _calls) = Server::scripted_with(|gateway| gateway.sse(sse)).await;
    check_with("sse_removed.http", &server).await;
}

#[tokio::test]
async fn chunked() {
    check("chunked.http").await;
}

#[tokio::test]
async fn uploads() {
    check("uploads.http").await;
}

#[tokio::test]
async fn negotiation() {
    check("negotiation.http").await;
}

#[tokio::test]
async fn content() {
    let server = Server::start(gateway::router(tests::echo::Echo)).await;
    check_with("content.http", &server).await;
}

#[tokio::test]
async fn prefixed_metadata() {
    let (server, _calls) =
        Server::scripted_with(|gateway| gateway.metadata(Metadata::prefixed())).await;
    check_with("prefixed_metadata.http", &server).await;
}

/// A kind: a header that is a list of binary values is taken for one, and for binary without a look.
#[tokio::test]
async fn binary_metadata() {
    check("binary_metadata.http").await;
}

/// A kind: a body is taken for what its type names, though it is compressed.
#[tokio::test]
async fn content_encodings() {
    check("content_encodings.http").await;
}

#[tokio::test]
async fn bindings_of_the_proto() {
    let router = gateway::router(tests::annotated_service::Annotated);
    let server = Server::start(axum::Router::new().nest("/api", router)).await;
    check_with("bindings_of_the_proto.http", &server).await;
}
