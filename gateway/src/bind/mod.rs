//! Fills a request message from the body, the query, the path and `Last-Event-ID`.
//!
//! The path takes precedence over all others, and `Last-Event-ID` over the body and the query, even where they set
//! other members of the same oneof. The query does not set fields that the path sets or that the binding assigns to the
//! body, and it is refused if it sets a second member of a oneof.

mod body;
mod body_field;
mod content_encoding;
mod content_type;
mod encoding;
mod field_path;
mod mask;
mod overlay;
mod path;
mod places;
mod plan;
mod query;
mod target;

pub(crate) use self::body::{document, malformed_message, of_overlay, stream_value};
pub(crate) use self::content_type::{Accepted, encoding};
pub(crate) use self::encoding::BodyEncoding;
pub(crate) use self::overlay::Overlay;
pub(crate) use self::path::Variables;
pub(crate) use self::plan::BindPlan;
pub(crate) use self::target::BodyTarget;

use http::request::Parts;
use tonic::Status;

use self::overlay::Assignment;
use crate::settings::Settings;

/// Reads the values that the URL and the headers of a request lay over its messages.
///
/// # Errors
///
/// `INVALID_ARGUMENT` for a parameter that cannot be decoded or that no field takes.
pub(crate) fn overlay(
    parts: &Parts,
    variables: &Variables,
    plan: &BindPlan,
    settings: &Settings,
) -> Result<Overlay, Status> {
    let of_path = match variables {
        Variables::OfTemplate => path::assignments(parts.uri.path(), plan)?,
        Variables::Named(values) => path::named(values, parts.uri.path(), plan)?,
    };
    let query = parts.uri.query().unwrap_or_default();
    let of_query = query::assignments(query, plan, &of_path, settings)?;
    let resumption = resumption(parts, plan, &of_path)?;
    // The path comes first, so that its members of oneofs are already set when the query is applied.
    let mut assignments = of_path;
    assignments.extend(of_query);
    assignments.extend(resumption);
    Ok(Overlay::new(assignments, settings.reading.clone()))
}

/// Returns the assignment of `Last-Event-ID` if the binding resumes from it, the client sends one that is not empty,
/// and the path sets neither the field nor another member of its oneof.
fn resumption(
    parts: &Parts,
    plan: &BindPlan,
    of_path: &[Assignment],
) -> Result<Option<Assignment>, Status> {
    let (Some(field), Some(id)) = (plan.resume, parts.headers.get("last-event-id")) else {
        return Ok(None);
    };
    let mut of_path = of_path
        .iter()
        .filter_map(|assignment| assignment.path.first());
    if of_path.any(|other| plan.input.excludes(*other, field)) {
        return Ok(None);
    }
    let id = std::str::from_utf8(id.as_bytes())
        .map_err(|_| Status::invalid_argument("header `last-event-id`: not UTF-8"))?;
    Ok((!id.is_empty()).then(|| Assignment::last_event_id(field, id)))
}
