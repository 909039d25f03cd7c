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
        "/**/a/*",
        "only literals can follow `**`\n\"/**/a/*\"\n       ^ write `*` for one segment instead of `**`",
    );
    refuses(
        "/{a=**}/{b}",
        "only literals can follow `**`\n\"/{a=**}/{b}\"\n         ^^^ write `*` for one segment instead of `**`",
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
        "`a.` is not the name of a field\n\"/{a.}\"\n   ^^ write a field of the request, such as `{room}` or `{room.name}`",
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

#[test]
fn other_frameworks() {
    refuses(
        "/rooms/:room",
        "a variable stands in braces\n\"/rooms/:room\"\n        ^^^^^ write `{room}`",
    );
    refuses(
        "/rooms/<room>",
        "a variable stands in braces\n\"/rooms/<room>\"\n        ^ write `{room}`",
    );
    refuses(
        "/{*rest}",
        "a variable starts with a field's name\n\"/{*rest}\"\n   ^^^^^ write `{rest=**}` to capture the rest of the path",
    );
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
        "this is no percent-encoded text\n\"/a%2\"\n  ^^^ write `%` as `%25`",
    );
    refuses(
        "/%00",
        "this is no percent-encoded text\n\"/%00\"\n  ^^^ write `%` as `%25`",
    );
    refuses(
        "/%FF",
        "this is no percent-encoded text\n\"/%FF\"\n  ^^^ write `%` as `%25`",
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
