//! A service whose handlers do what the request's metadata `x-script` tells them, step by step. CONTRIBUTING.md has the
//! legend.

mod who;

use std::collections::VecDeque;
use std::future::pending;
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use gateway::{Produced, gateway};
use http::StatusCode;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tonic::metadata::{KeyAndValueRef, MetadataMap};
use tonic::{Request, Response, Status, Streaming};

use self::who::who;
use crate::wire::{Ask, Item, Summary, wire_server};

/// The service.
#[derive(Clone, Debug)]
pub struct Scripted {
    ended: mpsc::UnboundedSender<&'static str>,
}

/// Says that a call's resources are free.
#[derive(Debug)]
struct Guard {
    method: &'static str,
    panics: bool,
    ended: mpsc::UnboundedSender<&'static str>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.ended.send(self.method);
        assert!(!self.panics, "asked to");
    }
}

impl Scripted {
    /// The service, and the names of the methods whose calls have ended, in their order.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<&'static str>) {
        let (ended, calls) = mpsc::unbounded_channel();
        (Self { ended }, calls)
    }

    /// What is left of the script when the handler may give its result.
    async fn begin(
        &self,
        method: &'static str,
        metadata: &MetadataMap,
    ) -> Result<(Guard, VecDeque<char>), Status> {
        let guard = Guard {
            method,
            panics: false,
            ended: self.ended.clone(),
        };
        let script = metadata
            .get("x-script")
            .and_then(|script| script.to_str().ok())
            .unwrap_or("mm");
        let mut steps: VecDeque<char> = script.chars().collect();
        match steps.front() {
            Some('!') => return Err(failure()),
            Some('?') => panic!("asked to"),
            Some('_') => pending().await,
            _ => {}
        }
        steps.retain(|step| *step != ' ');
        Ok((guard, steps))
    }
}

fn failure() -> Status {
    let mut status = Status::failed_precondition("not \"now\"");
    status
        .metadata_mut()
        .insert("x-why", "asked".parse().expect("a header value"));
    status
}

/// All metadata but the script, each value on a line of its own, binary ones decoded.
fn all_metadata(request: &Request<Ask>) -> Item {
    let lines = request.metadata().iter().filter_map(|entry| match entry {
        KeyAndValueRef::Ascii(key, _) if key == "x-script" => None,
        KeyAndValueRef::Ascii(key, value) => Some(format!("{key}: {value:?}")),
        KeyAndValueRef::Binary(key, value) => {
            Some(format!("{key}: {:?}", value.to_bytes().as_deref()))
        }
    });
    Item {
        text: lines.collect::<Vec<_>>().join("\n"),
        ..Item::default()
    }
}

/// A running script: what a response stream is made of.
struct Run {
    steps: VecDeque<char>,
    seq: i64,
    asked: Option<Ask>,
    requests: Option<Streaming<Item>>,
    guard: Guard,
}

impl Run {
    async fn next(&mut self) -> Option<Result<Item, Status>> {
        loop {
            match self.steps.front().copied()? {
                'E' => match self.read().await {
                    Ok(Some(item)) => return Some(Ok(item)),
                    Ok(None) => drop(self.steps.pop_front()),
                    Err(status) => return Some(Err(status)),
                },
                step => {
                    self.steps.pop_front();
                    if let Some(item) = self.step(step).await {
                        return Some(item);
                    }
                }
            }
        }
    }

