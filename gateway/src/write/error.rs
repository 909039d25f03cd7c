//! An error before the head has been sent.

use axum::body::Body;
use bytes::Bytes;
use http::{Response, StatusCode, header};

use super::document::{Document, has_content, is_final};
use crate::error::Error;
use crate::settings::Settings;

/// Returns the response for an error.
pub(crate) fn error(error: Error, settings: &Settings) -> Response<Body> {
    let Error {
        http,
        status,
        headers,
    } = error;
    let own = settings.metadata.into_headers(status.metadata().clone());
    let document = Document::of_json(settings.errors.shape.body(http, &status, &settings.json));
    let mut response = document.respond(http, own);
    response.headers_mut().extend(headers);
    let response = settings.errors.on_error.apply(&status, response);
    sound(response, http).map(Body::from)
}

/// Returns the response as HTTP can frame it, whatever the user has made of it.
fn sound(mut response: Response<Bytes>, http: StatusCode) -> Response<Bytes> {
    if !is_final(response.status()) {
        tracing::error!(status = %response.status(), "`on_error` has set a status that is not 200 to 599");
        *response.status_mut() = http;
    }
    if !has_content(response.status()) {
        response.body_mut().clear();
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}
