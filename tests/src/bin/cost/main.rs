//! What requests cost that are as nasty as they can be for their length.
//!
//! `cost cpu` makes each request of [`cases::CASES`] with nothing in it, with some bytes and with twice as many, for a
//! counter of instructions such as callgrind to look at, and prints a line for each. `cost memory` measures by how much
//! the process grows meanwhile, and fails where that is more than a bound for each byte.

mod cases;

use std::fs;
use std::process::{Command, ExitCode};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use gateway::{Gateway, GatewayService, Limits, WebSocket};
use http::{HeaderMap, Method, Request};
use http_body_util::BodyExt as _;
use tests::echo::Echo;
use tests::memory::{MemoryUpgrader, open};
use tests::sheets::Sheets;
use tower_service::Service as _;

use cases::{Ask, CASES, Case};

/// How many bytes are asked with first; twice as many still fit into a URI.
const BYTES: usize = 30_000;

/// How much the process may grow for each byte of a request: a list of empty messages of 480 bytes is the worst.
const GROWTH: usize = 512;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("cpu"), None) => cpu(),
        (Some("memory"), None) => return memory(),
        (Some("growth"), Some(name)) => {
            let mut cases = CASES.iter();
            let case = cases.find(|case| case.name == name).expect("a case");
            println!("{}", growth(case));
        }
        _ => {
            eprintln!("expected `cpu` or `memory`");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn cpu() {
    let mut service = service();
    for case in CASES {
        // What is made once, such as tables of the allocator, is none of the request's.
        run(case, 1_000, &mut service);
        for bytes in [0, BYTES, 2 * BYTES] {
            measured(case, bytes, &mut service);
            println!("{} {bytes}", case.name);
        }
    }
}

fn memory() -> ExitCode {
    let growths = CASES.iter().map(|case| (case.name, growth_apart(case)));
    let most = (1 << 20) + GROWTH * 2 * BYTES;
    let mut is_within = true;
    for (name, grown) in growths {
        println!("{name} {grown}");
        is_within &= grown <= most;
    }
    if is_within {
        return ExitCode::SUCCESS;
    }
    eprintln!("more than {most} bytes for {}", 2 * BYTES);
    ExitCode::FAILURE
}

/// By how much a process of its own grows, which has no free memory of other requests.
fn growth_apart(case: &Case) -> usize {
    let program = std::env::current_exe().expect("a program");
    let output = Command::new(program).args(["growth", case.name]).output();
    let text = String::from_utf8(output.expect("a process").stdout).expect("text");
    let grown = text.trim().parse();
    grown.unwrap_or_else(|_| panic!("{} has no growth: {text}", case.name))
}

fn growth(case: &Case) -> usize {
    let mut service = service();
    run(case, 1_000, &mut service);
    fs::write("/proc/self/clear_refs", "5").expect("a peak to be forgotten");
    let before = kibibytes("VmRSS:");
    run(case, 2 * BYTES, &mut service);
    kibibytes("VmHWM:").saturating_sub(before) << 10
}

/// A line of what the kernel knows of the process.
fn kibibytes(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .expect("a number")
}

fn service() -> GatewayService {
    let limits = Limits::default().max_query_parameters(usize::MAX);
    let gateway = Gateway::new().service(Sheets).service(Echo);
    // However slowly it runs, no ping comes between.
    let websocket = WebSocket::default().ping_interval(Duration::from_secs(86_400));
    let gateway = gateway.limits(limits).websocket(websocket);
    let gateway = gateway.websocket_upgrader(MemoryUpgrader);
    gateway.build_service().expect("two services")
}

/// The function whose instructions are counted.
#[inline(never)]
fn measured(case: &Case, bytes: usize, service: &mut GatewayService) {
    run(case, bytes, service);
}

fn run(case: &Case, bytes: usize, service: &mut GatewayService) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let answer = runtime.block_on(ask((case.ask)(bytes), service));
    assert!(
        answer.starts_with(case.answer),
        "{} with {bytes} bytes: {answer}",
        case.name
    );
}

async fn ask(ask: Ask, service: &mut GatewayService) -> String {
    match ask {
        Ask::Http {
            method,
            uri,
            headers,
            body,
        } => exchange(method, &uri, headers, body, service).await,
        Ask::WebSocket { path, frames } => converse(path, &frames, service).await,
    }
}

async fn exchange(
    method: Method,
    uri: &str,
    headers: HeaderMap,
    body: Vec<Bytes>,
    service: &mut GatewayService,
) -> String {
    let body = body.into_iter().map(Ok::<_, std::convert::Infallible>);
    let mut request = Request::new(Body::from_stream(stream::iter(body)));
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse().expect("a URI");
    *request.headers_mut() = headers;
    let Ok(response) = service.call(request).await;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body");
    format!("{status} {}", String::from_utf8_lossy(&body.to_bytes()))
}

async fn converse(path: &str, frames: &[String], service: &mut GatewayService) -> String {
    let mut peer = open(service, path, &[], 10).await.expect("a WebSocket");
    for frame in frames {
        peer.put(frame).await;
    }
    peer.put("").await;
    peer.next().await
}
