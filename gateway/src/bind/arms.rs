//! The members of oneofs that a request chooses: a second member of one is refused.

use std::collections::BTreeMap;

use crate::message::{Field, MessageDescriptor};

/// The members of oneofs on the way to the fields that a request sets. Each step of a path is looked at once, however
/// many paths there are.
#[derive(Debug)]
pub(super) struct Arms {
    input: &'static MessageDescriptor,
    /// The messages that paths go through, each with a number of its own. That of the request itself is 0.
    messages: BTreeMap<Place, usize>,
    /// The member that is chosen of each message's oneofs.
    chosen: BTreeMap<(usize, &'static str), usize>,
}

/// A field of one of the messages in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    message: usize,
    field: usize,
}

impl Arms {
    /// No member of a request of this type is chosen yet.
    pub(super) fn new(input: &'static MessageDescriptor) -> Self {
        Self {
            input,
            messages: BTreeMap::new(),
            chosen: BTreeMap::new(),
        }
    }

    /// Chooses the members of oneofs on the way to a field, and finds the field's place.
    ///
    /// # Errors
    ///
    /// Another member of a oneof on the way is chosen already.
    pub(super) fn choose(&mut self, path: &[usize]) -> Result<Place, String> {
        let mut place = Place {
            message: 0,
            field: 0,
        };
        let mut descriptor = Some(self.input);
        for (depth, index) in path.iter().enumerate() {
            if depth > 0 {
                place.message = self.number(place);
            }
            place.field = *index;
            let field = descriptor.and_then(|message| message.fields().get(*index));
            if let Some(oneof) = field.and_then(Field::oneof) {
                self.choose_member(place, oneof)?;
            }
            descriptor = field.and_then(Field::message);
        }
        Ok(place)
    }

    fn choose_member(&mut self, place: Place, oneof: &'static str) -> Result<(), String> {
        let chosen = self.chosen.entry((place.message, oneof));
        if *chosen.or_insert(place.field) == place.field {
            return Ok(());
        }
        Err(format!(
            "another field of the oneof `{oneof}` is set already"
        ))
    }

    /// The number of the message in this place.
    fn number(&mut self, place: Place) -> usize {
        let next = self.messages.len() + 1;
        *self.messages.entry(place).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{Cardinality, FieldKind};

    const fn field(name: &'static str, number: u32, kind: FieldKind) -> Field {
        Field::new(name, name, number, kind, Cardinality::Optional)
    }

    static TREE: MessageDescriptor = MessageDescriptor::new(
        "test.Tree",
        &[
            field("left", 1, FieldKind::Message(&TREE)).in_oneof("side"),
            field("right", 2, FieldKind::Message(&TREE)).in_oneof("side"),
            field("name", 3, FieldKind::String),
        ],
    );

    #[test]
    fn a_oneof_has_one_member_in_each_message() {
        let mut arms = Arms::new(&TREE);
        let name = arms.choose(&[0, 0, 2]).unwrap();
        assert_eq!(arms.choose(&[0, 0, 2]).unwrap(), name);
        assert_ne!(arms.choose(&[0, 2]).unwrap(), name);
        arms.choose(&[0, 0, 1, 2]).unwrap();
        for path in [&[1][..], &[0, 1], &[0, 0, 0], &[1, 0, 1]] {
            let refused = arms.choose(path).unwrap_err();
            assert_eq!(refused, "another field of the oneof `side` is set already");
        }
    }

    #[test]
    fn a_message_has_one_number_however_many_paths_go_through_it() {
        let mut arms = Arms::new(&TREE);
        let deepest = vec![0; 50];
        for end in 0..50 {
            arms.choose(&deepest[end..]).unwrap();
        }
        assert_eq!((arms.messages.len(), arms.chosen.len()), (49, 50));
    }
}
