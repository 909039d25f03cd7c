//! Decides whether a request comes from a page of another origin (RFC 6454).

use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, Uri, header};

/// The origin of a request, according to its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// No `Origin` header: not a browser, or a same-origin GET.
    Absent,
    /// A page of this host and port.
    Own,
    /// A page of another host or port, or of an opaque origin.
    Foreign,
}

/// Compares `Origin` with the host that the request is for, or with the host that a proxy reports if that is trusted.
pub(crate) fn origin(parts: &Parts, trusts_forwarded: bool) -> Origin {
    if !parts.headers.contains_key(header::ORIGIN) {
        return Origin::Absent;
    }
    let forwarded = trusts_forwarded.then_some(&parts.headers);
    match named(&parts.headers).and_then(|origin| is_own(origin, parts, forwarded)) {
        Some(true) => Origin::Own,
        _ => Origin::Foreign,
    }
}

/// Returns the origin that a request names. If it names several, the page that it comes from cannot be known.
pub(crate) fn named(headers: &HeaderMap) -> Option<&str> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next()?;
    origins.next().is_none().then(|| origin.to_str().ok())?
}

fn is_own(origin: &str, parts: &Parts, forwarded: Option<&HeaderMap>) -> Option<bool> {
    let origin: Uri = origin.parse().ok()?;
    let page = origin.authority()?;
    let port = page
        .port_u16()
        .or_else(|| default_port(origin.scheme_str()?))?;
    let forwarded = |name| last(forwarded?, name);
    let target = match forwarded("x-forwarded-host") {
        Some(host) => host.parse().ok()?,
        None => target(parts)?,
    };
    let same_host = page.host().eq_ignore_ascii_case(target.host());
    let scheme = forwarded("x-forwarded-proto").and_then(default_port);
    // Without a port, the scheme of the request decides. Behind TLS termination it is not known here.
    let same_port = target
        .port_u16()
        .or(scheme)
        .map_or([80, 443].contains(&port), |own| own == port);
    Some(same_host && same_port)
}

/// Returns the last entry of a list that spans one or several headers.
fn last<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let value = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next().map(str::trim)
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// Returns the host that the request is for: `:authority` or the authority of an absolute URI, which override `Host`
/// (RFC 9113, section 8.3.1; RFC 9112, section 3.2.2), or else the only `Host`. With several `Host` headers, the host
/// cannot be known.
fn target(parts: &Parts) -> Option<Authority> {
    if let Some(authority) = parts.uri.authority() {
        return Some(authority.clone());
    }
    let mut hosts = parts.headers.get_all(header::HOST).iter();
    let host = hosts.next()?;
    hosts
        .next()
        .is_none()
        .then(|| host.to_str().ok()?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_host_and_port() {
        for (origin, host, expected) in [
            (None, "a.example", Origin::Absent),
            (Some("http://localhost:3000"), "localhost:3000", Origin::Own),
            (Some("http://LOCALHOST:3000"), "localhost:3000", Origin::Own),
            (Some("https://a.example"), "a.example", Origin::Own),
            (Some("https://a.example"), "a.example:443", Origin::Own),
            (
                Some("http://localhost:3001"),
                "localhost:3000",
                Origin::Foreign,
            ),
            (Some("https://b.example"), "a.example", Origin::Foreign),
            (Some("https://a.example:8443"), "a.example", Origin::Foreign),
            (Some("null"), "a.example", Origin::Foreign),
            (Some("chrome-extension://abc"), "a.example", Origin::Foreign),
            (Some("http://a.example"), "a b", Origin::Foreign),
        ] {
            let mut request = http::Request::builder().header(header::HOST, host);
            if let Some(origin) = origin {
                request = request.header(header::ORIGIN, origin);
            }
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(super::origin(&parts, true), expected, "{origin:?} {host}");
        }
    }

    /// Covers a kind of error: the name that decides is not the one to which HTTP gives precedence.
    #[test]
    fn compares_with_the_authority_and_else_with_the_only_host() {
        for (uri, hosts, expected) in [
            ("http://a.example/", &["b.example"][..], Origin::Own),
            ("http://b.example/", &["a.example"], Origin::Foreign),
            ("http://a.example/", &[], Origin::Own),
            ("http://user@a.example:80/", &[], Origin::Own),
            ("http://a.example@b.example/", &[], Origin::Foreign),
            ("a.example", &["b.example"], Origin::Own),
            ("/", &["a.example"], Origin::Own),
            ("/", &["a.example", "b.example"], Origin::Foreign),
            ("/", &["b.example", "a.example"], Origin::Foreign),
            ("/", &["a.example", "a.example"], Origin::Foreign),
            ("/", &["a.example, a.example"], Origin::Foreign),
            ("/", &[""], Origin::Foreign),
            ("/", &[], Origin::Foreign),
        ] {
            let origin = http::Request::builder().header(header::ORIGIN, "http://a.example");
            let named =
                |request: http::request::Builder, host: &&str| request.header(header::HOST, *host);
            let request = hosts.iter().fold(origin.uri(uri), named);
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(super::origin(&parts, false), expected, "{uri} {hosts:?}");
        }
    }

    #[test]
    fn believes_a_proxy_only_where_it_is_trusted() {
        for (origin, forwarded_host, proto, trusted) in [
            ("https://a.example", "a.example", "https", Origin::Own),
            (
                "https://a.example",
                "evil.example, a.example",
                "http, https",
                Origin::Own,
            ),
            ("http://a.example", "a.example", "https", Origin::Foreign),
            (
                "https://a.example:8443",
                "a.example:8443",
                "https",
                Origin::Own,
            ),
            ("https://b.example", "a.example", "https", Origin::Foreign),
        ] {
            let request = http::Request::builder()
                .header(header::HOST, "internal:8080")
                .header(header::ORIGIN, origin)
                .header("x-forwarded-host", forwarded_host)
                .header("x-forwarded-proto", proto);
            let (parts, ()) = request.body(()).unwrap().into_parts();
            assert_eq!(super::origin(&parts, true), trusted, "{origin}");
            assert_eq!(super::origin(&parts, false), Origin::Foreign, "{origin}");
        }
    }
}
