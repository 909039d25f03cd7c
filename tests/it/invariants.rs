//! What ARCHITECTURE.md and README.md say of the code, held against it.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Rust files below a folder, or the file itself, with their text.
fn sources(place: &str) -> Vec<(String, String)> {
    let path = root().join(place);
    if path.is_file() {
        return vec![(
            place.to_owned(),
            fs::read_to_string(path).expect("a text file"),
        )];
    }
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{place}: {error}"));
    let names = entries.map(|entry| {
        entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a name")
    });
    let mut found: Vec<_> = names
        .filter(|name| name.ends_with(".rs") || root().join(place).join(name).is_dir())
        .flat_map(|name| sources(&format!("{place}/{name}")))
        .collect();
    found.sort();
    found
}

fn assert_never_named(places: &[&str], forbidden: &[&str]) {
    for (file, text) in places.iter().flat_map(|place| sources(place)) {
        for name in forbidden {
            assert!(!text.contains(name), "{file} names {name}");
        }
    }
}

#[test]
fn the_pure_stages_know_no_server() {
    let pure = [
        "bind",
        "call/metadata.rs",
        "error",
        "json",
        "memory",
        "negotiate",
        "route",
        "schema",
    ];
    let places = pure.map(|place| format!("gateway/src/{place}"));
    assert_never_named(
        &places.each_ref().map(String::as_str),
        &["axum", "tokio::", "std::io", "std::net"],
    );
}

#[test]
fn the_forms_know_no_messages() {
    for form in [
        "write/sse.rs",
        "write/ndjson.rs",
        "write/array.rs",
        "session/raw.rs",
        "session/envelope.rs",
    ] {
        assert_never_named(
            &[&format!("gateway/src/{form}")],
            &["json::Message;", "prost::"],
        );
    }
}

#[test]
fn files_stay_small() {
    for (file, text) in [
        "gateway/src",
        "gateway-macros/src",
        "gateway-build/src",
        "examples/src",
    ]
    .iter()
    .flat_map(|place| sources(place))
    {
        let name = file.rsplit('/').next().expect("a name");
        let lines = text.lines().count();
        assert!(
            lines <= 600 || name == "generated.rs",
            "{file} has {lines} lines"
        );
        assert!(
            ![
                "util.rs",
                "utils.rs",
                "helper.rs",
                "helpers.rs",
                "common.rs"
            ]
            .contains(&name),
            "{file}"
        );
    }
}
