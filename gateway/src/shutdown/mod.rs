//! What ends calls before their own end: the shutdown of a server or of a gateway, deadlines and clients that do not
//! read; and which calls are let in until then.

mod admission;
mod drain;
mod reaper;

pub(crate) use self::admission::{Admission, Shutdown};
pub(crate) use self::drain::{Drain, Shutdowns, draining};
pub(crate) use self::reaper::{Reap, Reaper, Registration};
