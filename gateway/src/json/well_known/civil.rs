//! Dates of the proleptic Gregorian calendar from the year 0 to 9999, as days since 1970-01-01.

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

// Years that begin in March have the leap day last, so the number of days before a month is a linear function of the
// month. An era is the 400 years after which the calendar repeats.
const DAYS_OF_ERA: u32 = 146_097;
/// A quarter of a day, in 2³²-ths of a year.
const YEARS_OF_QUARTER: u64 = 2_939_745;
/// The days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Returns the date of this day, which must be 0000-03-01 or later.
///
/// The steps divide by the mean length of a century, a year and a month; each remainder is the day within it (Neri and
/// Schneider, "Euclidean affine functions and their application to calendar algorithms"). Lengths are in quarters of
/// days, 2³²-ths of a year and 2¹⁶-ths of a month, so that no step has a fraction.
pub(super) fn date_of(days: i64) -> Date {
    let days = u32::try_from(days + DAYS_TO_EPOCH).unwrap_or_default();
    let quarters = 4 * days + 3;
    let (century, day) = (quarters / DAYS_OF_ERA, quarters % DAYS_OF_ERA / 4);
    let years = u64::from(4 * day + 3) * YEARS_OF_QUARTER;
    let (year, day) = (
        (years >> 32) as u32,
        years as u32 / YEARS_OF_QUARTER as u32 / 4,
    );
    let months = 2_141 * day + 197_913;
    let (month, day) = (months >> 16, (months & 0xffff) / 2_141);
    // January and February are the last months of a year that begins in March.
    let is_next_year = month > 12;
    Date {
        year: 100 * century + year + u32::from(is_next_year),
        month: if is_next_year { month - 12 } else { month },
        day: day + 1,
    }
}

/// Returns the day of this date, or `None` if the calendar does not have it.
pub(super) fn days_of(date: Date) -> Option<i64> {
    let Date { year, month, day } = date;
    if !(1..=days_of_month(year, month)).contains(&day) {
        return None;
    }
    // One era later, as the first months of the year 0 belong to the era before.
    let year = year + 400 - u32::from(month <= 2);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let day = (153 * march_month + 2) / 5 + day - 1;
    let days = year / 400 * DAYS_OF_ERA + days_of_years(year % 400) + day;
    Some(i64::from(days) - i64::from(DAYS_OF_ERA) - DAYS_TO_EPOCH)
}

/// Returns the days in this many years from the beginning of an era.
fn days_of_years(years: u32) -> u32 {
    365 * years + years / 4 - years / 100
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_ten_thousand_years() {
        assert_eq!(
            date_of(0),
            Date {
                year: 1970,
                month: 1,
                day: 1
            }
        );
        for days in -719_162..=2_932_896 {
            assert_eq!(days_of(date_of(days)), Some(days));
        }
        assert_eq!(
            date_of(-719_162),
            Date {
                year: 1,
                month: 1,
                day: 1
            }
        );
        assert_eq!(
            date_of(2_932_896),
            Date {
                year: 9999,
                month: 12,
                day: 31
            }
        );
    }

    #[test]
    fn dates_outside_the_calendar_are_refused() {
        for (year, month, day) in [
            (2023, 2, 29),
            (1900, 2, 29),
            (2024, 4, 31),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 1, 0),
            (2024, 1, 32),
        ] {
            assert_eq!(days_of(Date { year, month, day }), None);
        }
        assert!(
            days_of(Date {
                year: 2000,
                month: 2,
                day: 29
            })
            .is_some()
        );
    }
}
