//! `google.protobuf.Timestamp`: RFC 3339, written in UTC.

use prost_types::Timestamp;

use crate::json::{ReadError, Reader, Writer};

use super::civil::{Date, date_of, days_of};
use super::{decimals, parse_digits, parse_nanos, write_digits};

const SECONDS_OF_DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z
const FIRST: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z
const LAST: i64 = 253_402_300_799;

super::message!(Timestamp, "google.protobuf.Timestamp", as_text, write, read);

fn write(timestamp: &Timestamp, writer: &mut Writer<'_>) {
    match u32::try_from(timestamp.nanos) {
        Ok(nanos @ 0..1_000_000_000) if (FIRST..=LAST).contains(&timestamp.seconds) => {
            let mut buffer = *b"0000-00-00T00:00:00.000000000Z";
            writer.quoted(format(timestamp.seconds, nanos, &mut buffer));
        }
        _ => writer.fail("the timestamp is not between the years 1 and 9999"),
    }
}

/// Fills the digits in. The length goes from that of no decimals to that of nine.
fn format(seconds: i64, nanos: u32, buffer: &mut [u8; 30]) -> &str {
    let Date { year, month, day } = date_of(seconds.div_euclid(SECONDS_OF_DAY));
    let second = u32::try_from(seconds.rem_euclid(SECONDS_OF_DAY)).unwrap_or_default();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    write_digits(&mut buffer[0..4], u32::try_from(year).unwrap_or_default());
    write_digits(&mut buffer[5..7], month);
    write_digits(&mut buffer[8..10], day);
    write_digits(&mut buffer[11..13], hour);
    write_digits(&mut buffer[14..16], minute);
    write_digits(&mut buffer[17..19], second);
    write_digits(&mut buffer[20..29], nanos);
    let length = if nanos == 0 { 19 } else { 20 + decimals(nanos) };
    buffer[length] = b'Z';
    str::from_utf8(&buffer[..=length]).unwrap_or_default()
}

fn read(timestamp: &mut Timestamp, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    *timestamp = super::text(
        reader,
        "a timestamp such as \"2025-01-31T12:00:00Z\"",
        parse,
    )?;
    Ok(())
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
