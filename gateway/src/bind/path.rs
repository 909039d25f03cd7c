//! Values of path variables.

use std::borrow::Cow;

use tonic::Status;

use super::overlay::{Assignment, Source, Text};
use super::plan::{Plan, find_path};
use crate::route;
use crate::route::percent::Malformed;

/// Where the values of path variables come from.
#[derive(Clone, Debug)]
pub(crate) enum Variables {
    /// Where the binding's template has them in the raw path.
    OfTemplate,
    /// From another router, which has decoded them: names of fields, and values.
    Named(Vec<(String, String)>),
}

/// The values of the template's variables in a raw path.
pub(super) fn assignments(path: &str, plan: &Plan) -> Result<Vec<Assignment>, Status> {
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

/// The values of variables that have the names of fields. Others belong to the router that has found them.
pub(super) fn named(values: &[(String, String)], plan: &Plan) -> Result<Vec<Assignment>, Status> {
    let fields = values
        .iter()
        .filter_map(|(name, text)| Some((name, find_path(plan.input, name)?, text)));
    fields
        .map(|(name, path, text)| {
            let source = Source::Path(Cow::Owned(name.clone()));
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
