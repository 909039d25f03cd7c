//! Which content types a request may have. Refusing the rest is what stops forms of other origins: a page can send
//! those without asking, but `application/json` only where CORS lets it.

use http::request::Parts;
use http::{Method, header};
use mediatype::MediaType;

use super::encoding::Encoding;
use super::plan::Plan;
use crate::error::Error;
use crate::origin::Origin;

/// What a body may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// One document.
    Document,
    /// JSON documents: newline-separated, concatenated, or in one array.
    Stream,
}

/// Finds what a body, which is `empty` or not, is written in.
///
/// # Errors
///
/// 415, and what to send instead.
pub(crate) fn encoding(
    parts: &Parts,
    origin: Origin,
    plan: &Plan,
    accepted: Accepted,
    empty: bool,
) -> Result<Encoding, Error> {
    let is_guarded =
        origin == Origin::Foreign && ![Method::GET, Method::HEAD].contains(&parts.method);
    if !plan.reads_body() && !is_guarded {
        return Ok(Encoding::Json);
    }
    match parts.headers.get(header::CONTENT_TYPE) {
        found if plan.takes_raw() => {
            let found = found.and_then(|found| found.to_str().ok());
            Ok(Encoding::Raw(found.unwrap_or_default().to_owned()))
        }
        Some(found) => {
            let found = found.to_str().unwrap_or("?");
            let encoding = accepted.encoding(found, plan);
            encoding.ok_or_else(|| accepted.refuse(&format!("`content-type: {found}`")))
        }
        None if origin == Origin::Absent || (empty && !is_guarded) => Ok(Encoding::Json),
        None => Err(accepted.refuse("no `content-type`")),
    }
}

impl Accepted {
    fn encoding(self, content_type: &str, plan: &Plan) -> Option<Encoding> {
        // What most clients send.
        if content_type == "application/json" {
            return Some(Encoding::Json);
        }
        let found = MediaType::parse(content_type.trim()).ok()?;
        if found
            .suffix
            .is_some_and(|suffix| suffix.as_str().eq_ignore_ascii_case("json"))
        {
            return Some(Encoding::Json);
        }
        let is_application = found.ty.as_str().eq_ignore_ascii_case("application");
        match found.subty.as_str().to_ascii_lowercase().as_str() {
            _ if !is_application => None,
            "json" => Some(Encoding::Json),
            "x-ndjson" | "jsonl" if self == Self::Stream => Some(Encoding::Json),
            "protobuf" | "x-protobuf" if self == Self::Document && plan.takes_protobuf() => {
                Some(Encoding::Protobuf)
            }
            _ => None,
        }
    }

    fn refuse(self, found: &str) -> Error {
        let expected = match self {
            Self::Document => "`content-type: application/json`",
            Self::Stream => "`content-type: application/x-ndjson` or `application/json`",
        };
        Error::unsupported_media_type(format!("the request has {found}; send {expected}"))
    }
}
