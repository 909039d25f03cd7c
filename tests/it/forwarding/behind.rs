//! A gRPC server that tells how its request streams go.

use std::sync::Arc;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use tests::script::PATIENCE;
use tests::wire::{Ask, Item, Summary, wire_server};
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;
use tonic::{Request, Response, Status, Streaming};

/// The service. On a message `hold` it reads no more until it may, on a message `refuse` it ends the call.
#[derive(Debug)]
pub(super) struct Behind {
    told: mpsc::UnboundedSender<String>,
    go_on: Arc<Notify>,
}

/// What the service has seen: the text of each message, and `end` or `failed`.
#[derive(Debug)]
pub(super) struct Seen {
    told: mpsc::UnboundedReceiver<String>,
    go_on: Arc<Notify>,
}

impl Seen {
    async fn next(&mut self) -> String {
        let seen = timeout(PATIENCE, self.told.recv()).await;
        seen.expect("more of the call").expect("a service")
    }

    pub(super) async fn expect(&mut self, expected: &[&str]) {
        for expected in expected {
            assert_eq!(self.next().await, *expected);
        }
    }

    /// What comes after the messages.
    pub(super) async fn end(&mut self) -> String {
        loop {
            let seen = self.next().await;
            if seen == "end" || seen == "failed" {
                return seen;
            }
        }
    }

    pub(super) fn go_on(&self) {
        self.go_on.notify_one();
    }

    pub(super) fn is_empty_of_messages(&mut self) -> bool {
        std::iter::from_fn(|| self.told.try_recv().ok())
            .all(|seen| seen == "end" || seen == "failed")
    }
}

impl Behind {
    pub(super) fn new() -> (Self, Seen) {
        let (tell, told) = mpsc::unbounded_channel();
        let go_on = Arc::new(Notify::new());
        let service = Self {
            told: tell,
            go_on: Arc::clone(&go_on),
        };
        (service, Seen { told, go_on })
    }

    fn reading(&self, items: Streaming<Item>) -> Reading {
        Reading {
            items,
            told: self.told.clone(),
            go_on: Arc::clone(&self.go_on),
            has_ended: false,
        }
    }
}

/// One request stream. What is dropped before its end has failed: such a call stores nothing.
struct Reading {
    items: Streaming<Item>,
    told: mpsc::UnboundedSender<String>,
    go_on: Arc<Notify>,
    has_ended: bool,
}

impl Drop for Reading {
    fn drop(&mut self) {
        let end = if self.has_ended { "end" } else { "failed" };
        let _ = self.told.send(end.to_owned());
    }
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Item>, Status> {
        let Some(item) = self.items.message().await? else {
            self.has_ended = true;
            return Ok(None);
        };
        let _ = self.told.send(item.text.clone());
        match item.text.as_str() {
            "hold" => self.go_on.notified().await,
            "refuse" => return Err(Status::failed_precondition("refused")),
            _ => {}
        }
        Ok(Some(item))
    }
}

type ItemStream = BoxStream<'static, Result<Item, Status>>;

/// A message of this text.
pub(super) fn item(text: &str) -> Item {
    Item {
        text: text.to_owned(),
        ..Item::default()
    }
}

#[tonic::async_trait]
impl wire_server::Wire for Behind {
    async fn get(&self, _: Request<Ask>) -> Result<Response<Item>, Status> {
        Ok(Response::new(item("got")))
    }

    type WatchStream = ItemStream;

    async fn watch(&self, _: Request<Ask>) -> Result<Response<ItemStream>, Status> {
        let items = stream::iter([Ok(item("first")), Ok(item("second"))]);
        Ok(Response::new(items.boxed()))
    }

    async fn collect(
        &self,
        request: Request<Streaming<Item>>,
    ) -> Result<Response<Summary>, Status> {
        let mut reading = self.reading(request.into_inner());
        let mut summary = Summary::default();
        while let Some(item) = reading.next().await? {
            summary.texts.push(item.text);
        }
        Ok(Response::new(summary))
    }

    type ConverseStream = ItemStream;

    async fn converse(
        &self,
        request: Request<Streaming<Item>>,
    ) -> Result<Response<ItemStream>, Status> {
        let reading = Some(self.reading(request.into_inner()));
        let items = stream::unfold(reading, |reading| async {
            let mut reading = reading?;
            match reading.next().await.transpose()? {
                Ok(item) => Some((Ok(item), Some(reading))),
                Err(status) => Some((Err(status), None)),
            }
        });
        Ok(Response::new(items.boxed()))
    }
}
