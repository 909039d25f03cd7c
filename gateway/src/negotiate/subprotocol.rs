//! WebSocket subprotocols (RFC 6455, section 1.9): a client uses them to choose the message form and to send a token.

use http::{HeaderMap, HeaderValue, header};
use tonic::Status;

use crate::schema::FrameFormat;

/// The maximum number of subprotocols that a client may offer.
const MAX_OFFERED: usize = 8;

/// The prefix of a token, which a browser cannot send in a header.
const BEARER: &str = "bearer.";

/// The subprotocols that a client has offered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Subprotocols {
    /// The message form that the client wants, and the name to echo.
    pub(crate) form: Option<(FrameFormat, HeaderValue)>,
    /// The `authorization` that its token stands for.
    pub(crate) authorization: Option<HeaderValue>,
}

/// Reads `sec-websocket-protocol`. Unknown names are ignored.
///
/// # Errors
///
/// There are more than eight names, the header is not ASCII, or the token is not a valid header value.
pub(crate) fn subprotocols(headers: &HeaderMap) -> Result<Subprotocols, Status> {
    let mut found = Subprotocols::default();
    for (index, name) in offered(headers).enumerate() {
        if index == MAX_OFFERED {
            return Err(refuse("more than 8 subprotocols"));
        }
        found.take(name?)?;
    }
    Ok(found)
}

impl Subprotocols {
    /// Takes a name into account. The first name of each kind counts.
    fn take(&mut self, name: &str) -> Result<(), Status> {
        if let Some(token) = name.strip_prefix(BEARER) {
            let authorization = bearer(token)?;
            self.authorization.get_or_insert(authorization);
        } else if let Some(form) = message_form(name) {
            self.form.get_or_insert(form);
        }
        Ok(())
    }
}

fn offered(headers: &HeaderMap) -> impl Iterator<Item = Result<&str, Status>> {
    let values = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).into_iter();
    values.flat_map(|value| {
        let names = value.to_str().map_err(|_| refuse("not ASCII"));
        let (names, error) = match names {
            Ok(names) => (names, None),
            Err(error) => ("", Some(Err(error))),
        };
        let names = names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        names.map(Ok).chain(error)
    })
}

fn message_form(name: &str) -> Option<(FrameFormat, HeaderValue)> {
    match name {
        "grpcws.json" => Some((
            FrameFormat::Envelope,
            HeaderValue::from_static("grpcws.json"),
        )),
        "grpcws.raw" => Some((FrameFormat::Raw, HeaderValue::from_static("grpcws.raw"))),
        _ => None,
    }
}

fn bearer(token: &str) -> Result<HeaderValue, Status> {
    let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| refuse("the token is no header value"))?;
    authorization.set_sensitive(true);
    Ok(authorization)
}

fn refuse(why: &str) -> Status {
    Status::invalid_argument(format!("header `sec-websocket-protocol`: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(offered: &[&[u8]]) -> Result<(Option<&'static str>, Option<String>), String> {
        let headers = offered.iter().map(|offered| {
            let value = HeaderValue::from_bytes(offered).unwrap();
            (header::SEC_WEBSOCKET_PROTOCOL, value)
        });
        let found = subprotocols(&headers.collect()).map_err(|error| error.message().to_owned())?;
        let form = found.form.map(|(form, name)| match form {
            FrameFormat::Envelope => (name == "grpcws.json").then_some("envelope"),
            FrameFormat::Raw => (name == "grpcws.raw").then_some("raw"),
        });
        let token = found
            .authorization
            .map(|value| value.to_str().unwrap().to_owned());
        Ok((form.map(|form| form.expect("its own name")), token))
    }

    #[test]
    fn reads_what_clients_offer() {
        let token = |text: &str| Some(format!("Bearer {text}"));
        for (offered, expected) in [
            (&[][..], Ok((None, None))),
            (&[&b"grpcws.json"[..]], Ok((Some("envelope"), None))),
            (
                &[b"other, grpcws.raw, grpcws.json"],
                Ok((Some("raw"), None)),
            ),
            (
                &[b"bearer.a.b-_~, bearer.second", b"grpcws.json"],
                Ok((Some("envelope"), token("a.b-_~"))),
            ),
            (&[b"a,b,c,d,e,f,g,h"], Ok((None, None))),
            (
                &[b"a,b,c,d", b"e,f,g,h,i"],
                Err("header `sec-websocket-protocol`: more than 8 subprotocols"),
            ),
            (
                &[b"gr\xffws"],
                Err("header `sec-websocket-protocol`: not ASCII"),
            ),
        ] {
            assert_eq!(read(offered), expected.map_err(str::to_owned));
        }
    }
}
