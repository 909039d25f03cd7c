//! Serves every service of some .proto files, calls every binding over a socket, and prints which method ran.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tonic::Status;

include!(concat!(env!("OUT_DIR"), "/all.rs"));

#[allow(unused_variables)]
mod services {
    include!(concat!(env!("OUT_DIR"), "/services.rs"));
}

/// A call that a binding must bring to its method.
struct Row {
    method: &'static str,
    http_method: &'static str,
    template: &'static str,
    path: &'static str,
    /// What the path has for fields that are texts.
    values: &'static [&'static str],
    streams: bool,
}

/// How the calls went.
#[derive(Default)]
struct Report {
    passed: usize,
    refused: BTreeMap<String, Vec<String>>,
}

/// A stream of answers, which no method here returns.
type Answers<T> = tonic::codegen::tokio_stream::Empty<Result<T, Status>>;

fn ran(method: &str) -> Status {
    Status::aborted(format!("ran {method} "))
}

fn ran_with(method: &str, request: &impl std::fmt::Debug) -> Status {
    Status::aborted(format!("ran {method} with {request:?}"))
}

async fn call(report: &mut Report, router: axum::Router, rows: &[Row]) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    for row in rows {
        let call = tokio::time::timeout(Duration::from_secs(20), row.answer(address));
        let answer = call.await.unwrap_or_else(|_| "no answer".to_owned());
        match row.misses(&answer) {
            None => report.passed += 1,
            Some(reason) => {
                let binding = format!("{} {} ({})", row.http_method, row.template, row.method);
                report.refused.entry(reason).or_default().push(binding);
            }
        }
    }
    server.abort();
}

impl Row {
    async fn answer(&self, address: std::net::SocketAddr) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let request = format!(
            "{} {} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 0\r\n\r\n",
            self.http_method, self.path
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("a request");
        let mut answer = Vec::new();
        // A reset after the answer changes nothing about it.
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Why the answer is not that of the method, if it is not.
    fn misses(&self, answer: &str) -> Option<String> {
        let Some((_, ran)) = answer.split_once("\"message\":\"ran ") else {
            let line = answer.lines().next().unwrap_or_default();
            let body = answer.lines().last().unwrap_or_default();
            return Some(match self.streams {
                true => format!("a request stream: {line} {body}"),
                false => format!("{line} {body}"),
            });
        };
        let (method, request) = ran.split_once(' ').unwrap_or_default();
        if method != self.method {
            return Some(format!("another method: {method}"));
        }
        let mut values = self.values.iter();
        let lost = values.find(|value| !request.contains(&***value))?;
        Some(format!("the method has not got {lost:?}: {request}"))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut report = Report::default();
    services::run(&mut report).await;
    for text in services::REFUSED {
        println!("refused by the build:\n{text}\n");
    }
    for (reason, bindings) in &report.refused {
        println!(
            "{} calls: {reason}\n    {}",
            bindings.len(),
            bindings.join("\n    ")
        );
    }
    let missed: usize = report.refused.values().map(Vec::len).sum();
    println!(
        "| files | services | methods | bindings | passed | left out |\n|---|---|---|---|---|---|"
    );
    println!(
        "| {} | {} | {} | {} | {} | {} |",
        services::FILES,
        services::SERVICES,
        services::METHODS,
        report.passed + missed,
        report.passed,
        services::LEFT_OUT.len()
    );
}
