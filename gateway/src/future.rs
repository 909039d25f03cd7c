//! [`BoxFuture`]: the future of an async trait method.

use std::future::Future;
use std::pin::Pin;

/// The future that a method of a tonic service trait returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
