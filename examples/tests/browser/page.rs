//! The page of the example: every panel by clicking, and two tabs of it.

use serde_json::json;

use crate::browser::Browser;
use crate::proxy::Proxy;
use crate::running::Running;
use crate::{create_room, post, start_chat};

const SEQS: &str =
    "return [...document.querySelectorAll('#live-messages li')].map((item) => item.dataset.seq)";

fn at_page(chat: &Running) -> Browser {
    let browser = Browser::at(&format!("http://{}/", chat.address));
    shows(&browser, "#live-state", "open");
    browser
}

/// Waits until an element shows this text.
#[track_caller]
fn shows(browser: &Browser, selector: &str, text: &str) {
    let (selector, text) = (json!(selector), json!(text));
    browser.run(&format!(
        "await shown(() => document.querySelector({selector})?.textContent === {text})"
    ));
}

/// Posts by the form of the Live panel.
#[track_caller]
fn say(browser: &Browser, text: &str) {
    browser.type_into("#text", text);
    browser.click("#post");
    shows_message(browser, text);
}

/// Waits until the last message of the Live panel is this one.
#[track_caller]
fn shows_message(browser: &Browser, text: &str) {
    shows(browser, "#live-messages li:last-child .text", text);
}

/// Nothing but what the test has asked for may have failed.
#[track_caller]
fn logged(browser: &Browser, errors: &[&str]) {
    let console = browser.console().expect("the console");
    assert_eq!(console.lines().count(), errors.len(), "{console}");
    for (line, error) in console.lines().zip(errors) {
        assert!(line.contains(error), "{console}");
    }
}

#[test]
fn the_live_panel_posts_closes_and_resumes() {
    let chat = start_chat();
    let browser = at_page(&chat);
    browser.type_into("#author", "ada");
    say(&browser, "first");
    shows(&browser, "#post-state", "stored as #4");
    shows(&browser, "#live-messages li:last-child .author", "ada");
    browser.click("#live-close");
    shows(&browser, "#live-state", "closed");
    browser.type_into("#text", "while closed");
    browser.click("#post");
    shows(&browser, "#post-state", "stored as #5");
    browser.click("#live-connect");
    shows_message(&browser, "while closed");
    shows(&browser, "#live-last-id", "5");
    assert_eq!(browser.run(SEQS), json!(["1", "2", "3", "4", "5"]));
    logged(&browser, &[]);
}

#[test]
fn the_live_panel_outlives_a_cut() {
    let chat = start_chat();
    let proxy = Proxy::to(&chat.address);
    let browser = Browser::at(&format!("http://{}/", proxy.address));
    shows_message(&browser, "Say something.");
    // What is still loading would be cut as well.
    shows(&browser, "#room-about", "everything");
    browser.run(
        "const state = document.getElementById('live-state'); \
        globalThis.reconnecting = shown(() => state.textContent === 'reconnecting')",
    );
    proxy.cut();
    browser.run("await reconnecting");
    post(&chat, "lobby", "while away");
    shows_message(&browser, "while away");
    shows(&browser, "#live-state", "open");
    assert_eq!(browser.run(SEQS), json!(["1", "2", "3", "4"]));
    logged(&browser, &["ERR_INCOMPLETE_CHUNKED_ENCODING"]);
}

#[test]
fn the_live_panel_starts_over_where_its_messages_are_gone() {
    let chat = start_chat();
    let proxy = Proxy::to(&chat.address);
    let browser = Browser::at(&format!("http://{}/", proxy.address));
    shows_message(&browser, "Say something.");
    post(&chat, "lobby", "before the restart");
    shows_message(&browser, "before the restart");
    let restarted = start_chat();
    proxy.lead_to(&restarted.address);
    proxy.cut();
    shows(&browser, "#live-last-id", "3");
    shows(&browser, "#live-state", "open");
    let seqs = json!(["1", "2", "3", "4", null, "1", "2", "3"]);
    assert_eq!(browser.run(SEQS), seqs);
    shows(
        &browser,
        "#live-messages li:nth-child(5)",
        "11 OUT_OF_RANGE: room \"lobby\" has no message 4, its last is 3: follow it from the start",
    );
}

#[test]
fn the_talk_panel_sends_ends_and_closes() {
    let chat = start_chat();
    let browser = at_page(&chat);
    browser.click("#talk-connect");
    shows(&browser, "#talk-state", "open");
    browser.type_into("#talk-text", "over the socket");
    browser.click("#talk-send");
    shows_message(&browser, "over the socket");
    browser.click("#talk-end");
    shows(&browser, "#talk-state", "closed: 1000");
    let directions = "return [...document.querySelectorAll('#talk-messages .direction')].map((item) => item.textContent)";
    assert_eq!(browser.run(directions), json!(["out", "in", "out"]));
    browser.click("#talk-connect");
    shows(&browser, "#talk-state", "open");
    browser.click("#talk-close");
    shows(&browser, "#talk-state", "closed: 1000");
    logged(&browser, &[]);
}

#[test]
fn the_history_panel_reads_and_cancels() {
    let chat = start_chat();
    let browser = at_page(&chat);
    browser.click("#history-load");
    shows(&browser, "#history-state", "ended");
    shows(&browser, "#history-count", "3");
    shows(
        &browser,
        "#history-messages li:last-child .text",
        "Say something.",
    );
    logged(&browser, &[]);
}

#[test]
fn rooms_are_created_entered_and_deleted() {
    let chat = start_chat();
    let browser = at_page(&chat);
    create_room(&chat, "elsewhere");
    browser.click("#rooms-refresh");
    shows(&browser, "#rooms a[href='#elsewhere'] .name", "elsewhere");
    browser.type_into("#room-name", "rust & ücu/s");
    browser.type_into("#room-topic", "ownership");
    browser.click("#room-create");
    shows(&browser, "#room-title", "#rust & ücu/s");
    shows(&browser, "#room-about", "ownership");
    shows(&browser, "#live-state", "open");
    say(&browser, "in the new room");
    shows(&browser, "#rooms [aria-current] .count", "1");
    browser.type_into("#room-name", "lobby");
    browser.click("#room-create");
    shows(
        &browser,
        "#room-create-state",
        "6 ALREADY_EXISTS: room \"lobby\" exists already",
    );
    browser.click("#room-delete");
    shows(
        &browser,
        "#live-state",
        "failed: 5 NOT_FOUND: room \"rust & ücu/s\" was deleted",
    );
    browser.run("await shown(() => !document.querySelector('#rooms [aria-current]'))");
    browser.click("#talk-connect");
    shows(&browser, "#talk-state", "open");
    browser.type_into("#talk-text", "anybody here?");
    browser.click("#talk-send");
    shows(
        &browser,
        "#talk-state",
        "closed: 4005 NOT_FOUND no room \"rust & ücu/s\"",
    );
    // In one step, as the list may be replaced once more.
    browser.run("document.querySelector('#rooms a[href=\"#lobby\"]').click()");
    shows_message(&browser, "Say something.");
    logged(&browser, &["409 (Conflict)"]);
}

#[test]
fn two_tabs_see_what_the_other_says() {
    let chat = start_chat();
    let browser = at_page(&chat);
    let one = browser.tab();
    let other = browser.new_tab();
    browser.switch_to(&other);
    browser.open(&format!("http://{}/", chat.address));
    say(&browser, "from the other tab");
    browser.switch_to(&one);
    shows_message(&browser, "from the other tab");
    say(&browser, "from this tab");
    browser.switch_to(&other);
    shows_message(&browser, "from this tab");
    logged(&browser, &[]);
}
