//! HTTP headers as gRPC metadata, and back.

use http::{HeaderMap, HeaderName, header};
use tonic::metadata::MetadataMap;

/// Headers that speak of one connection (RFC 9110, section 7.6.1) or of its framing.
const HOP_BY_HOP: [HeaderName; 6] = [
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// The metadata of a request: every header but those of the connection, the content, gRPC and WebSocket.
pub(crate) fn from_request(headers: &HeaderMap) -> MetadataMap {
    let mut metadata = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if !is_own(name) {
            metadata.append(name, value.clone());
        }
    }
    MetadataMap::from_headers(metadata)
}

/// Adds response metadata to the headers of a response; a name that metadata sets loses the value it had.
pub(crate) fn into_response(metadata: MetadataMap, headers: &mut HeaderMap) {
    let mut metadata = metadata.into_headers();
    for name in metadata
        .keys()
        .filter(|name| is_own(name) || is_cors(name))
        .cloned()
        .collect::<Vec<_>>()
    {
        metadata.remove(name);
    }
    headers.extend(metadata);
}

fn is_own(name: &HeaderName) -> bool {
    let text = name.as_str();
    HOP_BY_HOP.contains(name)
        || ["content-", "grpc-", "sec-", "proxy-"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
}

fn is_cors(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwards_all_but_its_own() {
        let mut request = HeaderMap::new();
        for name in [
            "authorization",
            "x-trace-bin",
            "te",
            "content-type",
            "grpc-timeout",
            "sec-fetch-site",
            "host",
        ] {
            request.insert(name, "x".parse().unwrap());
        }
        let metadata = from_request(&request).into_headers();
        let mut names: Vec<_> = metadata.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["authorization", "host", "x-trace-bin"]);
    }

    #[test]
    fn metadata_replaces_a_header() {
        let mut headers = HeaderMap::new();
        headers.insert("cache-control", "no-cache".parse().unwrap());
        let mut metadata = MetadataMap::new();
        metadata.insert("cache-control", "max-age=5".parse().unwrap());
        metadata.append("x-a", "1".parse().unwrap());
        metadata.append("x-a", "2".parse().unwrap());
        metadata.insert("access-control-allow-origin", "*".parse().unwrap());
        into_response(metadata, &mut headers);
        assert_eq!(headers.get("cache-control").unwrap(), "max-age=5");
        assert_eq!(headers.get_all("x-a").iter().count(), 2);
        assert_eq!(headers.len(), 3);
    }
}
