//! Which content types a request may have. Refusing the rest is what stops forms of other origins: a page can send
//! those without asking, but `application/json` only where CORS lets it.

use http::request::Parts;
use http::{HeaderValue, Method, header};
use mediatype::MediaType;

use super::content_encoding;
use super::encoding::BodyEncoding;
use super::plan::BindPlan;
use crate::error::Error;
use crate::negotiate::Origin;

/// The types of HTML forms. `fetch` sends them without asking, too.
const FORM_TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];

/// The contents that a body may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// One document.
    Document,
    /// JSON documents: newline-separated, concatenated, or in one array.
    Stream,
}

/// Finds the encoding of a body, which may be `empty`. A body that fills nothing may have any content coding. A body
/// that is read may have none, even if it is empty: the response depends on the head alone.
///
/// # Errors
///
/// 415, with a message that states what to send instead.
pub(crate) fn encoding(
    parts: &Parts,
    origin: Origin,
    plan: &BindPlan,
    accepted: Accepted,
    empty: bool,
) -> Result<BodyEncoding, Error> {
    let is_foreign = origin == Origin::Foreign;
    let is_guarded = is_foreign && ![Method::GET, Method::HEAD].contains(&parts.method);
    if !plan.reads_body() && !is_guarded {
        return Ok(BodyEncoding::Json);
    }
    if plan.reads_body() {
        content_encoding::check(&parts.headers)?;
    }
    let mut types = parts.headers.get_all(header::CONTENT_TYPE).iter();
    let found = types.next();
    if types.next().is_some() {
        return Err(Error::unsupported_media_type(
            "the request has more than one `content-type`; send one",
        ));
    }
    if plan.takes_raw() {
        return raw(found, is_foreign);
    }
    match found {
        Some(found) => {
            let found = found.to_str().unwrap_or("?");
            let encoding = accepted.encoding(found, plan);
            encoding.ok_or_else(|| accepted.refuse(&format!("`content-type: {found}`")))
        }
        None if origin == Origin::Absent || (empty && !is_guarded) => Ok(BodyEncoding::Json),
        None => Err(accepted.refuse("no `content-type`")),
    }
}

/// Returns the encoding of a `google.api.HttpBody`. It may have any type, but from another origin only one that pages
/// have to ask for.
fn raw(found: Option<&HeaderValue>, is_foreign: bool) -> Result<BodyEncoding, Error> {
    let content_type = found.map(|found| found.to_str().unwrap_or_default());
    if is_foreign && !content_type.is_some_and(needs_consent) {
        let found = content_type.map_or("no `content-type`".to_owned(), |found| {
            format!("`content-type: {found}`")
        });
        return Err(Error::unsupported_media_type(format!(
            "the request has {found}, which any page can send from another origin; \
             send `content-type: application/octet-stream`"
        )));
    }
    Ok(BodyEncoding::Raw(
        content_type.unwrap_or_default().to_owned(),
    ))
}

/// Returns whether a browser asks by CORS before a page of another origin may send this type. Browsers look only at the
/// part before the parameters, however malformed the parameters are.
fn needs_consent(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    MediaType::parse(essence).is_ok()
        && !FORM_TYPES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(essence))
}

impl Accepted {
    fn encoding(self, content_type: &str, plan: &BindPlan) -> Option<BodyEncoding> {
        // Most clients send exactly this.
        if content_type == "application/json" {
            return Some(BodyEncoding::Json);
        }
        let found = MediaType::parse(content_type.trim()).ok()?;
        if found
            .suffix
            .is_some_and(|suffix| suffix.as_str().eq_ignore_ascii_case("json"))
        {
            return Some(BodyEncoding::Json);
        }
        let is_application = found.ty.as_str().eq_ignore_ascii_case("application");
        match found.subty.as_str().to_ascii_lowercase().as_str() {
            _ if !is_application => None,
            "json" => Some(BodyEncoding::Json),
            "x-ndjson" | "jsonl" if self == Self::Stream => Some(BodyEncoding::Json),
            "protobuf" | "x-protobuf" if self == Self::Document && plan.takes_protobuf() => {
                Some(BodyEncoding::Protobuf)
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
