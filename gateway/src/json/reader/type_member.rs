//! The `@type` of an `Any`, which may come after the members that cannot be read without it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::json::ReadError;

use super::Reader;

const NAME: &str = "@type";

/// The `@type` of an object.
#[derive(Debug)]
pub(in crate::json) struct TypeMember<'a> {
    pub(in crate::json) url: Cow<'a, str>,
    pub(in crate::json) url_offset: usize,
    place: Place,
}

/// The place of a `@type` that is not a field of the message around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    offset: usize,
    depth: usize,
}

/// A record of what was searched to find a `@type` that is not the first member. Nested objects are not searched again,
/// so that reading stays linear.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Everything before this offset has been searched.
    end: usize,
    /// The offsets of objects, each with the offset of its `@type`.
    types: BTreeMap<usize, usize>,
    is_searching: bool,
    /// The number of bytes that have been examined twice.
    #[cfg(test)]
    searched: usize,
}

impl<'a> Reader<'a> {
    /// Finds the `@type` of the object that comes next, without moving past it.
    pub(in crate::json) fn find_type(&mut self) -> Result<Option<TypeMember<'a>>, ReadError> {
        let (start, depth) = (self.offset(), self.depth);
        let found = self.look_for_type(start);
        self.position = start;
        self.depth = depth;
        found
    }

    fn look_for_type(&mut self, object: usize) -> Result<Option<TypeMember<'a>>, ReadError> {
        self.open(b'{', "an object")?;
        let place = Place {
            offset: self.offset(),
            depth: self.depth,
        };
        if !self.next(b'}', &mut true)? {
            return Ok(None);
        }
        if self.name()? == NAME {
            return self.type_at(place).map(Some);
        }
        if object >= self.seen.end {
            self.position = object;
            self.depth -= 1;
            self.seen.is_searching = true;
            self.skip()?;
            self.seen.is_searching = false;
            self.seen.end = self.position;
            #[cfg(test)]
            {
                self.seen.searched += self.position - object;
            }
        }
        let Some(offset) = self.seen.types.get(&object).copied() else {
            return Ok(None);
        };
        self.position = offset;
        self.name()?;
        self.type_at(Place { offset, ..place }).map(Some)
    }

    fn type_at(&mut self, place: Place) -> Result<TypeMember<'a>, ReadError> {
        let url_offset = self.offset();
        let url = self.string("the URL of a type");
        Ok(TypeMember {
            url: url.map_err(|error| error.in_field(NAME))?,
            url_offset,
            place,
        })
    }

    /// Records the `@type` of an object that is passed in the search for another one.
    pub(super) fn note_type(&mut self, object: usize, name: &str, offset: usize) {
        if self.seen.is_searching && name == NAME {
            self.seen.types.entry(object).or_insert(offset);
        }
    }

    /// Reads the object that comes next, in which this `@type` is not a field.
    pub(in crate::json) fn beside_type<T>(
        &mut self,
        member: &TypeMember<'a>,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let outer = self.type_place.replace(member.place);
        let read = read(self);
        self.type_place = outer;
        read
    }

    /// Returns whether this is the `@type` of the `Any` that is being read, whatever the names of its fields are.
    pub(super) fn is_type(&self, name: &str) -> bool {
        let depth = self.depth;
        self.type_place
            .is_some_and(|place| place.depth == depth && name == NAME)
    }

    /// Passes over the `@type` of the `Any` that is being read. Returns `false` if the name is a different one.
    pub(super) fn skip_type(&mut self, name: &str, offset: usize) -> Result<bool, ReadError> {
        match self.type_place {
            Some(place) if self.is_type(name) => {
                if place.offset != offset {
                    let error = self.error_at(offset, "given more than once".to_owned());
                    return Err(error.in_field(NAME));
                }
                self.skip().map(|()| true)
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use prost_types::Any;

    use crate::json::Message as _;
    use crate::json::ReadOptions;

    use super::*;

    #[test]
    fn no_byte_is_searched_twice() {
        let nested = |depth: usize| {
            let open = r#"{"value":"#.repeat(depth);
            let close = r#","@type":"x/google.protobuf.Any"}"#.repeat(depth);
            format!("{open}{{}}{close}")
        };
        for depth in [1, 2, 50, 99] {
            let text = nested(depth);
            let options = ReadOptions::DEFAULT;
            let mut reader = Reader::json(text.as_bytes(), &options);
            Any::default().read(&mut reader).unwrap();
            assert_eq!(reader.seen.searched, text.len(), "{depth} levels");
        }
    }

    #[test]
    fn a_type_that_comes_first_is_not_searched_for() {
        let text = r#"{"@type":"x/google.protobuf.Value","value":{"a":{"@type":1}}}"#;
        let options = ReadOptions::DEFAULT;
        let mut reader = Reader::json(text.as_bytes(), &options);
        Any::default().read(&mut reader).unwrap();
        assert_eq!((reader.seen.searched, reader.seen.types.len()), (0, 0));
    }
}
