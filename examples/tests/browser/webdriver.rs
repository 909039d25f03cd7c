//! The WebDriver protocol: JSON over HTTP to a `chromedriver` process.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

const INSTALL: &str = "the browser tests need Chromium and its driver: `apt-get install chromium chromium-driver`, \
    or any `chromedriver` in the PATH with the Chrome that it belongs to";

/// Longer than any command takes.
const PATIENCE: Duration = Duration::from_secs(40);

const START_ATTEMPTS: u32 = 5;

/// A `chromedriver` of its own, killed when dropped.
pub(crate) struct WebDriver {
    process: Child,
    /// Held open, as the driver writes more than its port.
    output: BufReader<ChildStdout>,
    address: String,
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl WebDriver {
    /// The port that the driver picks for IPv4 may be taken on IPv6, and then it ends; the next one picks another.
    pub(crate) fn start() -> Self {
        let started = (0..START_ATTEMPTS).find_map(|_| Self::try_start());
        started.unwrap_or_else(|| panic!("chromedriver does not start\n{INSTALL}"))
    }

    fn try_start() -> Option<Self> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver: {error}\n{INSTALL}"));
        let mut driver = Self {
            output: BufReader::new(process.stdout.take().expect("its output")),
            process,
            address: String::new(),
        };
        let port = port(&mut driver.output)?;
        driver.address = format!("127.0.0.1:{port}");
        Some(driver)
    }

    /// The path of a new session.
    pub(crate) fn new_session(&self, capabilities: &Value) -> String {
        let answer = self
            .command("POST", "/session", capabilities)
            .unwrap_or_else(|error| panic!("{error}\n{INSTALL}"));
        let id = answer["sessionId"].as_str().expect("an id");
        format!("/session/{id}")
    }

    /// The value that answers a command, or what the driver says of its failure.
    pub(crate) fn command(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = match method {
            "POST" => body.to_string(),
            _ => String::new(),
        };
        let answer = self.exchange(method, path, &body);
        let mut answer = answer.map_err(|error| format!("chromedriver: {error}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            None => Ok(value),
            Some(error) => Err(format!(
                "{error}: {}",
                value["message"].as_str().unwrap_or_default()
            )),
        }
    }

    /// The driver keeps its connections open, so that an answer ends by its length.
    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<Value> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len(),
        )?;
        let mut answer = BufReader::new(stream);
        let mut line = String::new();
        let mut length = 0;
        while answer.read_line(&mut line)? > 2 {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        Ok(serde_json::from_reader(answer.take(length))?)
    }
}

fn port(output: &mut impl BufRead) -> Option<String> {
    output.lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        Some(port.trim_end_matches('.').to_owned())
    })
}
