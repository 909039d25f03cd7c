//! Dates of the proleptic Gregorian calendar, as days since 1970-01-01.

/// A date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: u32,
    pub(super) day: u32,
}

// Years that begin in March put the leap day last, so that the days before a month are a linear function of it.
// An era is the 400 years after which the calendar repeats.
const DAYS_OF_ERA: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// The date of this day.
pub(super) fn date_of(days: i64) -> Date {
    let days = days + DAYS_TO_EPOCH;
    let (era, day) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let march_month = (5 * day + 2) / 153;
    let day_of_month = day - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    Date {
        year: era * 400 + year + i64::from(month <= 2),
        month: u32::try_from(month).unwrap_or_default(),
        day: u32::try_from(day_of_month).unwrap_or_default(),
    }
}

/// The day of this date; `None` if the calendar does not have it.
pub(super) fn days_of(date: Date) -> Option<i64> {
    let month = i64::from(date.month);
    let year = date.year - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let day = (153 * march_month + 2) / 5 + i64::from(date.day) - 1;
    let days = era * DAYS_OF_ERA + 365 * year + year / 4 - year / 100 + day - DAYS_TO_EPOCH;
    (date_of(days) == date).then_some(days)
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
        for days in (-719_162..=2_932_896).step_by(13) {
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
