//! [`FieldPath`]: the path to a field that may be in messages inside the request.

use crate::schema::{Field, MessageDescriptor};

/// The indices that lead to a field, outermost first.
pub(crate) type FieldPath = Vec<usize>;

/// Returns the indices of a dotted path through single messages, if the path exists, and the field at its end.
pub(super) fn find_path(
    message: &'static MessageDescriptor,
    dotted: &str,
) -> Option<(FieldPath, &'static Field)> {
    let mut message = Some(message);
    let mut last = None;
    let steps = dotted.split('.').map(|name| {
        let index = message?.bound_index(name)?;
        let field = message?.fields().get(index)?;
        let inner = field.message().filter(|inner| !inner.is_text());
        message = inner.filter(|_| field.is_single());
        last = Some(field);
        Some(index)
    });
    let path = steps.collect::<Option<_>>()?;
    Some((path, last?))
}
