//! The field that a body fills, which may be in messages inside the request.

use super::field_path::find_path;
use crate::schema::{Field, MAX_BODY_DEPTH, MessageDescriptor};

/// The way to the field that a body fills. Each request stream has it, so that it is copied and not shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyField {
    indices: [usize; MAX_BODY_DEPTH],
    depth: usize,
}

impl BodyField {
    /// The field of this dotted path, which the compile-time checks have found in the message.
    pub(super) fn find(input: &'static MessageDescriptor, dotted: &str) -> Option<Self> {
        let (path, _) = find_path(input, dotted)?;
        let mut indices = [0; MAX_BODY_DEPTH];
        indices.get_mut(..path.len())?.copy_from_slice(&path);
        Some(Self {
            indices,
            depth: path.len(),
        })
    }

    /// The indices that lead to it, outermost first.
    pub(super) fn path(&self) -> &[usize] {
        self.indices.get(..self.depth).unwrap_or_default()
    }

    /// The outermost index, and those that lead on from it.
    pub(super) fn split(&self) -> (usize, &[usize]) {
        match self.path() {
            [field, path @ ..] => (*field, path),
            [] => (usize::MAX, &[]),
        }
    }

    /// The fields on the way to it, itself last.
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

    /// The field itself.
    pub(super) fn field(&self, input: &'static MessageDescriptor) -> Option<&'static Field> {
        self.fields(input).last()
    }
}
