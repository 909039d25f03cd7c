//! [`Deadline`]: the time by which a call must be over.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use http::HeaderMap;
use tokio::time::Instant as Clock;
use tonic::{Code, Status};

use crate::error::EndReason;

/// The maximum duration of a call without streams, unless its binding sets another.
const UNARY_TIMEOUT: Duration = Duration::from_secs(60);

/// The time by which a call must be over. The handler finds it in the request's extensions.
///
/// It is the earliest time that the client's `grpc-timeout` header, the binding's `timeout` and
/// [`Gateway::max_timeout`](crate::Gateway::max_timeout) allow, counted from the head of the request. The `timeout` of
/// a binding is 60 s by default if neither side streams, and unlimited if one does. Without any limit there is no
/// `Deadline`.
///
/// Pass it on to the services that the handler calls:
///
/// ```
/// use gateway::Deadline;
///
/// fn time_left<T>(request: &tonic::Request<T>) -> Option<std::time::Duration> {
///     request.extensions().get::<Deadline>().map(Deadline::remaining)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    /// Returns the time at which the call ends with `DEADLINE_EXCEEDED`.
    #[must_use]
    pub fn instant(&self) -> Instant {
        self.0
    }

    /// Returns the time that is left; zero if the deadline has passed.
    #[must_use]
    pub fn remaining(&self) -> Duration {
        self.0.saturating_duration_since(now())
    }
}

/// Returns the deadline of a call that starts now.
///
/// # Errors
///
/// `INVALID_ARGUMENT` if `grpc-timeout` is malformed.
pub(crate) fn deadline(
    headers: &HeaderMap,
    binding: Option<Duration>,
    max: Option<Duration>,
    streams: bool,
) -> Result<Option<Deadline>, Status> {
    let asked = asked(headers)?;
    let default = (!streams).then_some(UNARY_TIMEOUT);
    let timeout = shorter(asked, binding.or(default));
    Ok(shorter(timeout, max)
        .and_then(|timeout| now().checked_add(timeout))
        .map(Deadline))
}

/// Reads the timeout that `grpc-timeout` asks for.
///
/// # Errors
///
/// `INVALID_ARGUMENT` if it is malformed.
pub(crate) fn asked(headers: &HeaderMap) -> Result<Option<Duration>, Status> {
    headers
        .get("grpc-timeout")
        .map(|value| parse(value.as_bytes()))
        .transpose()
}

/// Returns the time of tokio's clock, which tests may pause.
fn now() -> Instant {
    Clock::now().into_std()
}

fn shorter(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Reads `grpc-timeout`: one to eight digits and a unit, as the gRPC protocol over HTTP/2 defines it.
fn parse(text: &[u8]) -> Result<Duration, Status> {
    let malformed = || {
        Status::invalid_argument(
            "header `grpc-timeout`: expected up to 8 digits and one of H, M, S, m, u, n",
        )
    };
    let (unit, digits) = text.split_last().ok_or_else(malformed)?;
    if !(1..=8).contains(&digits.len()) {
        return Err(malformed());
    }
    let value = digits.iter().try_fold(0u64, |value, digit| {
        digit
            .is_ascii_digit()
            .then(|| value * 10 + u64::from(digit - b'0'))
    });
    let value = value.ok_or_else(malformed)?;
    match unit {
        b'H' => Ok(Duration::from_secs(value * 3_600)),
        b'M' => Ok(Duration::from_secs(value * 60)),
        b'S' => Ok(Duration::from_secs(value)),
        b'm' => Ok(Duration::from_millis(value)),
        b'u' => Ok(Duration::from_micros(value)),
        b'n' => Ok(Duration::from_nanos(value)),
        _ => Err(malformed()),
    }
}

/// Runs a call until its deadline.
pub(crate) async fn within<T, E: From<Status>>(
    deadline: Option<Deadline>,
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    // Pinned once for both paths; otherwise the future would have room for two calls.
    let call = pin!(call);
    let Some(deadline) = deadline else {
        return call.await;
    };
    tokio::time::timeout_at(deadline.0.into(), call)
        .await
        .unwrap_or_else(|_| Err(exceeded().into()))
}

/// Returns the status of a call whose deadline has passed.
pub(crate) fn exceeded() -> Status {
    EndReason::Deadline.status(Code::DeadlineExceeded, "the deadline has passed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit_and_refuses_the_rest() {
        for (text, expected) in [
            ("2H", Duration::from_secs(7_200)),
            ("3M", Duration::from_secs(180)),
            ("99999999S", Duration::from_secs(99_999_999)),
            ("250m", Duration::from_millis(250)),
            ("7u", Duration::from_micros(7)),
            ("0n", Duration::ZERO),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap(), expected, "{text}");
        }
        for text in ["", "S", "1", "-1S", "1.5S", "100000000S", "1s", "1 S"] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn takes_the_shortest_of_client_binding_and_gateway() {
        let headers = |timeout: &str| {
            HeaderMap::from_iter([("grpc-timeout".parse().unwrap(), timeout.parse().unwrap())])
        };
        let seconds = |headers: &HeaderMap, binding: Option<u64>, streams: bool| {
            let binding = binding.map(Duration::from_secs);
            let max = Some(Duration::from_secs(90));
            let found = deadline(headers, binding, max.filter(|_| !streams), streams).unwrap();
            found.map(|deadline| deadline.remaining().as_secs_f64().round())
        };
        assert_eq!(seconds(&headers("5S"), Some(30), false), Some(5.0));
        assert_eq!(seconds(&headers("50S"), Some(30), true), Some(30.0));
        assert_eq!(seconds(&headers("2M"), Some(120), false), Some(90.0));
        assert_eq!(seconds(&headers("99999999H"), None, false), Some(60.0));
        assert_eq!(seconds(&headers("59S"), None, false), Some(59.0));
        assert_eq!(seconds(&HeaderMap::new(), Some(75), false), Some(75.0));
        assert_eq!(seconds(&headers("2M"), None, true), Some(120.0));
        assert_eq!(seconds(&HeaderMap::new(), None, false), Some(60.0));
        assert_eq!(seconds(&HeaderMap::new(), None, true), None);
    }
}
