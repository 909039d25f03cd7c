//! [`Seldom`]: limits the log lines that clients can cause at will.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The number of subjects that are counted separately. All others are counted together.
const SUBJECTS: usize = 32;

/// The number of bytes of a subject that are compared and kept.
const SUBJECT_BYTES: usize = 128;

/// Counts events that clients can cause at will, by subject, so that they are logged the first, second, fourth and
/// eighth time and so on. Whatever clients do, that is a few lines.
#[derive(Debug, Default)]
pub(crate) struct Seldom {
    times: Mutex<BTreeMap<Vec<u8>, u64>>,
}

impl Seldom {
    pub(crate) const fn new() -> Self {
        Self {
            times: Mutex::new(BTreeMap::new()),
        }
    }

    /// Counts an event, and returns how often it has happened if it should be logged.
    pub(crate) fn times(&self, subject: &str) -> Option<u64> {
        let subject = subject.as_bytes();
        let subject = subject.get(..SUBJECT_BYTES).unwrap_or(subject);
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let has_room = times.len() < SUBJECTS || times.contains_key(subject);
        let subject = if has_room { subject } else { &[] };
        let times = times.entry(subject.to_owned()).or_default();
        *times = times.saturating_add(1);
        times.is_power_of_two().then_some(*times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_subject_by_itself() {
        let seldom = Seldom::new();
        let times: Vec<_> = (0..9).map(|_| seldom.times("a")).collect();
        let expected = [
            Some(1),
            Some(2),
            None,
            Some(4),
            None,
            None,
            None,
            Some(8),
            None,
        ];
        assert_eq!(times, expected);
        assert_eq!(seldom.times("b"), Some(1));
    }

    #[test]
    fn a_flood_is_a_few_lines_and_little_memory() {
        let seldom = Seldom::new();
        let flood = (0..100_000).map(|number| format!("{number}{}", "x".repeat(1_000)));
        let lines = flood.filter_map(|subject| seldom.times(&subject)).count();
        assert!(lines < SUBJECTS + 20, "{lines} lines");
        let times = seldom.times.lock().unwrap();
        assert_eq!(times.len(), SUBJECTS + 1);
        assert!(times.keys().all(|subject| subject.len() <= SUBJECT_BYTES));
    }
}
