//! `google.protobuf.Timestamp`: RFC 3339, written in UTC.

use prost_types::Timestamp;

use crate::json::output::place;
use crate::json::{ReadError, Reader, Writer, digits};

use super::civil::{Date, date_of, days_of};
use super::{parse_digits, parse_nanos, write_nanos};

const SECONDS_OF_DAY: i64 = 86_400;
/// 0001-01-01T00:00:00Z
const FIRST: i64 = -62_135_596_800;
/// 9999-12-31T23:59:59Z
const LAST: i64 = 253_402_300_799;

super::message!(Timestamp, "google.protobuf.Timestamp", as_text, write, read);

fn write(timestamp: &Timestamp, writer: &mut Writer<'_>) {
    match u32::try_from(timestamp.nanos) {
        Ok(nanos @ 0..1_000_000_000) if (FIRST..=LAST).contains(&timestamp.seconds) => {
            writer.quoted(|room| format(timestamp.seconds, nanos, room));
        }
        _ => writer.fail("the timestamp is not between the years 1 and 9999"),
    }
}

/// Writes the text, and returns its length, which depends on the number of decimals, from none to nine.
fn format(seconds: i64, nanos: u32, text: &mut [u8; 30]) -> usize {
    *text = *b"0000-00-00T00:00:00.000000000Z";
    let Date { year, month, day } = date_of(seconds.div_euclid(SECONDS_OF_DAY));
    let second = u32::try_from(seconds.rem_euclid(SECONDS_OF_DAY)).unwrap_or_default();
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let pairs = [year / 100, year % 100, month, day, hour, minute, second];
    for (at, pair) in [0, 2, 5, 8, 11, 14, 17].into_iter().zip(pairs) {
        place(text, at, digits::pair(pair));
    }
    let length = if nanos == 0 {
        19
    } else {
        20 + write_nanos(&mut text[20..], nanos)
    };
    text[length] = b'Z';
    length + 1
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
    let (date_time, rest) = text.as_bytes().split_first_chunk()?;
    let is_zone = |byte: &u8| matches!(byte, b'Z' | b'+' | b'-');
    let (fraction, zone) = rest.split_at(rest.iter().position(is_zone)?);
    let nanos = match fraction.strip_prefix(b".") {
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

/// Parses a text such as `2025-01-31T12:00:00` as seconds since the epoch.
fn parse_date_time(text: &[u8; 19]) -> Option<i64> {
    let (century, rest) = text.split_first_chunk::<2>()?;
    let (date, rest) = rest.split_first_chunk()?;
    let (time, _) = rest.strip_prefix(b"T")?.split_first_chunk()?;
    let [year, month, day] = parse_pairs(*date, b'-')?;
    let [hour, minute, second] = parse_pairs(*time, b':')?;
    let days = days_of(Date {
        year: parse_digits(century)? * 100 + year,
        month,
        day,
    })?;
    let second_of_day = hour * 3600 + minute * 60 + second;
    let is_time = hour < 24 && minute < 60 && second < 60;
    is_time.then(|| days * SECONDS_OF_DAY + i64::from(second_of_day))
}

/// Parses the three two-digit numbers of a text such as `25-01-31`, all at once.
fn parse_pairs(text: [u8; 8], separator: u8) -> Option<[u32; 3]> {
    const HIGHS: u64 = u64::from_le_bytes([0x80; 8]);
    // The amounts that take the greatest digit, and a separator, to just below the high bit.
    const ROOM: u64 = u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]);
    let zeros = [b'0', b'0', separator, b'0', b'0', separator, b'0', b'0'];
    // One byte for each digit, and zeros for the separators.
    let digits = u64::from_le_bytes(text) ^ u64::from_le_bytes(zeros);
    if (((digits & !HIGHS) + ROOM) | digits) & HIGHS != 0 {
        return None;
    }
    let pairs = digits * 10 + (digits >> 8);
    Some([0, 24, 48].map(|at| (pairs >> at) as u32 & 0xff))
}

/// Parses `Z`, `+01:00` or `-01:00` as the seconds ahead of UTC.
fn parse_offset(zone: &[u8]) -> Option<i64> {
    match zone.split_first()? {
        (b'Z', []) => Some(0),
        (b'+', offset) => Some(parse_minutes(offset)? * 60),
        (b'-', offset) => Some(parse_minutes(offset)? * -60),
        _ => None,
    }
}

fn parse_minutes(text: &[u8]) -> Option<i64> {
    let (hour, minute) = text.split_at_checked(2)?;
    let minute = minute.strip_prefix(b":")?;
    Some(i64::from(field(hour, 2, 23)? * 60 + field(minute, 2, 59)?))
}

fn field(digits: &[u8], length: usize, max: u32) -> Option<u32> {
    let digits = Some(digits).filter(|digits| digits.len() == length)?;
    parse_digits(digits).filter(|value| *value <= max)
}
