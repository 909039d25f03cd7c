//! A running example, and a client of it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

pub(crate) struct Running {
    process: Child,
    /// The example writes more than the first line.
    _output: BufReader<ChildStdout>,
    pub(crate) address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Running {
    /// Starts the program of this path, which prints a URL first.
    pub(crate) fn start(program: &str, arguments: &[&str]) -> Self {
        let listen = ["--listen", "127.0.0.1:0"];
        Self::of(Command::new(program).args(listen).args(arguments))
    }

    pub(crate) fn of(command: &mut Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("its first line");
        let (_, url) = line.split_once("http://").expect("a URL");
        let (address, _) = url.split_once('/').expect("an address");
        Self {
            process,
            _output: output,
            address: address.to_owned(),
        }
    }

    /// Sends the program this signal, and waits for its end.
    pub(crate) fn end_by(&mut self, signal: &str) -> ExitStatus {
        let id = self.process.id().to_string();
        let kill = Command::new("kill").args([signal, &id]).status();
        assert!(
            kill.is_ok_and(|status| status.success()),
            "kill {signal} {id}"
        );
        self.process.wait().expect("its status")
    }

    /// The answer to a request whose `host` is left out.
    pub(crate) fn ask(&self, head: &str, body: &str) -> String {
        let answer = self.ask_bytes(head, body.as_bytes());
        String::from_utf8(answer).expect("text")
    }

    pub(crate) fn ask_bytes(&self, head: &str, body: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).expect("a timeout");
        let (first, rest) = head.split_once('\n').unwrap_or((head, ""));
        let mut request = format!(
            "{first} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for line in rest.lines() {
            request += &format!("{line}\r\n");
        }
        request += &format!("content-length: {}\r\n\r\n", body.len());
        stream
            .write_all(&[request.as_bytes(), body].concat())
            .expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        answer
    }
}
