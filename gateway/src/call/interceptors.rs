//! tonic interceptors, which run once per call.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tonic::service::Interceptor;
use tonic::{Request, Status};

use super::panicked_in;

type Intercept = dyn Fn(Request<()>) -> Result<Request<()>, Status> + Send + Sync;

/// The interceptors of a gateway, in the order in which they run.
#[derive(Clone, Default)]
pub(crate) struct Interceptors(Vec<Arc<Intercept>>);

impl fmt::Debug for Interceptors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} interceptors", self.0.len())
    }
}

impl Interceptors {
    pub(crate) fn add(&mut self, interceptor: impl Interceptor + Clone + Send + Sync + 'static) {
        self.0
            .push(Arc::new(move |request| interceptor.clone().call(request)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Runs all of them on a request, until one refuses it.
    ///
    /// # Errors
    ///
    /// The status of the interceptor that refuses the request; `INTERNAL` for one that panics.
    pub(crate) fn run(&self, request: Request<()>) -> Result<Request<()>, Status> {
        self.0.iter().try_fold(request, |request, intercept| {
            run(&mut |request| intercept(request), request)
        })
    }
}

/// Runs an interceptor; a panic is `INTERNAL`.
pub(crate) fn run(
    interceptor: &mut impl Interceptor,
    request: Request<()>,
) -> Result<Request<()>, Status> {
    catch_unwind(AssertUnwindSafe(|| interceptor.call(request)))
        .unwrap_or_else(|panic| Err(panicked_in("an interceptor", &*panic)))
}
