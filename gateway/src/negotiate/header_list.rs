//! Header fields that are lists of tokens (RFC 9110, section 5.6.1).

use http::{HeaderMap, HeaderName};

/// Returns whether a list contains a token, ignoring case.
pub(crate) fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).into_iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|found| found.trim().eq_ignore_ascii_case(token))
}
