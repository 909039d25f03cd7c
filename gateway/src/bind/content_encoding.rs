//! Refuses request bodies with a content coding (RFC 9110, section 8.4). A compressed body that is read as it is would
//! be stored compressed, or would not be JSON.

use http::{HeaderMap, HeaderValue, header};

use crate::error::Error;

/// Refuses a body with a coding.
///
/// # Errors
///
/// 415, which states that a body without a coding is accepted.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Error> {
    let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
    match values.find(|value| !is_identity(value)) {
        None => Ok(()),
        Some(found) => Err(Error::unsupported_content_encoding(
            found.to_str().unwrap_or("?"),
        )),
    }
}

fn is_identity(value: &HeaderValue) -> bool {
    let mut codings = value.as_bytes().split(|byte| *byte == b',');
    codings.all(|coding| {
        let coding = coding.trim_ascii();
        coding.is_empty() || coding.eq_ignore_ascii_case(b"identity")
    })
}
