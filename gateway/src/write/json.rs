//! One JSON document.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::error::{Error, status_json};
use crate::metadata;

const APPLICATION_JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A success as one document.
pub(crate) fn document(status: StatusCode, headers: HeaderMap, json: Bytes) -> Response<Body> {
    response(status, headers, json)
}

/// An error before the head has gone out.
pub(crate) fn error(error: Error) -> Response<Body> {
    let json = status_json(&error.status);
    let mut headers = error.headers;
    metadata::into_response(error.status.metadata().clone(), &mut headers);
    response(error.http, headers, json)
}

fn response(status: StatusCode, headers: HeaderMap, json: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, APPLICATION_JSON);
    response
}
