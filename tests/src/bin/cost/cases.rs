//! The requests: for each way into a message, the worst that a client could send.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// A request that can be as long as it is asked to be.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What is asked with about so many bytes.
    pub(crate) ask: fn(usize) -> Ask,
    /// What the answer begins with, so that no request is cheap because it is refused.
    pub(crate) answer: &'static str,
}

pub(crate) enum Ask {
    Http {
        method: Method,
        uri: String,
        headers: HeaderMap,
        body: Vec<Bytes>,
    },
    WebSocket {
        path: &'static str,
        frames: Vec<String>,
    },
}

const fn case(name: &'static str, answer: &'static str, ask: fn(usize) -> Ask) -> Case {
    Case { name, ask, answer }
}

pub(crate) const CASES: &[Case] = &[
    case("path-escapes", "200", |bytes| {
        get(&format!("/v1/files/x{}", repeated("%61", bytes)))
    }),
    case("path-slashes", "200", |bytes| {
        get(&format!("/v1/files/x{}", repeated("/", bytes)))
    }),
    case("path-segments", "404", |bytes| {
        get(&format!("/v1{}", repeated("/v1", bytes)))
    }),
    case("query-arms", "200", |bytes| query(&each("&", bytes, arms))),
    case("query-one-place", "200", |bytes| {
        query(&repeated(
            &format!("{}texts=&", "inner.left.".repeat(49)),
            bytes,
        ))
    }),
    case("query-list", "200", |bytes| {
        query(&repeated("texts=&", bytes))
    }),
    case("query-map", "200", |bytes| {
        query(&each("&", bytes, |index| format!("ids[{index}]=true")))
    }),
    case("query-unknown", "200", |bytes| {
        query(&repeated("%61&", bytes))
    }),
    case("query-long-key", "200", |bytes| {
        query(&repeated("%5B", bytes))
    }),
    case("query-struct", "200", |bytes| {
        query(&format!("settings={{{}}}", members(bytes / 2)))
    }),
    case("query-mask", "200", |bytes| {
        query(&format!("mask=a{}", repeated(",a", bytes)))
    }),
    case("json-list", "200", |bytes| list("rows", "{}", bytes)),
    case("json-strings", "200", |bytes| list("texts", "\"a\"", bytes)),
    case("json-escapes", "200", |bytes| {
        json(&format!("{{\"name\":\"{}\"}}", repeated("\\u0061", bytes)))
    }),
    case("json-numbers", "200", |bytes| list("numbers", "1e9", bytes)),
    case("json-long-number", "200", |bytes| {
        list("numbers", &format!("1.0{}", repeated("0", bytes)), 0)
    }),
    case("json-small-number", "200", |bytes| {
        list(
            "numbers",
            &format!("0.0{}1e{}", repeated("0", bytes), bytes + 2),
            0,
        )
    }),
    case("json-nested", "200", |bytes| {
        let nested = format!("{}{},", "[".repeat(90), "]".repeat(90));
        json(&format!("{{\"x\":[{}0]}}", repeated(&nested, bytes)))
    }),
    case("json-unknown", "200", |bytes| {
        json(&format!("{{{}}}", members(bytes)))
    }),
    case("json-map", "200", |bytes| {
        json(&format!(
            "{{\"ids\":{{{}}}}}",
            each(",", bytes, |index| format!("\"{index}\":true"))
        ))
    }),
    case("json-struct", "200", |bytes| {
        json(&format!("{{\"settings\":{{{}}}}}", members(bytes)))
    }),
    case("json-struct-deep", "200", |bytes| {
        let deep =
            |index: usize| format!("\"{index}\":{}0{}", "{\"a\":".repeat(60), "}".repeat(60));
        json(&format!("{{\"settings\":{{{}}}}}", each(",", bytes, deep)))
    }),
    case("json-any", "200", |bytes| {
        let value = format!(
            "{{\"value\":{{{}}},\"@type\":\"x/google.protobuf.Struct\"}}",
            members(bytes)
        );
        let nested = (0..20).fold(value, |any, _| {
            format!("{{\"value\":{any},\"@type\":\"x/google.protobuf.Any\"}}")
        });
        json(&format!("{{\"any\":{nested}}}"))
    }),
    case("json-mask", "200", |bytes| {
        json(&format!("{{\"mask\":\"a{}\"}}", repeated(",a", bytes)))
    }),
    case("json-bytes", "200", |bytes| {
        json(&format!("{{\"data\":\"{}\"}}", repeated("AAAA", bytes)))
    }),
    case("json-spaces", "200", |bytes| {
        json(&format!("{{{}}}", repeated(" ", bytes)))
    }),
    case("ndjson-long-value", "200", |bytes| {
        upload(format!("{{\"name\":\"{}\"}}", repeated("a", bytes)), 1)
    }),
    case("ndjson-values", "200", |bytes| {
        upload(repeated("{}\n", bytes), 1)
    }),
    case("ndjson-newlines", "200", |bytes| {
        upload(repeated("\n", bytes), 1)
    }),
    case("array", "200", |bytes| {
        upload(format!("[{}{{}}]", repeated("{},", bytes)), usize::MAX)
    }),
    case("protobuf-list", "200", |bytes| protobuf(&[0x7a, 0], bytes)),
    case("protobuf-mixed-lists", "200", |bytes| {
        protobuf(&[0x3a, 0, 0x40, 1, 0x48, 1, 0x7a, 0], bytes)
    }),
    case("protobuf-deep", "200", |bytes| {
        let deep = (0..80).fold(Vec::new(), |inner, _| {
            [&delimited(0x22, inner.len()), &inner[..]].concat()
        });
        protobuf(&deep, bytes)
    }),
    case("protobuf-packed", "200", |bytes| {
        let mut packed = delimited(0x42, bytes);
        packed.extend(vec![1; bytes]);
        protobuf(&packed, 1)
    }),
    case("protobuf-map", "200", |bytes| {
        protobuf(&[0x72, 4, 8, 1, 16, 1], bytes)
    }),
    case("protobuf-unknown", "200", |bytes| {
        protobuf(&[0xa3, 0x06, 0xa4, 0x06], bytes)
    }),
    case("websocket-frame", "{", |bytes| {
        socket(vec![format!(
            "{{\"texts\":[{}\"\"]}}",
            repeated("\"\",", bytes)
        )])
    }),
    case("websocket-frames", "{", |bytes| {
        socket(vec!["{}".to_owned(); bytes / 2])
    }),
    case("header-bin", "200", |bytes| {
        with_header("x-data-bin", &repeated("AQID,", bytes))
    }),
    case("headers", "200", |bytes| {
        let names = (0..bytes / 8).map(|index| format!("x-{index}"));
        let headers =
            names.map(|name| (name.parse().expect("a name"), HeaderValue::from_static("a")));
        http(Method::GET, "/v1/follow", headers.collect(), Vec::new())
    }),
    case("accept", "200", |bytes| {
        with_header("accept", &(repeated("a/b;q=0.1,", bytes) + "*/*"))
    }),
    case("accept-forms", "200", |bytes| {
        with_header(
            "accept",
            &(repeated("text/event-stream;q=0.001,", bytes) + "*/*"),
        )
    }),
    case("connection", "200", |bytes| {
        with_header("connection", &(repeated("a,", bytes) + "close"))
    }),
    case("subprotocols", "200", |bytes| {
        with_header(
            "sec-websocket-protocol",
            &(repeated("bearer.a,", bytes) + "b"),
        )
    }),
    case("last-event-id", "200", |bytes| {
        with_header("last-event-id", &repeated("a", bytes))
    }),
    case("content-type", "200", |bytes| {
        let content_type = format!("application/json{}", repeated(";a=b", bytes));
        http(
            Method::POST,
            "/v1/sheets",
            header("content-type", &content_type),
            vec!["{}".into()],
        )
    }),
];

