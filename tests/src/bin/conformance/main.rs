//! The testee of protobuf's conformance suite: `gateway::json` on the suite's own messages. `tests/conformance/run`
//! fetches these and the runner, builds it and runs it.
//!
//! The messages are not part of this repository. Without `CONFORMANCE_PROTOS`, which names the folder that they are in,
//! there is nothing to test.

use std::io;

#[cfg(conformance)]
mod described;
#[cfg(conformance)]
mod testee;

#[cfg(conformance)]
fn main() -> io::Result<()> {
    testee::serve(io::stdin().lock(), io::stdout().lock())
}

#[cfg(not(conformance))]
fn main() -> io::Result<()> {
    Err(io::Error::other(
        "built without CONFORMANCE_PROTOS: use tests/conformance/run",
    ))
}
