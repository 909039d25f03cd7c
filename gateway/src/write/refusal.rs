//! The refusal that an `EventSource` comes back from: it stops for ever at any status but 200.

use std::hash::{BuildHasher as _, RandomState};

use axum::body::Body;
use http::{HeaderMap, HeaderValue, Response};

use super::stream::{Trailers, headers};

/// The shortest time after which it comes back, in milliseconds.
const MIN_RETRY: u64 = 2_000;

/// How far the times of many clients lie apart, so that they do not come back as one.
const JITTER: u64 = 3_000;

/// An event stream that ends at once, and says when to come back.
pub(crate) fn come_back() -> Response<Body> {
    let mut response = Response::new(Body::from(format!("retry: {}\n\n", retry())));
    let content_type = HeaderValue::from_static("text/event-stream");
    *response.headers_mut() = headers(content_type, HeaderMap::new(), Trailers::None);
    response
}

/// The hasher's keys differ from call to call; that is all the randomness that jitter needs.
fn retry() -> u64 {
    MIN_RETRY + RandomState::new().hash_one(()) % (JITTER + 1)
}
