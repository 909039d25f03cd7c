//! Handlers that write down what they take from their request streams, and when.

use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use gateway::{Handler, bidi_streaming, client_streaming, server_streaming};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tonic::{Request, Response, Status, Streaming};

use crate::script::PATIENCE;

type Answers = BoxStream<'static, Result<String, Status>>;
type Answer = Result<Response<Answers>, Status>;

/// Makes handlers, and writes down what they see.
#[derive(Clone, Debug)]
pub struct Witness {
    began: Instant,
    lines: mpsc::UnboundedSender<String>,
}

/// What has been written down, in its order.
#[derive(Debug)]
pub struct Lines(mpsc::UnboundedReceiver<String>);

/// One call. Its end is written down as `gone`.
struct Call {
    witness: Witness,
    requests: Streaming<String>,
}

impl Drop for Call {
    fn drop(&mut self) {
        self.witness.note("gone");
    }
}

impl Call {
    /// The next message of the client, which is written down, as its end or error is.
    async fn next(&mut self) -> Result<Option<String>, Status> {
        let next = self.requests.message().await;
        match &next {
            Ok(Some(text)) => self.witness.note(text),
            Ok(None) => self.witness.note("end"),
            Err(status) => self.witness.note(&format!("{:?}", status.code())),
        }
        next
    }
}

impl Witness {
    /// The witness, and what it will have seen.
    pub fn new() -> (Self, Lines) {
        let (lines, seen) = mpsc::unbounded_channel();
        let witness = Self {
            began: Instant::now(),
            lines,
        };
        (witness, Lines(seen))
    }

    fn note(&self, what: &str) {
        let line = format!("{} {what}", self.began.elapsed().as_secs());
        let _ = self.lines.send(line);
    }

    fn call(&self, request: Request<Streaming<String>>) -> Call {
        Call {
            witness: self.clone(),
            requests: request.into_inner(),
        }
    }

    /// Gives every message back, after this time for each.
    pub fn echo(self, pause: Duration) -> Handler {
        bidi_streaming(move |request| {
            let call = self.call(request);
            let answers = stream::unfold(Some(call), move |call| async move {
                let mut call = call?;
                if !pause.is_zero() {
                    sleep(pause).await;
                }
                let next = call.next().await.transpose()?;
                let rest = next.is_ok().then_some(call);
                Some((next, rest))
            });
            async { Ok(Response::new(answers.boxed())) as Answer }
        })
    }

    /// Gives every message back from a task of its own.
    pub fn relay(self) -> Handler {
        bidi_streaming(move |request| {
            let mut call = self.call(request);
            let (answers, given) = mpsc::unbounded_channel();
            tokio::spawn(async move {
                while let Some(answer) = call.next().await.transpose() {
                    let is_last = answer.is_err();
                    if answers.send(answer).is_err() || is_last {
                        return;
                    }
                }
            });
            let given = stream::unfold(given, |mut given| async {
                given.recv().await.map(|answer| (answer, given))
            });
            async { Ok(Response::new(given.boxed())) as Answer }
        })
    }

    /// Takes all messages, then does a second's work, which is written down as `done`.
    pub fn collect(self) -> Handler {
        client_streaming(move |request| {
            let mut call = self.call(request);
            async move {
                let mut texts = Vec::new();
                while let Some(text) = call.next().await? {
                    texts.push(text);
                }
                sleep(Duration::from_secs(1)).await;
                call.witness.note("done");
                Ok(Response::new(texts.join(",")))
            }
        })
    }

    /// Takes one message, and answers with it.
    pub fn one(self) -> Handler {
        client_streaming(move |request| {
            let mut call = self.call(request);
            async move { Ok(Response::new(call.next().await?.unwrap_or_default())) }
        })
    }

    /// Takes nothing, and gives these answers for ever, or none.
    pub fn ignore(self, answers: Option<&'static str>) -> Handler {
        bidi_streaming(move |request| {
            let call = self.call(request);
            let answers = match answers {
                Some(text) => stream::repeat_with(move || Ok(text.to_owned())).boxed(),
                None => stream::pending().boxed(),
            };
            let answers = answers.map(move |answer| {
                let _ = &call;
                answer
            });
            async { Ok(Response::new(answers.boxed())) as Answer }
        })
    }

    /// Takes its request from the first message, and answers with nothing.
    pub fn first(self) -> Handler {
        let handler = server_streaming(move |request: Request<String>| {
            self.note(request.get_ref());
            async { Ok(Response::new(stream::pending().boxed())) as Answer }
        });
        handler.first_message()
    }
}

impl Lines {
    /// The next line.
    pub async fn next(&mut self) -> String {
        timeout(PATIENCE, self.0.recv())
            .await
            .expect("the call goes on")
            .expect("the witness lives")
    }

    /// Whether nothing has been written down that is not read yet.
    pub fn is_empty(&mut self) -> bool {
        self.0.is_empty()
    }
}