    async fn step(&mut self, step: char) -> Option<Result<Item, Status>> {
        match step {
            'm' => Some(Ok(self.message())),
            'M' => {
                self.steps.push_front('M');
                let mut message = self.message();
                message.text = "x".repeat(10_000);
                Some(Ok(message))
            }
            'L' => Some(Ok(Item {
                text: "x".repeat(3_000_000),
                ..self.message()
            })),
            't' => Some(Ok(Item {
                at: Some(gateway::prost_types::Timestamp {
                    seconds: i64::MAX,
                    nanos: 0,
                }),
                ..self.message()
            })),
            'd' => {
                self.requests = None;
                None
            }
            's' => {
                sleep(MINUTE).await;
                None
            }
            'P' => {
                self.guard.panics = true;
                None
            }
            'e' => Some(Err(failure())),
            '#' => panic!("asked to"),
            'r' => self.read().await.err().map(Err),
            'R' => loop {
                match self.read().await {
                    Ok(Some(_)) => {}
                    Ok(None) => return None,
                    Err(status) => return Some(Err(status)),
                }
            },
            _ => pending().await,
        }
    }

    fn message(&mut self) -> Item {
        self.seq += 1;
        Item {
            seq: self.seq,
            text: format!("m{}", self.seq),
            at: None,
            room: self
                .asked
                .as_ref()
                .map(|asked| asked.room.clone())
                .unwrap_or_default(),
            asked: None,
        }
    }

    async fn read(&mut self) -> Result<Option<Item>, Status> {
        match &mut self.requests {
            Some(requests) => requests.message().await,
            None => Ok(None),
        }
    }

    fn into_stream(mut self) -> ItemStream {
        if self.steps.front() == Some(&'>') {
            self.steps.pop_front();
            return self.into_produced().boxed();
        }
        let items = stream::unfold(Some(self), |run| async {
            let mut run = run?;
            let item = run.next().await?;
            let rest = item.is_ok().then_some(run);
            Some((item, rest))
        });
        items.boxed()
    }

    fn into_produced(mut self) -> Produced<Item> {
        gateway::produce(2, |sender| async move {
            while let Some(item) = self.next().await {
                sender.send(item?).await?;
            }
            Ok(())
        })
    }
}

type ItemStream = BoxStream<'static, Result<Item, Status>>;

#[gateway]
#[tonic::async_trait]
impl wire_server::Wire for Scripted {
    #[http(get = "/v1/items/{room}")]
    #[http(post = "/v1/items/{room}", body = "*", status = 201)]
    #[http(put = "/v1/items/{room}", body = "place")]
    #[http(delete = "/v1/items/{room}")]
    #[http(post = "/v1/items/{room}:touch", body = "")]
    #[http(get = "/v1/streets/{place.street}/items/{after}")]
    #[http(get = "/v1/colors/{color}", timeout = "50ms")]
    #[http(get = "/post/{room}/collect")]
    async fn get(&self, request: Request<Ask>) -> Result<Response<Item>, Status> {
        let (_guard, steps) = self.begin("get", request.metadata()).await?;
        if steps.iter().copied().eq("who".chars()) {
            return Ok(Response::new(who(&request)));
        }
        if steps.iter().copied().eq("metadata".chars()) {
            return Ok(Response::new(all_metadata(&request)));
        }
        let script: String = steps.into_iter().collect();
        let status = match script.strip_prefix('=') {
            Some(status) => status.parse().ok(),
            None => (script == "n").then_some(204),
        };
        let mut response = Response::new(Item {
            seq: 9_007_199_254_740_993,
            text: script,
            room: String::new(),
            asked: Some(request.into_inner()),
            at: None,
        });
        if let Some(status) = status {
            let status = StatusCode::from_u16(status).expect("three digits");
            response.extensions_mut().insert(status);
        }
        response
            .metadata_mut()
            .insert("x-answer", "42".parse().expect("a header value"));
        Ok(response)
    }

    type WatchStream = ItemStream;

