//! Pages of another origin: what they may not do until they are allowed to.

use serde_json::json;

use crate::browser::Browser;
use crate::running::Running;
use crate::start_chat;

#[test]
fn a_socket_opens_only_for_allowed_origins() {
    let here = start_chat();
    let origin = format!("http://{}", here.address);
    let strict = start_chat();
    let open = Running::start(env!("CARGO_BIN_EXE_chat"), &["--allow-origin", &origin]);
    let browser = Browser::at(&format!("{origin}/v1/rooms"));
    let told = |there: &Running| {
        browser.run(&format!(
            "return followSocket('ws://{}/v1/rooms/lobby/messages?limit=1', text).closed()",
            there.address
        ))
    };
    assert_eq!(told(&strict), json!(["error", "close 1006  false"]));
    assert_eq!(
        told(&open),
        json!(["open", "Welcome to the lobby.", "close 1000  true"])
    );
}

/// None of these needs the server's consent before it is sent, so it is the server that has to refuse.
#[test]
fn requests_that_browsers_send_unasked_store_nothing() {
    let here = start_chat();
    let there = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", here.address));
    for body in [
        r#"'{"text":"forged"}'"#,
        "new URLSearchParams({ text: 'forged' })",
        "new Blob([])",
        "new FormData()",
    ] {
        let script = format!(
            "const init = {{ method: 'POST', mode: 'no-cors', body: {body} }}; \
             return (await fetch('http://{}/v1/rooms/lobby/messages', init)).type",
            there.address
        );
        assert_eq!(browser.run(&script), "opaque", "{body}");
    }
    let room = there.ask("GET /v1/rooms/lobby", "");
    assert!(room.contains(r#""messageCount":"3""#), "{room}");
}

#[test]
fn answers_are_hidden_without_cors() {
    let here = start_chat();
    let there = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", here.address));
    for init in [
        "{}",
        "{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }",
    ] {
        let script = format!(
            "return fetch('http://{}/v1/rooms/lobby/messages?limit=1', {init}).catch((error) => error.name)",
            there.address
        );
        assert_eq!(browser.run(&script), "TypeError", "{init}");
    }
    let room = there.ask("GET /v1/rooms/lobby", "");
    assert!(room.contains(r#""messageCount":"3""#), "{room}");
}
