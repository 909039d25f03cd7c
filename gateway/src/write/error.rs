//! An error before the head has gone out.

use axum::body::Body;
use http::Response;

use super::document::Document;
use crate::error::Error;
use crate::settings::Settings;

/// The response that says an error.
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
    response.map(Body::from)
}
