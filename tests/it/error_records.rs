//! Records of errors that a function of the user's has left as no JSON value.

use gateway::Chunked;
use tests::server::Server;

const M1: &str = r#"{"seq":"1","text":"m1","room":"a"}"#;

const DEFAULT: &str = r#"{"error":{"code":9,"message":"not \"now\"","details":[]}}"#;

#[tokio::test]
async fn are_the_default_again() {
    for (left, expected) in [
        ("", DEFAULT),
        (" \n", DEFAULT),
        ("oops", DEFAULT),
        ("{},{}", DEFAULT),
        ("\"a\nb\"", "\"a b\""),
        ("null", "null"),
    ] {
        let chunked = Chunked::default().on_error(|_, record| left.clone_into(record));
        let (server, _calls) = Server::scripted_with(|gateway| gateway.chunked(chunked)).await;
        for (accept, body) in [
            ("application/x-ndjson", format!("{M1}\n{expected}\n")),
            ("application/json", format!("[{M1},{expected}]")),
        ] {
            let request = format!("GET /v1/plain/a\naccept: {accept}\nx-script: me");
            let answer = server.exchange(&request).await;
            assert!(
                answer.ends_with(&format!("\n\n{body}")),
                "{left:?}: {answer}"
            );
        }
    }
}
