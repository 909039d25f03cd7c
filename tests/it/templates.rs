//! Templates from their text to the values of their variables.

mod any;

use gateway::Gateway;
use tests::bound::Bound;
use tests::server::Server;

/// Templates that are served together, and paths with the template and the values that they reach.
type Table = (
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const TABLES: &[Table] = &[
    // What follows `**` counts from the end of the path.
    (
        &[
            "/v1/{string=projects/*/databases/*/documents/*/**}/{renamed}",
            "/v1/{string=docs/**}/{renamed}",
            "/v1/{string=docs/**}/{renamed}/{maybe=x/*}",
            "/v1/docs/special/{renamed}",
            "/v1/{string=docs/**}:list",
            "/v1/{string=docs/*/**}:list",
        ],
        &[
            ("/v1/projects/p/databases/d/documents/c", "404"),
            (
                "/v1/projects/p/databases/d/documents/c/i",
                r#"/v1/{string=projects/*/databases/*/documents/*/**}/{renamed} {"anotherName":"i","string":"projects/p/databases/d/documents/c"}"#,
            ),
            (
                "/v1/projects/p/databases/d/documents/c/x/y%2Fz//i%2Fj",
                r#"/v1/{string=projects/*/databases/*/documents/*/**}/{renamed} {"anotherName":"i/j","string":"projects/p/databases/d/documents/c/x/y%2Fz/"}"#,
            ),
            ("/v1/docs", "404"),
            ("/v1/docs/", "404"),
            (
                "/v1/docs/a",
                r#"/v1/{string=docs/**}/{renamed} {"anotherName":"a","string":"docs"}"#,
            ),
            (
                "/v1/docs//a",
                r#"/v1/{string=docs/**}/{renamed} {"anotherName":"a","string":"docs/"}"#,
            ),
            ("/v1/docs/a/", "404"),
            (
                "/v1/docs/a/b/x/c",
                r#"/v1/{string=docs/**}/{renamed}/{maybe=x/*} {"anotherName":"b","maybe":"x/c","string":"docs/a"}"#,
            ),
            (
                "/v1/docs/special/a",
                r#"/v1/docs/special/{renamed} {"anotherName":"a"}"#,
            ),
            (
                "/v1/docs/special/a/b",
                r#"/v1/{string=docs/**}/{renamed} {"anotherName":"b","string":"docs/special/a"}"#,
            ),
            (
                "/v1/docs:list",
                r#"/v1/{string=docs/**}:list {"string":"docs"}"#,
            ),
            (
                "/v1/docs/:list",
                r#"/v1/{string=docs/**}:list {"string":"docs/"}"#,
            ),
            (
                "/v1/docs/a:list",
                r#"/v1/{string=docs/*/**}:list {"string":"docs/a"}"#,
            ),
            (
                "/v1/docs/a/b:list",
                r#"/v1/{string=docs/*/**}:list {"string":"docs/a/b"}"#,
            ),
        ],
    ),
    // What axum takes for something else is mounted wider.
    (
        &["/{string=**}:close"],
        &[
            ("/:close", r#"/{string=**}:close {}"#),
            ("/a/b:close", r#"/{string=**}:close {"string":"a/b"}"#),
            ("/a/b", "404"),
        ],
    ),
    (
        &[
            "/%3Aroom/messages",
            "/a/%2Aroom",
            "/a/%7Broom%7D",
            "/%3Aroom:x",
        ],
        &[
            ("/:room/messages", r#"/%3Aroom/messages {}"#),
            ("/%3Aroom/messages", r#"/%3Aroom/messages {}"#),
            ("/%3aroom/messages", r#"/%3Aroom/messages {}"#),
            ("/room/messages", "404"),
            ("/a/*room", r#"/a/%2Aroom {}"#),
            ("/a/%2aroom", r#"/a/%2Aroom {}"#),
            ("/a/%7broom%7D", r#"/a/%7Broom%7D {}"#),
            ("/a/{room}", r#"/a/%7Broom%7D {}"#),
            ("/a/room", "404"),
            ("/:room:x", r#"/%3Aroom:x {}"#),
        ],
    ),
    // What clients escape, and what they leave as it is, is the same text.
    (
        &[
            "/a:verb%2Fname",
            "/x:%2c",
            "/a%20b/{string}",
            "/räume/@me",
            "/a%2Fb",
            "/a/b",
            "/c%252Fd",
            "/{string}:x:y",
            "/{string}:y",
        ],
        &[
            ("/a:verb%2Fname", r#"/a:verb%2Fname {}"#),
            ("/a:verb%2fname", r#"/a:verb%2Fname {}"#),
            ("/a:verb/name", "404"),
            ("/x:%2c", r#"/x:%2c {}"#),
            ("/x:%2C", r#"/x:%2c {}"#),
            ("/x:,", r#"/x:%2c {}"#),
            ("/x%3A%2c", "404"),
            ("/a%20b/c", r#"/a%20b/{string} {"string":"c"}"#),
            ("/r%C3%A4ume/@me", r#"/räume/@me {}"#),
            ("/r%c3%a4ume/%40me", r#"/räume/@me {}"#),
            ("/a%2Fb", r#"/a%2Fb {}"#),
            ("/a%2fb", r#"/a%2Fb {}"#),
            ("/a/b", r#"/a/b {}"#),
            ("/c%252Fd", r#"/c%252Fd {}"#),
            ("/c%2Fd", "404"),
            ("/u:x:y", r#"/{string}:x:y {"string":"u"}"#),
            ("/u:%78%3Ay", r#"/{string}:x:y {"string":"u"}"#),
            ("/u:v:x:y", r#"/{string}:x:y {"string":"u:v"}"#),
            ("/u:z:y", r#"/{string}:y {"string":"u:z"}"#),
            ("/u:x", "404"),
        ],
    ),
];

#[tokio::test]
async fn paths_reach_their_templates() {
    for (templates, requests) in TABLES {
        let bind = |bound: Bound, template: &&str| bound.get(template).expect("a template");
        let bound = templates.iter().fold(Bound::default(), bind);
        let router = Gateway::new().service(bound).build();
        let server = Server::start(router.expect("one service")).await;
        for (path, expected) in *requests {
            assert_eq!(reached(&server, path).await, *expected, "{path}");
        }
    }
}

/// The template and the values, or the status of an error.
async fn reached(server: &Server, path: &str) -> String {
    let answer = server.exchange(&format!("GET {path}")).await;
    let (head, body) = answer.split_once("\n\n").expect("a head");
    let Some(mut message) = head.starts_with("HTTP/1.1 200 ").then(|| any::json(body)) else {
        return head.split(' ').nth(1).expect("a status").to_owned();
    };
    let template = any::take_template(&mut message);
    format!("{template} {message}")
}
