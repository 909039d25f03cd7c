//! The `chat` example in headless Chromium: `cargo test -p examples --test browser`.

mod browser;
mod event_source;
mod fetch;
mod leaving;
mod origins;
mod page;
mod proxy;
#[path = "../it/running.rs"]
mod running;
mod stopping;
mod subprotocols;
mod webdriver;
mod websocket;

use crate::running::Running;

fn start_chat() -> Running {
    Running::start(env!("CARGO_BIN_EXE_chat"), &[])
}

/// Creates a room without messages.
fn create_room(chat: &Running, name: &str) {
    let body = format!(r#"{{"name":"{name}"}}"#);
    chat.ask("POST /v1/rooms\ncontent-type: application/json", &body);
}

fn post(chat: &Running, room: &str, text: &str) {
    let head = format!("POST /v1/rooms/{room}/messages\ncontent-type: application/json");
    chat.ask(&head, &format!(r#"{{"text":"{text}"}}"#));
}

fn delete_room(chat: &Running, name: &str) {
    chat.ask(&format!("DELETE /v1/rooms/{name}"), "");
}
