//! A headless Chromium, and scripts that run in its pages.

use std::thread;

use serde_json::{Value, json};

use crate::webdriver::WebDriver;

/// What scripts may use beside the browser's own.
const PRELUDE: &str = include_str!("prelude.js");

/// Longer than anything takes; a script that waits in vain fails after it.
const PATIENCE_MS: u32 = 20_000;

pub(crate) struct Browser {
    driver: WebDriver,
    session: String,
}

/// Tells the console of a test that fails. The browser outlives a driver that is killed before its session ends.
impl Drop for Browser {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!(
                "the browser's console:\n{}",
                self.console().unwrap_or_else(|error| error)
            );
        }
        let _ = self.driver.command("DELETE", &self.session, &Value::Null);
    }
}

impl Browser {
    pub(crate) fn start() -> Self {
        let driver = WebDriver::start();
        let session = driver.new_session(&capabilities());
        Self { driver, session }
    }

    /// A browser that shows this page.
    pub(crate) fn at(url: &str) -> Self {
        let browser = Self::start();
        browser.open(url);
        browser
    }

    pub(crate) fn open(&self, url: &str) {
        self.command("/url", &json!({ "url": url }));
        self.run(PRELUDE);
    }

    /// The value of an async function with this body. Its globals stay until the next `open`.
    #[track_caller]
    pub(crate) fn run(&self, body: &str) -> Value {
        let script = format!("return (async () => {{ {body} }})()");
        self.command("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Clicks as a user does: into the middle of what is there, once it can be seen.
    #[track_caller]
    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.command(&format!("/element/{element}/click"), &json!({}));
    }

    #[track_caller]
    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.command(
            &format!("/element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    #[track_caller]
    fn element(&self, selector: &str) -> String {
        let found = self.command(
            "/element",
            &json!({ "using": "css selector", "value": selector }),
        );
        let id = found.as_object().and_then(|found| found.values().next());
        id.and_then(Value::as_str).expect("an element").to_owned()
    }

    /// The tab in front.
    pub(crate) fn tab(&self) -> Value {
        self.driver
            .command("GET", &format!("{}/window", self.session), &Value::Null)
            .expect("a tab")
    }

    pub(crate) fn new_tab(&self) -> Value {
        self.command("/window/new", &json!({ "type": "tab" }))["handle"].take()
    }

    pub(crate) fn switch_to(&self, tab: &Value) {
        self.command("/window", &json!({ "handle": tab }));
    }

    /// What the pages and the network have logged since the last time.
    pub(crate) fn console(&self) -> Result<String, String> {
        let path = format!("{}/se/log", self.session);
        let entries = self
            .driver
            .command("POST", &path, &json!({ "type": "browser" }))?;
        let entries = entries.as_array().into_iter().flatten();
        Ok(entries
            .map(|entry| format!("{}: {}\n", entry["level"], entry["message"]))
            .collect())
    }

    #[track_caller]
    fn command(&self, path: &str, body: &Value) -> Value {
        match self
            .driver
            .command("POST", &format!("{}{path}", self.session), body)
        {
            Ok(value) => value,
            Err(error) => panic!("{error}\n{body:#}"),
        }
    }
}

fn capabilities() -> Value {
    json!({ "capabilities": { "alwaysMatch": {
        "goog:chromeOptions": { "args": [
            "--headless=new",
            // Chromium refuses to sandbox the pages of root, whom CI runs as.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ] },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": PATIENCE_MS, "pageLoad": PATIENCE_MS },
    } } })
}