    #[http(
        get = "/v1/items/{room}/watch",
        sse(id = "seq", event = "room", resume = "after", retry = "2s")
    )]
    #[http(post = "/v1/items/{room}/watch", body = "*")]
    #[http(get = "/v1/plain/{room}", sse(heartbeat = "20ms"))]
    #[http(get = "/v1/resumed", sse(resume = "room"))]
    #[http(post = "/v1/resumed", body = "*", sse(resume = "after"))]
    #[http(get = "/v1/without/sse", stream(disable_sse))]
    #[http(get = "/v1/without/websocket", stream(disable_websockets))]
    #[http(get = "/v1/without/chunked", stream(disable_chunked_transfer))]
    #[http(
        get = "/v1/only/websocket",
        stream(disable_sse, disable_chunked_transfer)
    )]
    #[http(get = "/ws/items/{room}/watch", websocket(envelope))]
    #[http(post = "/post/{room}/watch", body = "*", websocket(raw))]
    #[http(
        put = "/post/{room}/first",
        body = "place",
        websocket(envelope, first_message)
    )]
    #[http(get = "/first/raw/{room}", websocket(first_message))]
    #[http(get = "/first/envelope/{room}", websocket(envelope, first_message))]
    async fn watch(&self, request: Request<Ask>) -> Result<Response<ItemStream>, Status> {
        let (guard, steps) = self.begin("watch", request.metadata()).await?;
        let mut metadata = MetadataMap::new();
        for name in ["sse-id", "sse-event"] {
            if let Some(value) = request.metadata().get(format!("x-{name}")) {
                metadata.insert(name, value.clone());
            }
        }
        let asked = request.into_inner();
        let run = Run {
            steps,
            seq: asked.after,
            asked: Some(asked),
            requests: None,
            guard,
        };
        let mut response = Response::new(run.into_stream());
        *response.metadata_mut() = metadata;
        response
            .metadata_mut()
            .insert("x-answer", "42".parse().expect("a header value"));
        Ok(response)
    }

    #[http(post = "/v1/items/{room}/collect")]
    #[http(post = "/v1/texts/{room}/collect", body = "asked")]
    #[http(post = "/post/{room}/collect", websocket(envelope))]
    #[http(
        post = "/post/{room}/only",
        stream(disable_chunked_transfer),
        websocket(raw)
    )]
    #[http(get = "/ws/items/{room}/collect")]
    #[http(get = "/ws/texts/{room}/collect", body = "text")]
    #[http(get = "/ws/asked/{room}/collect", body = "asked")]
    #[http(get = "/envelope/items/{room}/collect", websocket(envelope))]
    async fn collect(
        &self,
        request: Request<Streaming<Item>>,
    ) -> Result<Response<Summary>, Status> {
        let (mut guard, mut steps) = self.begin("collect", request.metadata()).await?;
        let mut requests = request.into_inner();
        let mut summary = Summary::default();
        while let Some(step) = steps.pop_front() {
            match step {
                'e' => return Err(failure()),
                '#' => panic!("asked to"),
                'r' => drop(requests.message().await?),
                's' => sleep(MINUTE).await,
                '.' => pending().await,
                _ => {
                    while let Some(item) = requests.message().await? {
                        summary.count += 1;
                        summary.room = item.room;
                        summary.texts.push(item.text);
                    }
                }
            }
        }
        guard.method = "collect: done";
        Ok(Response::new(summary))
    }

    type ConverseStream = ItemStream;

    #[http(get = "/v1/items/{room}/converse", sse(resume = "seq"))]
    #[http(post = "/v1/items/{room}/converse")]
    #[http(
        custom(method = "LIST", path = "/post/{room}/converse"),
        websocket(raw)
    )]
    #[http(get = "/envelope/items/{room}/converse", websocket(envelope))]
    async fn converse(
        &self,
        request: Request<Streaming<Item>>,
    ) -> Result<Response<ItemStream>, Status> {
        let (guard, steps) = self.begin("converse", request.metadata()).await?;
        let run = Run {
            steps,
            seq: 0,
            asked: None,
            requests: Some(request.into_inner()),
            guard,
        };
        Ok(Response::new(run.into_stream()))
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// How long a test waits for what has to happen.
pub const PATIENCE: Duration = Duration::from_secs(10);
