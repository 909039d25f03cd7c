//! What the README shows to someone who starts: it is the `hello` example, it runs elsewhere, and the mistakes that
//! come first are answered.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::Command;

use crate::project::{Project, checkout, program, shown};
use crate::running::Running;

#[test]
fn shows_the_example_as_it_is() {
    for file in ["proto/hello.proto", "src/main.rs", "src/index.html"] {
        let example = checkout().join("examples/hello").join(file);
        let example = fs::read_to_string(example).expect("the file of the example");
        let shown = shown(file);
        assert!(
            shown == example,
            "the README shows another {file}:\n{shown}"
        );
    }
}

#[test]
fn what_it_shows_runs_in_a_folder_of_its_own() {
    let project = Project::of_the_readme("hello");
    let output = project.build();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(errors.is_empty(), "{errors}");

    let running = Running::of(Command::new(program()).arg("127.0.0.1:0"));
    let page = running.ask("GET /", "");
    assert!(page.contains("EventSource"), "{page}");
    let greeting = running.ask("GET /v1/greetings/ada", "");
    assert!(
        greeting.ends_with(r#"{"count":"1","text":"Hello, ada!"}"#),
        "{greeting}"
    );
    assert_eq!(
        first_event(&running, "GET /v1/greetings/ada:watch HTTP/1.1"),
        ["id: 1", r#"data: {"count":"1","text":"Hello, ada!"}"#]
    );

    let taken = Command::new(program()).arg(&running.address).output();
    let taken = taken.expect("the program starts").stderr;
    let taken = String::from_utf8(taken).expect("text");
    assert!(
        taken.contains("try `cargo run -- 127.0.0.1:3001`"),
        "{taken}"
    );
}

#[test]
fn a_program_without_build_rs_is_told_what_it_contains() {
    let project = Project::of_the_readme("without-build-rs");
    project.remove("build.rs");
    let mistake = project.mistake();
    for part in [
        "error: this crate has no `build.rs`, which compiles .proto files\n",
        "gateway_build::compile_protos(&[\"proto/hello.proto\"])",
        " |     gateway::include_proto!(\"hello.v1\");",
    ] {
        assert!(mistake.contains(part), "{part}\n---\n{mistake}");
    }
}

#[test]
fn a_wrong_package_is_answered_by_those_that_there_are() {
    let project = Project::of_the_readme("wrong-package");
    let program = shown("src/main.rs");
    for (package, help) in [
        ("hello", "help: did you mean `hello.v1`?"),
        ("chat.v2", "help: there is `hello.v1`"),
    ] {
        let wrong = format!("include_proto!(\"{package}\")");
        project.write(
            "src/main.rs",
            &program.replace("include_proto!(\"hello.v1\")", &wrong),
        );
        let mistake = project.mistake();
        let error = format!("error: `build.rs` has not compiled a package `{package}`\n");
        assert!(
            mistake.contains(&error) && mistake.contains(help),
            "{mistake}"
        );
    }
}

/// The lines of the first event that this request is answered with.
fn first_event(running: &Running, request: &str) -> Vec<String> {
    let mut stream = TcpStream::connect(&running.address).expect("a connection");
    let host = &running.address;
    let head = format!("{request}\r\nhost: {host}\r\naccept: text/event-stream\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the server reads");
    let lines = BufReader::new(stream).lines();
    let lines = lines.map(|line| line.expect("a line"));
    lines
        .skip_while(|line| !line.starts_with("id:"))
        .take_while(|line| !line.trim().is_empty())
        .collect()
}
