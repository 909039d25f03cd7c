//! Ends calls early, on the shutdown of a server or a gateway, at deadlines, and for clients that do not read; and
//! admits calls until a shutdown.

mod admission;
mod drain;
mod reaper;

pub(crate) use self::admission::{Admission, Shutdown};
pub(crate) use self::drain::{Drain, Shutdowns, draining};
pub(crate) use self::reaper::{Reap, Reaper, Registration};
