//! [`Metadata`]: HTTP headers as gRPC metadata, and back.

use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine as _, alphabet, engine::DecodePaddingMode};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tonic::Status;
use tonic::metadata::MetadataMap;

/// The base64 that tonic reads binary metadata with, so that a handler can decode every value that passes.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Headers about a single connection (RFC 9110, section 7.6.1) or its framing.
const HOP_BY_HOP: [HeaderName; 6] = [
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// Headers that grpc-gateway passes on with the prefix `grpcgateway-`.
const PERMANENT: [HeaderName; 24] = [
    header::ACCEPT,
    header::ACCEPT_CHARSET,
    header::ACCEPT_LANGUAGE,
    header::ACCEPT_RANGES,
    header::AUTHORIZATION,
    header::CACHE_CONTROL,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::DATE,
    header::EXPECT,
    header::FROM,
    header::HOST,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    HeaderName::from_static("if-schedule-tag-match"),
    header::IF_UNMODIFIED_SINCE,
    header::MAX_FORWARDS,
    header::ORIGIN,
    header::PRAGMA,
    header::REFERER,
    header::USER_AGENT,
    header::VIA,
    header::WARNING,
];

/// The mapping between HTTP headers and gRPC metadata.
///
/// By default every request header becomes metadata of the same name, except for headers of the connection, of the
/// content (`content-*`), of gRPC (`grpc-*`), of WebSocket and browsers (`sec-*`) and of proxies (`proxy-*`). Response
/// metadata becomes headers of the same name, except for those and `access-control-*`. A response that is an
/// [`HttpBody`](crate::HttpBody) keeps the headers of its content too, such as `content-disposition`, except for
/// `content-type` and `content-length`.
///
/// Values of names that end in `-bin` are base64 on both sides: in the standard alphabet, with or without padding. A
/// header may hold several values, separated by commas. A request with a value that is not base64 is answered with 400,
/// code 3, and the error names the header.
///
/// ```
/// use gateway::{Gateway, Metadata};
///
/// let gateway = Gateway::new().metadata(Metadata::prefixed());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Metadata {
    is_prefixed: bool,
}

impl Metadata {
    /// Creates the mapping that grpc-gateway uses, for a migration from there: the header `Grpc-Metadata-x` becomes the
    /// metadata `x`, `User-Agent` and other standard headers become `grpcgateway-user-agent` and so on, `Authorization`
    /// also becomes `authorization`, and all others are dropped. Response metadata `x` becomes the header
    /// `Grpc-Metadata-x`.
    ///
    /// The prefix does not let through what the default mapping drops: `Grpc-Metadata-Te`, `Grpc-Metadata-Grpc-Timeout`
    /// and so on are dropped. If the request has the standard header itself, such as `Authorization`, it takes
    /// precedence over the prefixed header of that name, in whatever order they come.
    pub const fn prefixed() -> Self {
        Self { is_prefixed: true }
    }

    /// Converts the headers of a request to metadata.
    ///
    /// # Errors
    ///
    /// `INVALID_ARGUMENT` if a value of a name that ends in `-bin` is not base64.
    pub(crate) fn of_request(self, headers: &HeaderMap) -> Result<MetadataMap, Status> {
        let mut metadata = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            if self.is_prefixed {
                append_prefixed(name, value, headers, &mut metadata)?;
            } else if !is_own(name) {
                append(name.clone(), name, value, &mut metadata)?;
            }
        }
        Ok(MetadataMap::from_headers(metadata))
    }

    /// Converts response metadata to headers.
    pub(crate) fn into_headers(self, metadata: MetadataMap) -> HeaderMap {
        self.headers(metadata, |name| !is_own(name))
    }

    /// Converts response metadata to headers beside a body that is the service's own bytes. These include the headers
    /// that describe the content, except for its type and length.
    pub(crate) fn into_headers_of_content(self, metadata: MetadataMap) -> HeaderMap {
        let is_content = |name: &HeaderName| {
            let known = [header::CONTENT_TYPE, header::CONTENT_LENGTH];
            name.as_str().starts_with("content-") && !known.contains(name)
        };
        self.headers(metadata, |name| !is_own(name) || is_content(name))
    }

    fn headers(self, metadata: MetadataMap, passes: impl Fn(&HeaderName) -> bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut last = None;
        for (name, value) in metadata.into_headers() {
            last = name.or(last);
            let named = last.as_ref().filter(|name| passes(name));
            if let Some(name) = named.and_then(|name| self.response_name(name)) {
                headers.append(name, value);
            }
        }
        headers
    }

    fn response_name(self, name: &HeaderName) -> Option<HeaderName> {
        if name.as_str().starts_with("access-control-") {
            return None;
        }
        if self.is_prefixed {
            return HeaderName::try_from(format!("grpc-metadata-{name}")).ok();
        }
        Some(name.clone())
    }
}

