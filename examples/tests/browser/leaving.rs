//! A page that leaves a stream, and the handler that is dropped for it.

use crate::browser::Browser;
use crate::{create_room, start_chat};

/// Each way opens a stream, and returns how to leave it.
const WAYS: [&str; 5] = [
    "const controller = new AbortController(); \
     await fetch('/v1/rooms/r/messages', { signal: controller.signal }); \
     return () => controller.abort()",
    "const { body } = await fetch('/v1/rooms/r/messages'); return () => body.cancel()",
    "const events = followSource('/v1/rooms/r/messages'); await events.first(1); \
     return () => events.source.close()",
    "const events = followSocket('/v1/rooms/r/messages'); await events.first(1); \
     return () => events.socket.close()",
    "const frame = document.createElement('iframe'); frame.src = '/#r'; document.body.append(frame); \
     while (await followers() === 0); \
     return () => frame.remove()",
];

const FOLLOWERS: &str = "globalThis.followers = async () => \
    (await (await fetch('/v1/rooms/r')).json()).followers ?? 0";

#[test]
fn the_handler_is_dropped_when_the_page_leaves() {
    let chat = start_chat();
    create_room(&chat, "r");
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    browser.run(FOLLOWERS);
    for way in WAYS {
        let script = format!(
            "const leave = await (async () => {{ {way} }})(); \
             const before = await followers(); \
             leave(); \
             while (await followers() > 0); \
             return before"
        );
        assert_eq!(browser.run(&script), 1, "{way}");
    }
}
