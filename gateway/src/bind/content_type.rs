//! Which content types a request may have. Refusing the rest is what stops forms of other origins: a page can send
//! those without asking, but `application/json` only where CORS lets it.

use http::request::Parts;
use http::{Method, header};
use mediatype::MediaType;

use super::plan::Plan;
use crate::error::Error;
use crate::origin::{self, Origin};

/// What a body may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// One JSON document.
    Document,
    /// JSON documents: newline-separated, concatenated, or in one array.
    Stream,
}

/// Checks the type of a body that is `empty` or not.
///
/// # Errors
///
/// 415, and what to send instead.
pub(crate) fn check_content_type(
    parts: &Parts,
    plan: &Plan,
    accepted: Accepted,
    empty: bool,
) -> Result<(), Error> {
    let origin = origin::origin(parts);
    let is_guarded =
        origin == Origin::Foreign && ![Method::GET, Method::HEAD].contains(&parts.method);
    if !plan.reads_body() && !is_guarded {
        return Ok(());
    }
    match parts.headers.get(header::CONTENT_TYPE) {
        Some(found) if found.to_str().is_ok_and(|found| accepted.includes(found)) => Ok(()),
        Some(found) => Err(accepted.refuse(&format!(
            "`content-type: {}`",
            found.to_str().unwrap_or("?")
        ))),
        None if origin == Origin::Absent || (origin == Origin::Own && empty) => Ok(()),
        None if empty && !is_guarded => Ok(()),
        None => Err(accepted.refuse("no `content-type`")),
    }
}

impl Accepted {
    fn includes(self, content_type: &str) -> bool {
        let Ok(found) = MediaType::parse(content_type.trim()) else {
            return false;
        };
        let json_suffix = found
            .suffix
            .is_some_and(|suffix| suffix.as_str().eq_ignore_ascii_case("json"));
        let is = |sub: &str| found.subty.as_str().eq_ignore_ascii_case(sub);
        let application = found.ty.as_str().eq_ignore_ascii_case("application");
        let lines = self == Self::Stream && (is("x-ndjson") || is("jsonl"));
        json_suffix || (application && (is("json") || lines))
    }

    fn refuse(self, found: &str) -> Error {
        let expected = match self {
            Self::Document => "`content-type: application/json`",
            Self::Stream => "`content-type: application/x-ndjson` or `application/json`",
        };
        Error::unsupported_media_type(format!("the request has {found}; send {expected}"))
    }
}
