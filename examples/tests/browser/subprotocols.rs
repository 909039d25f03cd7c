//! The subprotocols by which a page chooses the message form, and brings a token along.

use serde_json::json;

use crate::browser::Browser;
use crate::running::Running;
use crate::start_chat;

#[test]
fn a_page_chooses_the_form_and_brings_a_token() {
    let chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let raw = |open| json!([open, "Welcome to the lobby.", "close 1000  true"]);
    let envelope = |open| {
        json!([
            open,
            "data Welcome to the lobby.",
            "stream_end",
            "close 1000  true"
        ])
    };
    let refused = json!(["error", "close 1006  false"]);
    for (path, protocols, expected) in [
        ("/v1", "[]", raw("open")),
        ("/v1", "['grpcws.json']", envelope("open grpcws.json")),
        (
            "/v1",
            "['bearer.x', 'grpcws.json']",
            envelope("open grpcws.json"),
        ),
        (
            "/v1",
            "['soap', 'grpcws.raw', 'grpcws.json']",
            raw("open grpcws.raw"),
        ),
        ("/ws/v1", "[]", envelope("open")),
        (
            "/ws/v1",
            "['grpcws.raw', 'bearer.x']",
            raw("open grpcws.raw"),
        ),
        // A browser that offers protocols insists on one of them, and a token is never echoed.
        ("/v1", "['bearer.x']", refused.clone()),
        ("/v1", "'abcdefghi'.split('')", refused),
    ] {
        let script = format!(
            "const pick = (data) => {{
              const {{ type, data: message, text }} = JSON.parse(data);
              return text ?? [type, message?.text].join(' ').trim();
            }};
            return followSocket('{path}/rooms/lobby/messages?limit=1', pick, {protocols}).closed()"
        );
        assert_eq!(browser.run(&script), expected, "{path} {protocols}");
    }
}

#[test]
fn a_page_without_the_token_is_told_so() {
    let chat = Running::start(env!("CARGO_BIN_EXE_chat"), &["--token", "x"]);
    let browser = Browser::at(&format!("http://{}/", chat.address));
    let status = r#"{"error":{"code":16,"message":"bring the token of `--token`","details":[]}}"#;
    let envelope =
        r#"{"type":"error","error":"bring the token of `--token`","code":16,"details":[]}"#;
    let close = "close 4016 bring the token of `--token` true";
    for (protocols, expected) in [
        ("[]", json!(["open", status, close])),
        (
            "['bearer.y', 'grpcws.json']",
            json!(["open grpcws.json", envelope, close]),
        ),
        (
            "['bearer.x', 'grpcws.raw']",
            json!([
                "open grpcws.raw",
                "Welcome to the lobby.",
                "close 1000  true"
            ]),
        ),
    ] {
        let script = format!(
            "const pick = (data) => JSON.parse(data).text ?? data;
            return followSocket('/v1/rooms/lobby/messages?limit=1', pick, {protocols}).closed()"
        );
        assert_eq!(browser.run(&script), expected, "{protocols}");
    }
}
