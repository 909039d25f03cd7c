//! `fetch`: NDJSON as it arrives, its end and its errors; uploads.

use serde_json::json;

use crate::browser::Browser;
use crate::proxy::Proxy;
use crate::{create_room, delete_room, post, start_chat};

const READ: &str = "globalThis.lines = new Lines(await fetch('/v1/rooms/r/messages'))";
const NEXT: &str = "return text(await lines.next())";

#[test]
fn lines_are_there_as_they_are_written() {
    let chat = start_chat();
    create_room(&chat, "r");
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    // The head has come when `fetch` is done, and the room is still silent.
    browser.run(READ);
    for line in ["one", "two"] {
        post(&chat, "r", line);
        assert_eq!(browser.run(NEXT), line);
    }
    delete_room(&chat, "r");
    assert_eq!(
        browser.run("return [await lines.next(), await lines.next()]"),
        json!([
            r#"{"error":{"code":5,"message":"room \"r\" was deleted","details":[]}}"#,
            null
        ]),
    );
}

#[test]
fn a_cut_is_no_end() {
    let chat = start_chat();
    create_room(&chat, "r");
    let proxy = Proxy::to(&chat.address);
    let browser = Browser::at(&format!("http://{}/v1/rooms", proxy.address));
    browser.run(READ);
    post(&chat, "r", "one");
    assert_eq!(browser.run(NEXT), "one");
    proxy.cut();
    assert_eq!(
        browser.run("return lines.next().catch((error) => error.name)"),
        "TypeError",
    );
}

#[test]
fn what_a_page_asks_and_gets() {
    let chat = start_chat();
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    let import = "const response = await fetch('/v1/rooms/lobby/messages:import', \
        { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body }); \
        const { count, code } = await response.json(); return [response.status, count ?? code]";
    let cases = [
        (
            "const response = await fetch('/v1/rooms/lobby/messages?limit=2'); \
             return [response.headers.get('content-type'), (await response.text()).split('\\n').length]"
                .to_owned(),
            json!(["application/x-ndjson", 3]),
        ),
        (
            "const response = await fetch('/v1/rooms/lobby/messages?limit=2', { headers: { accept: 'application/json' } }); \
             return (await response.json()).map(({ seq }) => seq)"
                .to_owned(),
            json!(["1", "2"]),
        ),
        (
            "const response = await fetch('/v1/rooms/nowhere/messages'); return [response.status, await response.json()]"
                .to_owned(),
            json!([404, { "code": 5, "message": "no room \"nowhere\"", "details": [] }]),
        ),
        (
            format!(r#"const body = '{{"text":"a"}}\n{{"text":"b"}}\n'; {import}"#),
            json!([200, "2"]),
        ),
        (
            format!(r#"const body = new Blob(['{{"text":"c"}}\n{{"text":']); {import}"#),
            json!([400, 3]),
        ),
        (
            "return (await (await fetch('/v1/rooms/lobby')).json()).messageCount".to_owned(),
            json!("5"),
        ),
    ];
    for (script, expected) in cases {
        assert_eq!(browser.run(&script), expected, "{script}");
    }
}
