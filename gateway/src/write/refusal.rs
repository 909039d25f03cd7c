//! The refusal after which an `EventSource` comes back: it stops for good at any status but 200.

use std::hash::{BuildHasher as _, RandomState};

use axum::body::Body;
use http::{HeaderMap, HeaderValue, Response};

use super::stream::{Trailers, headers};

/// The minimum delay before a client comes back, in milliseconds.
const MIN_RETRY: u64 = 2_000;

/// The range of the delays in milliseconds, so that many clients do not come back at once.
const JITTER: u64 = 3_000;

/// Returns an event stream that ends at once and sets the delay before the client comes back.
pub(crate) fn come_back() -> Response<Body> {
    let mut response = Response::new(Body::from(format!("retry: {}\n\n", retry())));
    let content_type = HeaderValue::from_static("text/event-stream");
    *response.headers_mut() = headers(content_type, HeaderMap::new(), Trailers::None);
    response
}

/// Returns a delay with jitter. The hasher's keys differ from call to call, which is all the randomness that jitter
/// needs.
fn retry() -> u64 {
    MIN_RETRY + RandomState::new().hash_one(()) % (JITTER + 1)
}
