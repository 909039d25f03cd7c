//! [`Hook`]: a user's function that may change how an error is reported.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tonic::Status;

use super::seldom::Seldom;

/// Counts panics, as any client may cause the error on which such a function panics.
static PANICS: Seldom = Seldom::new();

type Change<T> = dyn Fn(&Status, &mut T) + Send + Sync;

/// A user's function that may change how a status is reported, if there is one.
pub(crate) struct Hook<T>(Option<Arc<Change<T>>>);

impl<T> Hook<T> {
    pub(crate) fn new(change: impl Fn(&Status, &mut T) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(change)))
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// Returns what is reported for the status, given the default. If the function panics, the report stays as the
    /// function left it.
    pub(crate) fn apply(&self, status: &Status, mut said: T) -> T {
        if let Some(change) = &self.0 {
            let changed = catch_unwind(AssertUnwindSafe(|| change(status, &mut said)));
            if changed.is_err()
                && let Some(times) = PANICS.times("")
            {
                tracing::error!(
                    times,
                    "a function that changes how an error is said panicked"
                );
            }
        }
        said
    }
}

impl<T> Default for Hook<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Clone for Hook<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for Hook<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_set() { "a function" } else { "none" })
    }
}