/// Appends the metadata of one header under the names of grpc-gateway.
fn append_prefixed(
    name: &HeaderName,
    value: &HeaderValue,
    headers: &HeaderMap,
    metadata: &mut HeaderMap,
) -> Result<(), Status> {
    let stripped = name.as_str().strip_prefix("grpc-metadata-");
    if let Some(Ok(stripped)) = stripped.map(HeaderName::try_from)
        && !is_own(&stripped)
        && !is_given(&stripped, headers)
    {
        append(stripped, name, value, metadata)?;
    }
    if *name == header::AUTHORIZATION {
        metadata.append(name, value.clone());
    }
    if PERMANENT.contains(name)
        && let Ok(name) = HeaderName::try_from(format!("grpcgateway-{name}"))
    {
        metadata.append(name, value.clone());
    }
    Ok(())
}

/// Returns whether the request has the standard header that metadata of this name comes from.
fn is_given(name: &HeaderName, headers: &HeaderMap) -> bool {
    let name = name.as_str();
    let name = name.strip_prefix("grpcgateway-").unwrap_or(name);
    headers.contains_key(name) && PERMANENT.iter().any(|permanent| permanent == name)
}

/// Appends the value; a binary one is split at its commas into several values.
fn append(
    name: HeaderName,
    header: &HeaderName,
    value: &HeaderValue,
    metadata: &mut HeaderMap,
) -> Result<(), Status> {
    if !name.as_str().ends_with("-bin") {
        metadata.append(name, value.clone());
        return Ok(());
    }
    for value in value.as_bytes().split(|byte| *byte == b',') {
        let value = value.trim_ascii();
        let is_base64 = BASE64.decode(value).is_ok();
        let value = HeaderValue::from_bytes(value).ok().filter(|_| is_base64);
        let value = value.ok_or_else(|| {
            Status::invalid_argument(format!("header `{header}`: expected base64"))
        })?;
        metadata.append(&name, value);
    }
    Ok(())
}

fn is_own(name: &HeaderName) -> bool {
    HOP_BY_HOP.contains(name)
        || ["content-", "grpc-", "sec-", "proxy-"]
            .iter()
            .any(|prefix| name.as_str().starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(names: &[&str]) -> HeaderMap {
        let value = HeaderValue::from_static("x");
        let named = names
            .iter()
            .map(|name| (HeaderName::try_from(*name).unwrap(), value.clone()));
        named.collect()
    }

    fn names(headers: &HeaderMap) -> Vec<&str> {
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn requests() {
        let request = headers(&[
            "authorization",
            "te",
            "content-type",
            "grpc-timeout",
            "grpc-metadata-user",
            "sec-fetch-site",
            "host",
        ]);
        for (metadata, expected) in [
            (Metadata::default(), &["authorization", "host"][..]),
            (
                Metadata::prefixed(),
                &[
                    "authorization",
                    "grpcgateway-authorization",
                    "grpcgateway-content-type",
                    "grpcgateway-host",
                    "user",
                ],
            ),
        ] {
            let found = metadata.of_request(&request).expect("metadata");
            assert_eq!(names(&found.into_headers()), expected);
        }
    }

    #[test]
    fn a_prefix_lets_nothing_through_that_the_bare_name_does_not() {
        for own in [
            "connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "keep-alive",
            "proxy-authorization",
            "content-type",
            "content-length",
            "grpc-timeout",
            "grpc-metadata-user",
            "grpc-trace-bin",
            "sec-websocket-key",
        ] {
            let request = headers(&[&format!("grpc-metadata-{own}")]);
            let found = Metadata::prefixed().of_request(&request).expect("metadata");
            assert_eq!(names(&found.into_headers()), [""; 0], "{own}");
        }
    }

    #[test]
    fn responses() {
        let mut response = MetadataMap::new();
        response.append("x-a", "1".parse().unwrap());
        response.append("x-a", "2".parse().unwrap());
        response.insert("content-length", "7".parse().unwrap());
        response.insert("access-control-allow-origin", "*".parse().unwrap());
        for (metadata, expected) in [
            (Metadata::default(), "x-a"),
            (Metadata::prefixed(), "grpc-metadata-x-a"),
        ] {
            let headers = metadata.into_headers(response.clone());
            assert_eq!(names(&headers), [expected]);
            assert_eq!(headers.get_all(expected).iter().count(), 2);
        }
    }
}
