//! Chooses the form of the response to a request.

mod accept;
pub(crate) mod header_list;
pub(crate) mod origin;
mod subprotocol;
mod upgrade;

use http::request::Parts;
use http::{HeaderMap, Method};
use tonic::Status;

pub(crate) use self::header_list::has_token;
pub(crate) use self::origin::Origin;
pub(crate) use self::subprotocol::{Subprotocols, subprotocols};
pub(crate) use self::upgrade::{asks_for_websocket, is_websocket_connect};
use crate::error::Error;
use crate::schema::Form;
use crate::schema::{RpcKind, StreamForms};

/// Chooses the form of the response from the headers of the request. A raw response has a type of its own, which does
/// not have to be one of the accepted forms.
///
/// # Errors
///
/// 501 if every form that the client asks for is disabled, 406 if none of them is ever sent, and 426 or 400 for a
/// WebSocket upgrade that RFC 6455 does not allow.
pub(crate) fn negotiate(
    parts: &Parts,
    kind: RpcKind,
    forms: StreamForms,
    is_raw: bool,
) -> Result<Form, Error> {
    match kind {
        RpcKind::Unary => Ok(document(&parts.headers)),
        _ if asks_for_websocket(parts) => websocket(parts, kind, forms),
        RpcKind::ClientStreaming => request_body(parts, forms),
        _ => response_stream(&parts.headers, forms, is_raw),
    }
}

fn websocket(parts: &Parts, kind: RpcKind, forms: StreamForms) -> Result<Form, Error> {
    if !forms.websocket {
        return Err(disabled(Form::WebSocket, &accepted(kind, forms)));
    }
    upgrade::check(parts)?;
    Ok(Form::WebSocket)
}

/// Chooses the form of a client-streaming call. Its request stream comes in the body. Without a body, as in a GET, only
/// a WebSocket can carry it.
fn request_body(parts: &Parts, forms: StreamForms) -> Result<Form, Error> {
    if !forms.chunked || [Method::GET, Method::HEAD].contains(&parts.method) {
        return Err(disabled(
            Form::Ndjson,
            &alternatives(RpcKind::ClientStreaming, forms),
        ));
    }
    Ok(document(&parts.headers))
}

fn document(headers: &HeaderMap) -> Form {
    if accept::prefers_protobuf(headers) {
        Form::Protobuf
    } else {
        Form::Json
    }
}

fn response_stream(headers: &HeaderMap, forms: StreamForms, is_raw: bool) -> Result<Form, Error> {
    let mut ranked = accept::ranked_forms(headers);
    if is_raw {
        ranked.push(Form::Ndjson);
    }
    let best = ranked.first().copied().ok_or_else(Error::not_acceptable)?;
    ranked
        .into_iter()
        .find(|form| form.is_enabled(forms))
        .ok_or_else(|| disabled(best, &alternatives(RpcKind::ServerStreaming, forms)))
}

/// Returns the media types that a client can accept in place of a form that is disabled.
fn accepted(kind: RpcKind, forms: StreamForms) -> String {
    let types = [
        forms.sse.then_some("text/event-stream"),
        forms.chunked.then_some("application/x-ndjson"),
    ];
    let types: Vec<_> = types.into_iter().flatten().collect();
    if types.is_empty() || kind == RpcKind::ClientStreaming {
        return String::new();
    }
    format!("accept {}", types.join(" or "))
}

/// Returns the same media types, and a WebSocket if it is enabled.
fn alternatives(kind: RpcKind, forms: StreamForms) -> String {
    let websocket = if forms.websocket {
        "open a WebSocket"
    } else {
        ""
    };
    let mut alternatives = vec![accepted(kind, forms), websocket.to_owned()];
    alternatives.retain(|alternative| !alternative.is_empty());
    alternatives.join(", or ")
}

fn disabled(form: Form, alternatives: &str) -> Error {
    let name = match form {
        Form::Ndjson | Form::Array => "chunked transfer",
        form => form.as_str(),
    };
    let separator = if alternatives.is_empty() { "" } else { "; " };
    Status::unimplemented(format!(
        "streaming not supported: {name} is disabled for this endpoint{separator}{alternatives}"
    ))
    .into()
}
