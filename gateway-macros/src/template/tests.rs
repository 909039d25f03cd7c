use super::*;

/// `/v1/rooms/*:verb` and the variables as `field=start..end`.
#[track_caller]
fn reads(text: &str, shape: &str, variables: &[&str]) {
    let template = Template::parse(text).unwrap_or_else(|wrong| panic!("{}", wrong.draw(text)));
    assert_eq!(template.shape(), shape);
    let found: Vec<_> = template
        .variables
        .iter()
        .map(|variable| format!("{}={:?}", variable.field, variable.segments))
        .collect();
    assert_eq!(found, variables);
}

#[track_caller]
fn refuses(text: &str, drawing: &str) {
    match Template::parse(text) {
        Ok(template) => panic!("{text} was read as {template:?}"),
        Err(wrong) => assert_eq!(wrong.draw(text), drawing),
    }
}

#[test]
fn literals() {
    reads("/", "/", &[]);
    reads("/v1", "/v1", &[]);
    reads("/v1/rooms", "/v1/rooms", &[]);
    reads("/v1/-._~!$&'()+,;=@", "/v1/-._~!$&'()+,;=@", &[]);
    reads("/räume", "/räume", &[]);
    reads("/a%20b/%C3%A4", "/a b/ä", &[]);
}

#[test]
fn stars() {
    reads("/v1/*/x", "/v1/*/x", &[]);
    reads("/**", "/**", &[]);
    reads("/v1/**/raw", "/v1/**/raw", &[]);
    reads("/**/a/*", "/**/a/*", &[]);
    reads(
        "/{a=**}/{b}/{c=x/*}",
        "/**/*/x/*",
        &["a=0..1", "b=1..2", "c=2..4"],
    );
    reads(
        "/{parent=docs/*/**}/{id}:list",
        "/docs/*/**/*:list",
        &["parent=0..3", "id=3..4"],
    );
}

#[test]
fn variables() {
    reads("/v1/rooms/{room}", "/v1/rooms/*", &["room=2..3"]);
    reads("/{a}/x/{b.c_d.e1}", "/*/x/*", &["a=0..1", "b.c_d.e1=2..3"]);
    reads("/v1/{name=rooms/*}", "/v1/rooms/*", &["name=1..3"]);
    reads(
        "/v1/{name=rooms/*/messages/*}/x",
        "/v1/rooms/*/messages/*/x",
        &["name=1..5"],
    );
    reads("/v1/{path=**}", "/v1/**", &["path=1..2"]);
    reads(
        "/v1/{path=files/**/raw}/x",
        "/v1/files/**/raw/x",
        &["path=1..4"],
    );
    reads("/{a=b}", "/b", &["a=0..1"]);
}

#[test]
fn verbs() {
    reads("/v1/rooms:watch", "/v1/rooms:watch", &[]);
    reads("/v1/{room}:watch", "/v1/*:watch", &["room=1..2"]);
    reads(
        "/v1/{name=rooms/*}:watch",
        "/v1/rooms/*:watch",
        &["name=1..3"],
    );
    reads("/v1/**:watch", "/v1/**:watch", &[]);
    reads("/v1/a:b:c", "/v1/a:b:c", &[]);
    assert_eq!(
        Template::parse("/v1/a:b:c").map(|it| it.verb),
        Ok(Some("c".to_owned()))
    );
    assert_eq!(Template::parse("/v1/a:b/c").map(|it| it.verb), Ok(None));
    for (text, verb) in [
        ("/v1/{a}:b:c", "b:c"),
        ("/v1/{a=**}:b:c", "b:c"),
        ("/v1/*:b:c", "b:c"),
        ("/v1/**::", ":"),
        ("/v1/{a=x:y/z}/a%3Ab:c%2Fd", "c/d"),
    ] {
        let read = Template::parse(text).map(|it| it.verb);
        assert_eq!(read, Ok(Some(verb.to_owned())), "{text}");
    }
}

#[test]
fn columns_count_characters() {
    let template = Template::parse("/ä/{room}").expect("a path");
    assert_eq!(
        template.variables.first().map(|variable| variable.column),
        Some(4)
    );
}

#[test]
fn prefixes() {
    let prefix = Template::parse("/api/v2").expect("a prefix");
    let below = |text| Template::parse(text).expect("a path").below(&prefix);
    assert_eq!(below("/").shape(), "/api/v2");
    let rooms = below("/rooms/{room}:watch");
    assert_eq!(rooms.shape(), "/api/v2/rooms/*:watch");
    assert_eq!(
        rooms
            .variables
            .first()
            .map(|variable| variable.segments.clone()),
        Some(3..4)
    );
}

#[test]
fn a_path_starts_with_a_slash_and_does_not_end_with_one() {
    refuses("", "a path starts with `/`\n\"\"\n ^ write \"/\"");
    refuses(
        "v1/rooms",
        "a path starts with `/`\n\"v1/rooms\"\n ^ write \"/v1/rooms\"",
    );
    refuses(
        "/v1/",
        "a path does not end with `/`\n\"/v1/\"\n    ^ write \"/v1\"",
    );
    refuses(
        "/v1//x",
        "a segment of the path is empty\n\"/v1//x\"\n    ^ write its text, or `*` for any",
    );
}

#[test]
fn stars_stand_alone() {
    refuses(
        "/v1/a*",
        "`*` is a whole segment of the path\n\"/v1/a*\"\n      ^ write `*` alone, or a variable such as `{room}`",
    );
    refuses(
        "/**/a/**",
        "a path has one `**` at most\n\"/**/a/**\"\n       ^^ write `*` for one segment instead",
    );
    refuses(
        "/{a=**}/{b=x/**}",
        "a path has one `**` at most\n\"/{a=**}/{b=x/**}\"\n              ^^ write `*` for one segment instead",
    );
}

