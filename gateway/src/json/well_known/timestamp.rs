//! `google.protobuf.Timestamp`: RFC 3339, written in UTC.

use std::fmt::Write as _;

use prost_types::Timestamp;

use crate::json::Writer;

use super::civil::{Date, date_of, days_of};
use super::{parse_digits, parse_nanos, write_nanos};

const SECONDS_OF_DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z
const FIRST: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z
const LAST: i64 = 253_402_300_799;

super::text_message!(
    Timestamp,
    "google.protobuf.Timestamp",
    "a timestamp such as \"2025-01-31T12:00:00Z\"",
    write,
    parse
);

fn write(timestamp: &Timestamp, writer: &mut Writer<'_>) {
    match u32::try_from(timestamp.nanos) {
        Ok(nanos @ 0..1_000_000_000) if (FIRST..=LAST).contains(&timestamp.seconds) => {
            writer.quoted(&format(timestamp.seconds, nanos));
        }
        _ => writer.fail("the timestamp is not between the years 1 and 9999"),
    }
}

fn format(seconds: i64, nanos: u32) -> String {
    let Date { year, month, day } = date_of(seconds.div_euclid(SECONDS_OF_DAY));
    let second = seconds.rem_euclid(SECONDS_OF_DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = String::with_capacity(30);
    let written = write!(
        text,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    );
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
    write_nanos(nanos, &mut text);
    text.push('Z');
    text
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let (fraction, zone) = rest.split_at(rest.find(['Z', '+', '-'])?);
    let nanos = match fraction.strip_prefix('.') {
        Some(digits) => parse_nanos(digits)?,
        None if fraction.is_empty() => 0,
        None => return None,
    };
    let seconds = parse_date_time(date_time)? - parse_offset(zone)?;
    Some(Timestamp {
        seconds: Some(seconds).filter(|seconds| (FIRST..=LAST).contains(seconds))?,
        nanos: i32::try_from(nanos).ok()?,
    })
}

/// The seconds that `2025-01-31T12:00:00` is from the epoch.
fn parse_date_time(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T')?;
    let (year, month_day) = date.split_once('-')?;
    let (month, day) = month_day.split_once('-')?;
    let (hour_minute, second) = time.split_at_checked(5)?;
    let date = Date {
        year: i64::from(field(year, 4, 9999)?),
        month: field(month, 2, 12)?,
        day: field(day, 2, 31)?,
    };
    let second = field(second.strip_prefix(':')?, 2, 59)?;
    Some(days_of(date)? * SECONDS_OF_DAY + parse_minutes(hour_minute)? * 60 + i64::from(second))
}

/// The seconds that `Z`, `+01:00` or `-01:00` is ahead of UTC.
fn parse_offset(zone: &str) -> Option<i64> {
    match zone.split_at_checked(1)? {
        ("Z", "") => Some(0),
        ("+", offset) => Some(parse_minutes(offset)? * 60),
        ("-", offset) => Some(parse_minutes(offset)? * -60),
        _ => None,
    }
}

fn parse_minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    Some(i64::from(field(hour, 2, 23)? * 60 + field(minute, 2, 59)?))
}

fn field(digits: &str, length: usize, max: u32) -> Option<u32> {
    parse_digits(digits).filter(|value| digits.len() == length && *value <= max)
}
