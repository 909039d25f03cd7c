//! `EventSource`: open, messages, resume, the end and failures.

use serde_json::json;

use crate::browser::Browser;
use crate::proxy::Proxy;
use crate::{create_room, delete_room, post, start_chat};

#[test]
fn it_opens_before_the_first_message() {
    let chat = start_chat();
    create_room(&chat, "silent");
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    browser.run("globalThis.events = followSource('/v1/rooms/silent/messages')");
    assert_eq!(browser.run("return events.first(1)"), json!(["open"]));
    post(&chat, "silent", "now");
    assert_eq!(
        browser.run("return events.first(2)"),
        json!(["open", "1 now"])
    );
}

#[test]
fn it_resumes_when_it_was_cut_between_messages() {
    resumes("/v1/rooms/r/messages", Proxy::cut);
}

/// The browser drops the half message, and the id with it.
#[test]
fn it_resumes_when_it_was_cut_inside_a_message() {
    resumes("/v1/rooms/r/messages", |proxy| proxy.cut_before("three"));
}

#[test]
fn it_resumes_after_the_last_message_and_not_where_its_url_started() {
    resumes("/v1/rooms/r/messages?afterSeq=0", Proxy::cut);
}

fn resumes(path: &str, cut: impl Fn(&Proxy)) {
    let chat = start_chat();
    create_room(&chat, "r");
    let proxy = Proxy::to(&chat.address);
    let browser = Browser::at(&format!("http://{}/v1/rooms", proxy.address));
    browser.run(&format!("globalThis.events = followSource('{path}')"));
    post(&chat, "r", "one");
    post(&chat, "r", "two");
    browser.run("return events.until('2 two')");
    cut(&proxy);
    post(&chat, "r", "three");
    post(&chat, "r", "four");
    assert_eq!(
        browser.run("return events.until('4 four')"),
        json!([
            "open",
            "1 one",
            "2 two",
            "error, connecting",
            "open",
            "3 three",
            "4 four"
        ]),
    );
    let requests = proxy.requests(path);
    assert_eq!(requests.len(), 2, "{requests:#?}");
    assert!(
        requests[1].contains("\r\nLast-Event-ID: 2\r\n"),
        "{}",
        requests[1]
    );
}

#[test]
fn it_stops_after_the_end() {
    let chat = start_chat();
    let proxy = Proxy::to(&chat.address);
    let path = "/v1/rooms/lobby/messages?limit=1";
    let browser = Browser::at(&format!("http://{}/v1/rooms", proxy.address));
    browser.run(&format!("globalThis.events = followSource('{path}')"));
    assert_eq!(
        browser.run("return events.until('error, closed')"),
        json!([
            "open",
            "1 Welcome to the lobby.",
            "EOS EOS ",
            "error, connecting",
            "error, closed"
        ]),
    );
    let requests = proxy.requests(path);
    assert_eq!(requests.len(), 2, "{requests:#?}");
    assert!(
        requests[1].contains("\r\nLast-Event-ID: EOS\r\n"),
        "{}",
        requests[1]
    );
}

#[test]
fn it_is_told_why_a_stream_fails() {
    let chat = start_chat();
    create_room(&chat, "doomed");
    let browser = Browser::at(&format!("http://{}/v1/rooms", chat.address));
    browser.run("globalThis.events = followSource('/v1/rooms/doomed/messages')");
    post(&chat, "doomed", "last words");
    browser.run("return events.until('1 last words')");
    delete_room(&chat, "doomed");
    let failure = r#"failure 1 {"code":5,"message":"room \"doomed\" was deleted","details":[]}"#;
    assert_eq!(
        browser.run("return events.until('error, closed')"),
        json!([
            "open",
            "1 last words",
            failure,
            "error, connecting",
            "error, closed"
        ]),
    );
}
