//! Numbers the fields of the messages in a request, so that two of them compare in one step.

use std::collections::BTreeMap;

/// The messages that the paths of a request go through. Each step of a path is visited once, however many paths there
/// are.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The number of each message. The request itself has the number 0.
    messages: BTreeMap<Place, usize>,
}

/// A field of one of the messages in a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    message: usize,
    field: usize,
}

impl Places {
    /// Returns the place of the field that a path leads to.
    pub(super) fn find(&mut self, path: &[usize]) -> Place {
        let mut place = Place::default();
        for (depth, field) in path.iter().enumerate() {
            if depth > 0 {
                place.message = self.number(place);
            }
            place.field = *field;
        }
        place
    }

    /// Returns the number of the message in this place.
    fn number(&mut self, place: Place) -> usize {
        let next = self.messages.len() + 1;
        *self.messages.entry(place).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_one_place() {
        let mut places = Places::default();
        let paths = [
            &[0][..],
            &[1],
            &[0, 0],
            &[0, 1],
            &[1, 0],
            &[0, 0, 0],
            &[0, 1, 0],
        ];
        let found = paths.map(|path| places.find(path));
        for (index, path) in paths.iter().enumerate() {
            let place = places.find(path);
            let same = found.iter().position(|other| *other == place);
            assert_eq!(same, Some(index), "{path:?}");
        }
    }

    #[test]
    fn a_message_has_one_number_however_many_paths_go_through_it() {
        let mut places = Places::default();
        let deepest = [0; 50];
        for end in 0..50 {
            places.find(&deepest[end..]);
        }
        assert_eq!(places.messages.len(), 49);
    }
}
