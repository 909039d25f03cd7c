//! [`BoxFuture`]: the future of an async method of a trait.

use std::future::Future;
use std::pin::Pin;

/// The future that a method of a tonic service trait returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
