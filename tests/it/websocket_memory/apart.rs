//! Handlers whose requests are read in a task that outlives the call.

use std::future::{Ready, ready};

use futures_util::stream;
use gateway::{Gateway, bidi_streaming};
use tests::memory::{MemoryUpgrader, open};
use tokio::sync::mpsc;
use tonic::{Code, Request, Response, Status, Streaming};

type Silence = stream::Pending<Result<(), Status>>;
type Last = Result<Option<()>, Status>;

/// Answers with silence, and reads the requests in a task of its own, up to the end or an error.
fn read_apart(
    told: mpsc::UnboundedSender<Last>,
) -> impl Fn(Request<Streaming<()>>) -> Ready<Result<Response<Silence>, Status>> {
    move |request| {
        let (told, mut requests) = (told.clone(), request.into_inner());
        tokio::spawn(async move {
            let mut last = requests.message().await;
            while let Ok(Some(())) = last {
                last = requests.message().await;
            }
            let _ = told.send(last);
        });
        ready(Ok(Response::new(stream::pending())))
    }
}

#[tokio::test(start_paused = true)]
async fn a_task_that_outlives_its_call_does_not_take_the_loss_for_the_end() {
    let (told, mut lasts) = mpsc::unbounded_channel();
    let settings = Gateway::new().websocket_upgrader(MemoryUpgrader);
    let mut service = bidi_streaming(read_apart(told)).with(settings);
    for (line, expected) in [
        ("", Ok(None)),
        ("<lost>", Err(Code::Cancelled)),
        ("<close>", Err(Code::Cancelled)),
        ("<violation 1002>", Err(Code::InvalidArgument)),
        ("no JSON", Err(Code::InvalidArgument)),
    ] {
        let mut peer = open(&mut service, "/", &[], 1).await.expect("a WebSocket");
        peer.put("{}").await;
        peer.put(line).await;
        let last = lasts.recv().await.expect("a task");
        assert_eq!(last.map_err(|status| status.code()), expected, "{line}");
    }
}
