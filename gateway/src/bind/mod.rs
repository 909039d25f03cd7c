//! Fills a request message: from the body, then the query, then the path, then `Last-Event-ID`; the later one wins.

mod arms;
mod body;
mod content_encoding;
mod content_type;
mod encoding;
mod mask;
mod overlay;
mod path;
mod plan;
mod query;

pub(crate) use self::body::{document, malformed_message, stream_value};
pub(crate) use self::content_type::{Accepted, encoding};
pub(crate) use self::encoding::Encoding;
pub(crate) use self::overlay::Overlay;
pub(crate) use self::path::Variables;
pub(crate) use self::plan::{BodyTarget, Plan, index};

use http::request::Parts;
use tonic::Status;

use self::overlay::Assignment;
use crate::settings::Settings;

/// What the URL and the headers of a request lay over its messages.
///
/// # Errors
///
/// `INVALID_ARGUMENT` for a parameter that cannot be decoded or that no field takes.
pub(crate) fn overlay(
    parts: &Parts,
    variables: &Variables,
    plan: &Plan,
    settings: &Settings,
) -> Result<Overlay, Status> {
    let of_path = match variables {
        Variables::OfTemplate => path::assignments(parts.uri.path(), plan)?,
        Variables::Named(values) => path::named(values, parts.uri.path(), plan)?,
    };
    let query = parts.uri.query().unwrap_or_default();
    let mut assignments = query::assignments(query, plan, &of_path, settings)?;
    assignments.extend(of_path);
    assignments.extend(resumption(parts, plan)?);
    Ok(Overlay::new(assignments, settings.reading.clone()))
}

/// `Last-Event-ID`, where the binding resumes from it and the client sends one that is not empty.
fn resumption(parts: &Parts, plan: &Plan) -> Result<Option<Assignment>, Status> {
    let (Some(field), Some(id)) = (plan.resume, parts.headers.get("last-event-id")) else {
        return Ok(None);
    };
    let id = std::str::from_utf8(id.as_bytes())
        .map_err(|_| Status::invalid_argument("header `last-event-id`: not UTF-8"))?;
    Ok((!id.is_empty()).then(|| Assignment::last_event_id(field, id)))
}