fn get(uri: &str) -> Ask {
    http(Method::GET, uri, HeaderMap::new(), Vec::new())
}

fn query(query: &str) -> Ask {
    get(&format!("/v1/sheets/a?{}", escaped(query)))
}

/// What a URI cannot have as it is.
fn escaped(query: &str) -> String {
    query
        .replace('"', "%22")
        .replace('{', "%7B")
        .replace('}', "%7D")
}

fn http(method: Method, uri: &str, headers: HeaderMap, body: Vec<Bytes>) -> Ask {
    let uri = uri.to_owned();
    Ask::Http {
        method,
        uri,
        headers,
        body,
    }
}

fn header(name: &'static str, value: &str) -> HeaderMap {
    let value = HeaderValue::from_str(value).expect("a value");
    HeaderMap::from_iter([(HeaderName::from_static(name), value)])
}

fn with_header(name: &'static str, value: &str) -> Ask {
    http(Method::GET, "/v1/follow", header(name, value), Vec::new())
}

fn json(text: &str) -> Ask {
    let headers = header("content-type", "application/json");
    http(
        Method::POST,
        "/v1/sheets",
        headers,
        vec![text.to_owned().into()],
    )
}

fn list(field: &str, element: &str, bytes: usize) -> Ask {
    let others = repeated(&format!("{element},"), bytes);
    json(&format!("{{\"{field}\":[{others}{element}]}}"))
}

fn upload(text: String, chunk: usize) -> Ask {
    let text = Bytes::from(text);
    let starts = (0..text.len()).step_by(chunk);
    let chunks = starts.map(|start| text.slice(start..start.saturating_add(chunk).min(text.len())));
    let headers = header("content-type", "application/x-ndjson");
    http(Method::POST, "/v1/collect", headers, chunks.collect())
}

/// Fields again and again.
fn protobuf(fields: &[u8], bytes: usize) -> Ask {
    let body = fields.repeat(bytes.div_ceil(fields.len()));
    let headers = header("content-type", "application/protobuf");
    http(Method::POST, "/v1/sheets", headers, vec![body.into()])
}

fn delimited(key: u8, mut length: usize) -> Vec<u8> {
    let mut head = vec![key];
    while length >= 0x80 {
        head.push(length.to_le_bytes()[0] | 0x80);
        length >>= 7;
    }
    head.push(length.to_le_bytes()[0]);
    head
}

fn socket(frames: Vec<String>) -> Ask {
    let path = "/v1/collect";
    Ask::WebSocket { path, frames }
}

/// A text again and again, so many bytes in all.
fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes.div_ceil(text.len()))
}

/// Texts with something between them, so many bytes in all.
fn each(between: &str, bytes: usize, text: impl Fn(usize) -> String) -> String {
    let mut all = text(0);
    let mut index = 1;
    while all.len() < bytes {
        all = all + between + &text(index);
        index += 1;
    }
    all
}

fn members(bytes: usize) -> String {
    each(",", bytes, |index| format!("\"{index}\":0"))
}

/// A path through as many oneofs as are on it, which no other index has.
fn arms(index: usize) -> String {
    let (outer, inner) = (index / 90, index % 90);
    format!(
        "{}{}name=",
        "inner.".repeat(outer),
        "left.".repeat(90 - outer - inner.min(90 - outer))
    )
}
