//! The record that ends a stream of JSON values with an error: `{"error":<google.rpc.Status>}`.

use bytes::BytesMut;
use tonic::Status;

use crate::error::{Seldom, write_status};
use crate::json::{self, JsonOptions};
use crate::settings::Settings;

/// Limits the log, as any client may cause an error for which the user's function returns no JSON value.
static NO_VALUES: Seldom = Seldom::new();

/// Writes the record, as the user's function has left it.
pub(super) fn write_record(status: &Status, settings: &Settings, out: &mut BytesMut) {
    let on_error = &settings.chunked.on_error;
    if !on_error.is_set() {
        return write_error(status, &settings.json, out);
    }
    let record = on_error.apply(status, error_text(status, &settings.json));
    // A line break would end the record early. In JSON it is never more than a space.
    let record = record.replace(['\n', '\r'], " ");
    if is_value(&record, settings) {
        out.extend_from_slice(record.as_bytes());
    } else {
        if let Some(times) = NO_VALUES.times("") {
            tracing::error!(record, times, "an error record is not a JSON value");
        }
        write_error(status, &settings.json, out);
    }
}

/// Returns whether the text is one JSON value: anything else would spoil what has been written before.
fn is_value(text: &str, settings: &Settings) -> bool {
    let mut value = prost_types::Value::default();
    json::read(&mut value, text.as_bytes(), &settings.reading).is_ok()
}

/// Returns the record as text.
pub(crate) fn error_text(status: &Status, json: &JsonOptions) -> String {
    let mut record = BytesMut::new();
    write_error(status, json, &mut record);
    String::from_utf8_lossy(&record).into_owned()
}

fn write_error(status: &Status, json: &JsonOptions, out: &mut BytesMut) {
    out.extend_from_slice(b"{\"error\":");
    write_status(status, json, out);
    out.extend_from_slice(b"}");
}
