//! Counts the instructions that a message takes, which are the same on a busy machine.
//!
//! `cargo run --release` prints a table of all rows, `cargo run --release -- doubles` of one.

use std::env;
use std::process::Command;

use benches::{Engine, Row};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [direction, row, engine, times] => repeat(direction, row, engine, times),
        filter => table(filter.first().unwrap_or(&"")),
    }
}

fn table(filter: &str) {
    print!("{:16}", "");
    for engine in Engine::ALL {
        print!(" {:>13}", engine.to_string());
    }
    println!();
    for direction in ["write", "read"] {
        for row in Row::ALL
            .iter()
            .filter(|row| row.to_string().contains(filter))
        {
            print!("{direction:5} {:10}", row.to_string());
            for engine in Engine::ALL {
                print!(" {:>13}", instructions(direction, *row, engine));
            }
            println!();
        }
    }
}

/// The instructions of one time, less what comes before the first.
fn instructions(direction: &str, row: Row, engine: Engine) -> u64 {
    let count = |times| counted(direction, row, engine, times);
    (count(6) - count(1)) / 5
}

/// The instructions of this program when it does nothing but this.
fn counted(direction: &str, row: Row, engine: Engine, times: u32) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().expect("the path of this program"))
        .args([
            direction,
            &row.to_string(),
            &engine.to_string(),
            &times.to_string(),
        ])
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let count = log.lines().find_map(|line| line.split_once("Collected : "));
    count.expect("a count").1.trim().parse().expect("a number")
}

fn repeat(direction: &str, row: &str, engine: &str, times: &str) {
    let mut rows = Row::ALL.iter();
    let row = rows.find(|known| known.to_string() == row).expect("a row");
    let mut engines = Engine::ALL.into_iter();
    let engine = engines
        .find(|known| known.to_string() == engine)
        .expect("a library");
    let mut subject = row.subject(engine);
    let json = subject.write().to_vec();
    for _ in 0..times.parse().expect("a number of times") {
        match direction {
            "write" => {
                subject.write();
            }
            _ => subject.read(&json),
        }
    }
}
