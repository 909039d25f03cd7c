//! The field that a body fills, which may be in messages inside the request.

use super::field_path::find_path;
use crate::schema::{Field, MAX_BODY_DEPTH, MessageDescriptor};

/// The path to the field that a body fills. It is copied rather than shared, as each request stream has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyField {
    indices: [usize; MAX_BODY_DEPTH],
    depth: usize,
}

impl BodyField {
    /// Returns the field at this dotted path, which the compile-time checks have found in the message.
    pub(super) fn find(input: &'static MessageDescriptor, dotted: &str) -> Option<Self> {
        let (path, _) = find_path(input, dotted)?;
        let mut indices = [0; MAX_BODY_DEPTH];
        indices.get_mut(..path.len())?.copy_from_slice(&path);
        Some(Self {
            indices,
            depth: path.len(),
        })
    }

    /// Returns the indices that lead to the field, outermost first.
    pub(super) fn path(&self) -> &[usize] {
        self.indices.get(..self.depth).unwrap_or_default()
    }

    /// Returns the outermost index, and the indices that follow it.
    pub(super) fn split(&self) -> (usize, &[usize]) {
        match self.path() {
            [field, path @ ..] => (*field, path),
            [] => (usize::MAX, &[]),
        }
    }

    /// Returns the fields along the path, ending with the field itself.
    pub(super) fn fields(
        &self,
        input: &'static MessageDescriptor,
    ) -> impl Iterator<Item = &'static Field> {
        let mut message = Some(input);
        self.path().iter().map_while(move |index| {
            let field = message?.fields().get(*index)?;
            message = field.message();
            Some(field)
        })
    }

    /// Returns the field itself.
    pub(super) fn field(&self, input: &'static MessageDescriptor) -> Option<&'static Field> {
        self.fields(input).last()
    }
}
