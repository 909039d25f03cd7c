//! Values of path variables.

use tonic::Status;

use super::overlay::{Assignment, Source, Text};
use super::plan::Plan;
use crate::route;

/// The values of the template's variables in a raw path.
pub(super) fn assignments(path: &str, plan: &Plan) -> Result<Vec<Assignment>, Status> {
    let captured = route::captures(&plan.template, path);
    let variables = plan
        .template
        .variables()
        .iter()
        .zip(&plan.variables)
        .zip(captured);
    variables
        .map(|((variable, path), captured)| {
            let source = Source::Path(variable.field());
            let text = captured.map_err(|malformed| source.refuse(malformed))?;
            Ok(Assignment {
                source,
                path: path.clone(),
                values: vec![Text { key: None, text }],
            })
        })
        .collect()
}
