//! Requests as the other server is sent them.

use gateway::Deadline;
use tonic::Request;

/// The metadata that the other server is told. All else is between the client and the proxy: a browser's cookies, say.
const PASSED_ON: [&str; 2] = ["authorization", "traceparent"];

/// The message, who asks, and how long the answer may take.
pub(crate) fn onward<M>(request: Request<M>) -> Request<M> {
    let (metadata, extensions, message) = request.into_parts();
    let mut onward = Request::new(message);
    for name in PASSED_ON {
        if let Some(value) = metadata.get(name) {
            onward.metadata_mut().insert(name, value.clone());
        }
    }
    if let Some(deadline) = extensions.get::<Deadline>() {
        onward.set_timeout(deadline.remaining());
    }
    onward
}
