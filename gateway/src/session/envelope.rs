//! One frame is one JSON object with a `type`.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use tonic::Status;

use super::{Frames, Incoming};
use crate::bind::BodyEncoding;
use crate::error::write_status_fields;
use crate::json::{JsonOptions, Members, ReadError, ReadOptions};
use crate::websocket::Data;

/// The message that a `data` frame without data stands for.
const EMPTY_MESSAGE: Bytes = Bytes::from_static(b"{}");

/// One frame is one JSON object with a `type`, its members in any order.
#[derive(Debug)]
pub(super) struct Envelope {
    pings: u64,
    options: ReadOptions,
}

impl Envelope {
    /// Creates envelopes around messages that are read with these options. An envelope is one level deeper than its
    /// message.
    pub(super) fn new(options: &ReadOptions) -> Self {
        Self {
            pings: 0,
            options: options.deeper(),
        }
    }
}

impl Frames for Envelope {
    fn read(&mut self, frame: Data) -> Result<Incoming, Status> {
        let (Data::Text(json) | Data::Binary(json)) = frame;
        let fields = Fields::read(&json, &self.options).map_err(|error| refuse(&error))?;
        let kind = fields.kind.ok_or_else(|| refuse(&"`type` is missing"))?;
        Ok(match kind.as_ref() {
            "data" => Incoming::Message(
                fields
                    .data
                    .map_or(EMPTY_MESSAGE, |data| json.slice_ref(data)),
                BodyEncoding::Json,
            ),
            "end_send" => Incoming::HalfClose,
            "cancel" => Incoming::Cancel,
            "ping" => Incoming::Answer(pong(fields.ping_id)),
            _ => Incoming::Nothing,
        })
    }

    fn before(&self, out: &mut BytesMut) {
        out.extend_from_slice(b"{\"type\":\"data\",\"data\":");
    }

    fn after(&self, out: &mut BytesMut) {
        out.extend_from_slice(b"}");
    }

    fn end(&self) -> Option<Bytes> {
        Some(Bytes::from_static(b"{\"type\":\"stream_end\"}"))
    }

    fn error(&self, status: &Status, json: &JsonOptions) -> String {
        let mut out = BytesMut::from(&b"{\"type\":\"error\","[..]);
        write_status_fields(status, json, &mut out);
        out.extend_from_slice(b"}");
        String::from_utf8_lossy(&out).into_owned()
    }

    fn ping(&mut self) -> Option<Bytes> {
        self.pings += 1;
        Some(Bytes::from(format!(
            "{{\"type\":\"ping\",\"pingId\":{}}}",
            self.pings
        )))
    }
}

fn refuse(why: &dyn std::fmt::Display) -> Status {
    Status::invalid_argument(format!("envelope: {why}"))
}

fn pong(ping_id: Option<&[u8]>) -> Bytes {
    let mut out = BytesMut::from(&b"{\"type\":\"pong\""[..]);
    if let Some(ping_id) = ping_id {
        out.extend_from_slice(b",\"pingId\":");
        out.extend_from_slice(ping_id);
    }
    out.extend_from_slice(b"}");
    out.freeze()
}

/// The members that the protocol knows: the type as text, the others as raw JSON.
#[derive(Debug)]
struct Fields<'j> {
    kind: Option<Cow<'j, str>>,
    data: Option<&'j [u8]>,
    ping_id: Option<&'j [u8]>,
}

impl<'j> Fields<'j> {
    fn read(json: &'j [u8], options: &'j ReadOptions) -> Result<Self, ReadError> {
        let (mut kind, mut data, mut ping_id) = (None, None, None);
        let mut members = Members::new(json, options)?;
        while let Some(member) = members.next()? {
            match member.name.as_ref() {
                "type" => member.put(&mut kind)?,
                "data" => member.put(&mut data)?,
                "pingId" => member.put(&mut ping_id)?,
                _ => {}
            }
        }
        Ok(Self {
            kind: kind.map(|kind| members.text(kind)).transpose()?,
            data: data.filter(|data| data != b"null"),
            ping_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &'static [u8]) -> Incoming {
        Incoming::Message(Bytes::from_static(json), BodyEncoding::Json)
    }

    #[test]
    fn reads_members_in_any_order() {
        for (json, expected) in [
            (
                r#"{"type":"data","data":{"a":"1"}}"#,
                Ok(message(br#"{"a":"1"}"#)),
            ),
            (
                r#" {"data": [1] , "x":{}, "type":"data"} "#,
                Ok(message(b"[1]")),
            ),
            (r#"{"type":"data"}"#, Ok(message(b"{}"))),
            (r#"{"type":"data","data":null}"#, Ok(message(b"{}"))),
            (r#"{"type":"end_send"}"#, Ok(Incoming::HalfClose)),
            (r#"{"type":"cancel"}"#, Ok(Incoming::Cancel)),
            (r#"{"type":"pong","pingId":1}"#, Ok(Incoming::Nothing)),
            (r#"{"type":"hello"}"#, Ok(Incoming::Nothing)),
            (
                r#"{"pingId":7,"type":"ping"}"#,
                Ok(Incoming::Answer(Bytes::from_static(
                    br#"{"type":"pong","pingId":7}"#,
                ))),
            ),
            (
                r#"{"type":"ping"}"#,
                Ok(Incoming::Answer(Bytes::from_static(br#"{"type":"pong"}"#))),
            ),
            (r#"{"data":{}}"#, Err("envelope: `type` is missing")),
            (
                r#"{"type":1}"#,
                Err("envelope: expected a string, got 1 (byte 0)"),
            ),
            // Any member that is given twice, as in any JSON object.
            (
                r#"{"type":"data","data":{},"data":{}}"#,
                Err("envelope: data: given more than once (byte 25)"),
            ),
            (
                r#"{"type":"data","data":null,"data":{}}"#,
                Err("envelope: data: given more than once (byte 27)"),
            ),
            (
                r#"{"type":"data","type":"cancel"}"#,
                Err("envelope: type: given more than once (byte 15)"),
            ),
            (
                r#"{"type":"ping","pingId":1,"pingId":1}"#,
                Err("envelope: pingId: given more than once (byte 26)"),
            ),
        ] {
            let read = Envelope::new(&ReadOptions::DEFAULT).read(Data::Text(Bytes::from(json)));
            assert_eq!(
                read.as_ref().map_err(Status::message),
                expected.as_ref().map_err(|text| *text),
                "{json}"
            );
        }
        for json in ["", "hi", "[]", "{\"type\":\"data\"", "{\"type\":\"data\"}x"] {
            let status = Envelope::new(&ReadOptions::DEFAULT)
                .read(Data::Text(Bytes::from(json)))
                .unwrap_err();
            assert_eq!(status.code(), tonic::Code::InvalidArgument, "{json}");
        }
    }
}
