//! `google.protobuf.Duration`: seconds with up to nine decimals, followed by an `s`.

use prost_types::Duration;

use crate::json::{ReadError, Reader, Writer};

use super::{parse_nanos, write_nanos};

/// Ten thousand years.
const MAX_SECONDS: u64 = 315_576_000_000;

super::message!(Duration, "google.protobuf.Duration", as_text, write, read);

fn write(duration: &Duration, writer: &mut Writer<'_>) {
    let (seconds, nanos) = (duration.seconds, duration.nanos);
    let is_mixed = (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0);
    if is_mixed || seconds.unsigned_abs() > MAX_SECONDS || nanos.unsigned_abs() > 999_999_999 {
        return writer
            .fail("the duration is longer than 10,000 years, or its parts differ in sign");
    }
    let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
    let nanos = nanos.unsigned_abs();
    let mut fraction = *b".000000000";
    let length = match nanos {
        0 => 0,
        _ => 1 + write_nanos(&mut fraction[1..], nanos),
    };
    let fraction = str::from_utf8(&fraction[..length]).unwrap_or_default();
    writer.string(&format!("{sign}{}{fraction}s", seconds.unsigned_abs()));
}

fn read(duration: &mut Duration, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    *duration = super::text(reader, "a duration such as \"1.5s\"", parse)?;
    Ok(())
}

fn parse(text: &str) -> Option<Duration> {
    let number = text.strip_suffix('s')?;
    let (is_negative, number) = match number.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, number),
    };
    let (seconds, nanos) = match number.split_once('.') {
        Some((seconds, fraction)) => (seconds, parse_nanos(fraction.as_bytes())?),
        None => (number, 0),
    };
    let is_digits = seconds.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = seconds
        .parse()
        .ok()
        .filter(|seconds: &u64| is_digits && *seconds <= MAX_SECONDS)?;
    let (seconds, nanos) = (i64::try_from(seconds).ok()?, i32::try_from(nanos).ok()?);
    Some(if is_negative {
        Duration {
            seconds: -seconds,
            nanos: -nanos,
        }
    } else {
        Duration { seconds, nanos }
    })
}
