//! Reads the values of path variables.

use std::borrow::Cow;

use tonic::Status;

use super::field_path::{FieldPath, find_path};
use super::overlay::{Assignment, Source, Text};
use super::plan::BindPlan;
use crate::route::percent::{self, Malformed, Mode};
use crate::route::{self};
use crate::schema::MessageDescriptor;

/// The source of the values of path variables.
#[derive(Clone, Debug)]
pub(crate) enum Variables {
    /// The raw path, in which the binding's template locates them.
    OfTemplate,
    /// Another router, which has decoded them: names of fields, and values.
    Named(Vec<(String, String)>),
}

/// Reads the values of the template's variables from a raw path.
pub(super) fn assignments(path: &str, plan: &BindPlan) -> Result<Vec<Assignment>, Status> {
    let captured = route::captures(&plan.binding.template, path);
    let variables = plan
        .binding
        .template
        .variables()
        .iter()
        .zip(&plan.variables)
        .zip(captured);
    variables
        .map(|((variable, path), captured)| {
            let source = Source::Path(Cow::Borrowed(variable.field()));
            let text = captured.map_err(|malformed| source.refuse(malformed))?;
            Ok(Assignment {
                source,
                path: path.clone(),
                values: vec![Text { key: None, text }],
            })
        })
        .collect()
}

/// Reads the values of the variables that are named after fields that a path can set. The others belong to the router,
/// which has found them all in the raw path.
pub(super) fn named(
    values: &[(String, String)],
    raw_path: &str,
    plan: &BindPlan,
) -> Result<Vec<Assignment>, Status> {
    let is_malformed = |text| percent::decode(text, Mode::Segment) == Err(Malformed::Escape);
    // That router leaves a malformed escape as it is. A value that looks like one may also have been sent with `%25`.
    let is_suspect = is_malformed(raw_path);
    let fields = values
        .iter()
        .filter_map(|(name, text)| Some((name, settable(plan.input, name)?, text)));
    fields
        .map(|(name, path, text)| {
            let source = Source::Path(Cow::Owned(name.clone()));
            if is_suspect && is_malformed(text) {
                return Err(source.refuse(Malformed::Escape));
            }
            if text.contains('\0') {
                return Err(source.refuse(Malformed::Nul));
            }
            let text = Text {
                key: None,
                text: text.clone(),
            };
            Ok(Assignment {
                source,
                path,
                values: vec![text],
            })
        })
        .collect()
}

/// Returns the field with this dotted name if it is a single value that a path can set: a scalar, an enum, or a message
/// that is a string or a number in JSON.
fn settable(input: &'static MessageDescriptor, dotted: &str) -> Option<FieldPath> {
    let (path, field) = find_path(input, dotted)?;
    let is_text = field.message().is_none_or(MessageDescriptor::is_text);
    (is_text && field.is_single()).then_some(path)
}