#[test]
fn braces_pair() {
    refuses(
        "/{a",
        "this brace is never closed\n\"/{a\"\n  ^ write `}` after the variable",
    );
    refuses(
        "/a}",
        "this brace was never opened\n\"/a}\"\n   ^ write a variable as `{room}`",
    );
    refuses(
        "/{a={b}}",
        "a variable cannot stand in a variable\n\"/{a={b}}\"\n     ^ write its segments, such as `*`",
    );
}

#[test]
fn variables_are_whole_segments_and_name_fields() {
    refuses(
        "/{a}x",
        "a variable is a whole segment of the path\n\"/{a}x\"\n     ^ put `/` before this, or make it a verb with `:`",
    );
    refuses(
        "/x{a}",
        "a variable is a whole segment of the path\n\"/x{a}\"\n   ^ put `/` before it",
    );
    refuses(
        "/{}",
        "a variable names a field\n\"/{}\"\n   ^ write a field of the request, such as `{room}` or `{room.name}`",
    );
    refuses(
        "/{a.}",
        "`a.` is not the name of a field\n\"/{a.}\"\n   ^^ write `{a}`",
    );
    refuses(
        "/{a}/{a}",
        "`{a}` is bound twice\n\"/{a}/{a}\"\n       ^ give each variable its own field, or write `*`",
    );
    refuses(
        "/{a=}",
        "a segment of the path is empty\n\"/{a=}\"\n    ^ write its text, or `*` for any",
    );
}

/// The syntax of another framework is refused, with help that shows what to write instead.
#[test]
fn other_frameworks() {
    for (text, drawing) in [
        ("/rooms/:room", "        ^^^^^ write `{room}`"),
        ("/:room/messages", "  ^^^^^ write `{room}`"),
        ("/a/:room:close", "    ^^^^^^^^^^^ write `{room}`"),
        ("/a/:room?", "    ^^^^^^ write `{room}`"),
        (
            "/a/:rest*",
            "    ^^^^^^ write `{rest=**}` to capture the rest of the path",
        ),
        ("/a/:1/b", "    ^^ write `%3A` for a colon that is text"),
        ("/:", "  ^ write `%3A` for a colon that is text"),
        ("/{a=:b/c}", "     ^^ write `{b}`"),
        ("/rooms/<room>", "        ^^^^^^ write `{room}`"),
        ("/<int:room>/x", "  ^^^^^^^^^^ write `{room}`"),
        ("/<int:room>", "  ^^^^^^^^^^ write `{room}`"),
        (
            "/<path:rest>",
            "  ^^^^^^^^^^^ write `{rest=**}` to capture the rest of the path",
        ),
        (
            "/<rest..>",
            "  ^^^^^^^^ write `{rest=**}` to capture the rest of the path",
        ),
        (
            "/*rest",
            "  ^^^^^ write `{rest=**}` to capture the rest of the path",
        ),
        ("/a<b", "   ^ write `{room}`"),
    ] {
        refuses(
            text,
            &format!("a variable stands in braces\n\"{text}\"\n{drawing}"),
        );
    }
    for (text, help) in [
        ("*rest", "write `{rest=**}` to capture the rest of the path"),
        (
            "**rest",
            "write `{rest=**}` to capture the rest of the path",
        ),
        (
            "rest...",
            "write `{rest=**}` to capture the rest of the path",
        ),
        (
            "rest:.*",
            "write `{rest=**}` to capture the rest of the path",
        ),
        ("room:[a-z]+", "write `{room}`"),
        ("room?", "write `{room}`"),
        (
            "a b",
            "write a field of the request, such as `{room}` or `{room.name}`",
        ),
    ] {
        let carets = "^".repeat(text.len());
        refuses(
            &format!("/{{{text}}}"),
            &format!("`{text}` is not the name of a field\n\"/{{{text}}}\"\n   {carets} {help}"),
        );
    }
}

#[test]
fn verbs_end_the_path() {
    refuses(
        "/v1/a:",
        "a verb is missing\n\"/v1/a:\"\n      ^ write it after the colon, or leave the colon out",
    );
    refuses(
        "/{a=b/c:d}",
        "a verb stands after the variable\n\"/{a=b/c:d}\"\n        ^^ move it behind the brace",
    );
}

#[test]
fn characters() {
    refuses(
        "/a?b=c",
        "a path has no query\n\"/a?b=c\"\n   ^ leave it out: fields outside the path come from the query string",
    );
    refuses(
        "/a#b",
        "a path has no fragment\n\"/a#b\"\n   ^ leave it out: browsers do not send it",
    );
    refuses("/a b", "a path has no blanks\n\"/a b\"\n   ^ write `%20`");
    refuses(
        "/a%2",
        "this is not percent-encoded text\n\"/a%2\"\n  ^^^ write `%` as `%25`",
    );
    refuses(
        "/%00",
        "this is not percent-encoded text\n\"/%00\"\n  ^^^ write `%` as `%25`",
    );
    refuses(
        "/%FF",
        "this is not percent-encoded text\n\"/%FF\"\n  ^^^ write `%` as `%25`",
    );
}

#[test]
fn every_text_is_read_or_refused() {
    let mut texts = vec!["/".to_owned()];
    for _ in 0..5 {
        let longer = texts.iter().flat_map(|text| {
            "/{}*=:.aä%"
                .chars()
                .map(move |letter| format!("{text}{letter}"))
        });
        texts = longer.collect();
        for text in &texts {
            if let Err(wrong) = Template::parse(text) {
                assert!(wrong.draw(text).contains('^'), "{text}");
            }
        }
    }
}
