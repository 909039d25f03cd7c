//! A server that is told to stop, as open pages see it.

use serde_json::json;

use crate::browser::Browser;
use crate::start_chat;

#[test]
fn every_stream_is_told_that_the_server_stops() {
    let mut chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let messages = "/v1/rooms/lobby/messages?afterSeq=2";
    browser.run(&format!(
        "globalThis.source = followSource('{messages}');
        globalThis.socket = followSocket('{messages}', text);
        globalThis.lines = new Lines(await fetch('{messages}'));
        await source.until('3 Say something.');
        await socket.until('Say something.');
        return lines.next()"
    ));
    assert!(chat.end_by("-INT").success());
    // It reconnects for as long as the page is open.
    assert_eq!(
        browser.run("return (await source.first(3)).slice(0, 3)"),
        json!(["open", "3 Say something.", "error, connecting"]),
    );
    let close = browser.run("return (await socket.closed()).at(-1)");
    let close = close.as_str().expect("the close");
    assert!(
        close.starts_with("close 1001 ") && close.ends_with(" true"),
        "{close}"
    );
    assert_eq!(
        browser.run("return JSON.parse(await lines.next()).error.code"),
        14
    );
    assert_eq!(browser.run("return lines.next()"), json!(null));
}
