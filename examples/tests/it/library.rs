//! The `library` example.

use gateway::prost_types::FieldMask;
use proto::library_client::LibraryClient;
use proto::{Book, GetCoverRequest, UpdateBookRequest};
use tonic::Code;

use crate::running::Running;
use crate::session::Step;

mod proto {
    #![allow(dead_code, missing_docs, unreachable_pub)]
    gateway::include_proto!("library.v1");
}

fn start() -> Running {
    Running::start(env!("CARGO_BIN_EXE_library"), &[])
}

const EMMA: &str = r#"{"name":"shelves/novels/books/emma","author":"Jane Austen","title":"Emma","publisher":{"name":"John Murray","city":"London"},"tags":["classic"],"publishTime":"1815-12-23T00:00:00Z","etag":"1"}"#;

#[test]
fn shelves() {
    start().session(&[
        ("GET /v1/shelves", "", 200, &["\r\n\r\n{\"shelves\":[{\"name\":\"shelves/novels\",\"theme\":\"Novels\"}]}"]),
        ("LIST /v1/shelves", "", 200, &[r#"{"shelves":[{"name":"shelves/novels""#]),
        ("MOVE /v1/shelves", "", 405, &["allow: GET, HEAD, LIST, OPTIONS, POST", r#""code":12"#]),
        (
            "POST /v1/shelves?shelf_id=poems\ncontent-type: application/json",
            r#"{"theme":"Poetry","name":"shelves/ignored"}"#,
            201,
            &["\r\n\r\n{\"name\":\"shelves/poems\",\"theme\":\"Poetry\"}"],
        ),
        ("POST /v1/shelves?shelfId=poems", "{}", 409, &[r#""code":6"#, r#"\"shelves/poems\" exists already"#]),
        ("POST /v1/shelves", "{}", 400, &[r#""code":3"#, "`shelf_id`"]),
        ("POST /v1/shelves?shelf_id=a/b", "{}", 400, &[r#""code":3"#, "`shelf_id`"]),
        ("POST /v1/shelves?shelf_id=x&shelf.theme=y", "{}", 201, &["\r\n\r\n{\"name\":\"shelves/x\"}"]),
        ("POST /v1/shelves?shelf_id=y&colour=red", "{}", 400, &[r#""code":3"#, "colour"]),
        ("POST /v1/shelves?shelf_id=y", r#"{"colour":"red"}"#, 400, &[r#""code":3"#, "colour"]),
        ("GET /v1/shelves?pageSize=2", "", 200, &[r#"shelves/novels"#, r#"shelves/poems"#, r#""nextPageToken":"shelves/x""#]),
        ("LIST /v1/shelves?page_size=2&page_token=shelves/x", "", 200, &["\r\n\r\n{\"shelves\":[{\"name\":\"shelves/x\"}]}"]),
        ("GET /v1/shelves?page_size=-1", "", 400, &["`page_size` is negative"]),
        ("GET /v1/shelves?page_size=many", "", 400, &["page_size"]),
        ("GET /v1/shelves/poems", "", 200, &["\r\n\r\n{\"name\":\"shelves/poems\",\"theme\":\"Poetry\"}"]),
        ("GET /v1/shelves/nowhere", "", 404, &["\r\n\r\n{\"code\":5,\"message\":\"there is no \\\"shelves/nowhere\\\"\",\"details\":[]}"]),
        ("GET /v1/shelves/", "", 404, &[]),
        ("DELETE /v1/shelves/x", "", 204, &[]),
        ("DELETE /v1/shelves/x", "", 404, &[r#""code":5"#]),
        ("DELETE /v1/shelves/novels", "", 400, &[r#""code":9"#, "`force`"]),
        ("DELETE /v1/shelves/novels?force=true", "", 204, &[]),
        ("GET /v1/shelves/novels/books/emma", "", 404, &[]),
    ]);
}

#[test]
fn merged_shelves() {
    start().session(&[
        (
            "POST /v1/shelves?shelf_id=old",
            r#"{"theme":"Old"}"#,
            201,
            &[],
        ),
        (
            "POST /v1/shelves/old/books?book_id=emma",
            r#"{"title":"Emma, again"}"#,
            201,
            &[],
        ),
        (
            "POST /v1/shelves/old/books?book_id=poems",
            r#"{"title":"Poems"}"#,
            201,
            &[],
        ),
        (
            "POST /v1/shelves/novels:merge",
            r#"{"otherShelf":"shelves/novels"}"#,
            400,
            &[r#""code":3"#],
        ),
        (
            "POST /v1/shelves/novels:merge",
            r#"{"otherShelf":"shelves/nowhere"}"#,
            404,
            &["shelves/nowhere"],
        ),
        (
            "POST /v1/shelves/nowhere:merge",
            r#"{"otherShelf":"shelves/old"}"#,
            404,
            &["shelves/nowhere"],
        ),
        (
            "POST /v1/shelves/novels:merge",
            r#"{"otherShelf":"shelves/old"}"#,
            409,
            &[r#"shelves/novels/books/emma"#],
        ),
        // All or nothing
        (
            "GET /v1/shelves/old/books/poems",
            "",
            200,
            &[r#""title":"Poems""#],
        ),
        ("DELETE /v1/shelves/old/books/emma", "", 204, &[]),
        (
            "POST /v1/shelves/novels:merge",
            r#"{"name":"shelves/nowhere","otherShelf":"shelves/old"}"#,
            200,
            &["\r\n\r\n{\"name\":\"shelves/novels\",\"theme\":\"Novels\"}"],
        ),
        ("GET /v1/shelves/old", "", 404, &[]),
        (
            "GET /v1/shelves/novels/books/poems",
            "",
            200,
            &[r#""name":"shelves/novels/books/poems""#],
        ),
    ]);
}

#[test]
fn books() {
    start().session(&[
        ("GET /v1/shelves/novels/books/emma", "", 200, &[EMMA]),
        (
            "POST /v1/shelves/novels/books?book_id=persuasion",
            r#"{"author":"Jane Austen","title":"Persuasion","tags":["classic","Bath"],"name":"shelves/a/books/b","etag":"9"}"#,
            201,
            &["\r\n\r\n{\"name\":\"shelves/novels/books/persuasion\",\"author\":\"Jane Austen\",\"title\":\"Persuasion\",\"tags\":[\"classic\",\"Bath\"],\"etag\":\"1\"}"],
        ),
        ("POST /v1/shelves/novels/books?book_id=emma", r#"{"title":"E"}"#, 409, &[r#""code":6"#]),
        ("POST /v1/shelves/nowhere/books?book_id=emma", r#"{"title":"E"}"#, 404, &[r#""code":5"#]),
        ("POST /v1/shelves/novels/books?book_id=x", "{}", 400, &["`title`"]),
        ("POST /v1/shelves/novels/books", r#"{"title":"E"}"#, 400, &["`book_id`"]),
        ("POST /v1/shelves/novels/books?book_id=ulysses", r#"{"author":"James Joyce","title":"Ulysses"}"#, 201, &[]),
        ("GET /v1/shelves/novels/books", "", 200, &["\r\n\r\n{\"books\":[{", "books/emma", "books/persuasion", "books/ulysses"]),
        ("GET /v1/shelves/novels/books?page_size=1", "", 200, &[r#"}],"nextPageToken":"persuasion"}"#]),
        ("GET /v1/shelves/novels/books?page_size=1&page_token=persuasion", "", 200, &[r#""Persuasion""#, r#""nextPageToken":"ulysses""#]),
        ("GET /v1/shelves/novels/books?filter=austen%20BATH", "", 200, &["{\"books\":[{\"name\":\"shelves/novels/books/persuasion\""]),
        ("GET /v1/shelves/novels/books?filter=nothing", "", 200, &["\r\n\r\n{}"]),
        ("GET /v1/shelves/novels/books?q=austen", "", 400, &["q"]),
        ("GET /v1/shelves/novels/books:search?q=joyce", "", 200, &["\r\n\r\n[{\"name\":\"shelves/novels/books/ulysses\",\"author\":\"James Joyce\",\"title\":\"Ulysses\",\"etag\":\"1\"}]"]),
        ("GET /v1/shelves/novels/books:search?q=nothing", "", 200, &["\r\n\r\n[]"]),
        ("GET /v1/shelves/novels/books:search?filter=joyce", "", 400, &["filter"]),
        ("GET /v1/shelves/nowhere/books", "", 404, &[r#""code":5"#]),
        ("DELETE /v1/shelves/novels/books/ulysses?etag=2", "", 409, &[r#""code":10"#, r#"the etag \"1\""#]),
        ("DELETE /v1/shelves/novels/books/ulysses?etag=1", "", 204, &[]),
        ("DELETE /v1/shelves/novels/books/ulysses", "", 404, &[r#""code":5"#]),
    ]);
}

#[test]
fn updates() {
    let patch = "PATCH /v1/shelves/novels/books/emma";
    let steps: &[Step] = &[
        // No mask: the fields that the JSON has, by either of their names
        (
            "",
            r#"{"read":true}"#,
            200,
            &[
                r#"{"name":"shelves/novels/books/emma","author":"Jane Austen","title":"Emma","read":true,"publisher":{"name":"John Murray","city":"London"},"tags":["classic"],"publishTime":"1815-12-23T00:00:00Z","etag":"2"}"#,
            ],
        ),
        (
            "",
            r#"{"read":false,"publisher":{"city":"Bath"}}"#,
            200,
            &[r#""title":"Emma","publisher":{"name":"John Murray","city":"Bath"},"tags""#],
        ),
        (
            "",
            r#"{"publisher":{"name":null}}"#,
            200,
            &[r#""publisher":{"city":"Bath"}"#],
        ),
        (
            "",
            r#"{"publish_time":"1816-01-01T00:00:00Z","tags":["a","b"]}"#,
            200,
            &[r#""tags":["a","b"],"publishTime":"1816-01-01T00:00:00Z""#],
        ),
        (
            "",
            r#"{"publisher":null,"tags":[],"author":null}"#,
            200,
            &[r#"{"name":"shelves/novels/books/emma","title":"Emma","publishTime":"#],
        ),
        ("", r#"{"publisher":{}}"#, 200, &[r#""publisher":{},"#]),
        ("", r#"{"title":null}"#, 400, &["`title`"]),
        (
            "",
            "{}",
            200,
            &[r#""title":"Emma","publisher":{},"publishTime":"1816-01-01T00:00:00Z","etag":"8""#],
        ),
        // The path wins, and what the library has given may be sent back.
        (
            "",
            r#"{"name":"shelves/a/books/b","etag":"8","title":"Emma."}"#,
            200,
            &[
                r#"{"name":"shelves/novels/books/emma","title":"Emma.""#,
                r#""etag":"9""#,
            ],
        ),
        (
            "",
            r#"{"etag":"8","title":"Too late"}"#,
            409,
            &[r#""code":10"#],
        ),
        // A mask: those fields, whether the JSON has them or not
        (
            "?updateMask=author,publisher.name",
            r#"{"author":"Jane","title":"no","publisher":{"name":"Murray","city":"no"}}"#,
            200,
            &[r#""author":"Jane","title":"Emma.","publisher":{"name":"Murray"}"#],
        ),
        (
            "?update_mask=publishTime",
            "{}",
            200,
            &[r#""publisher":{"name":"Murray"},"etag":"11""#],
        ),
        (
            "?update_mask=publisher.city&update_mask=read",
            r#"{"read":true}"#,
            400,
            &["update_mask"],
        ),
        (
            "?update_mask=*",
            r#"{"title":"Emma","tags":["novel"]}"#,
            200,
            &[
                r#"{"name":"shelves/novels/books/emma","title":"Emma","tags":["novel"],"etag":"12"}"#,
            ],
        ),
        // What there is not
        (
            "?update_mask=title,colour",
            r#"{"title":"X"}"#,
            400,
            &[r#""code":3"#, r#"no field \"colour\""#],
        ),
        ("?update_mask=tags.first", "{}", 400, &[r#""code":3"#]),
        ("?update_mask=publisher.street", "{}", 400, &[r#""code":3"#]),
        ("", r#"{"titel":"X"}"#, 400, &[r#""code":3"#, "titel"]),
        ("", r#"{"title":7}"#, 400, &[r#""code":3"#, "title"]),
        ("", "null", 400, &[r#""code":3"#]),
    ];
    let library = start();
    for (query, body, status, expected) in steps {
        let answer = library.ask(
            &format!("{patch}{query}\ncontent-type: application/json"),
            body,
        );
        let found = format!("{query}\n{body}\n{answer}");
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{found}"
        );
        for text in *expected {
            assert!(answer.contains(text), "no {text} in\n{found}");
        }
    }
    library.session(&[
        (
            "PATCH /v1/shelves/novels/books/none",
            r#"{"title":"X"}"#,
            404,
            &[r#""code":5"#],
        ),
        (
            "PATCH /v1/shelves/novels",
            "{}",
            405,
            &["allow: DELETE, GET, HEAD, OPTIONS"],
        ),
    ]);
}

#[test]
fn names_and_verbs() {
    start().session(&[
        ("POST /v1/shelves?shelf_id=science%20fiction", "{}", 201, &[r#""shelves/science fiction""#]),
        ("GET /v1/shelves/science%20fiction", "", 200, &[r#""shelves/science fiction""#]),
        ("POST /v1/shelves?shelf_id=gr%C3%BCn", "{}", 201, &[r#""shelves/grün""#]),
        ("GET /v1/shelves/gr%c3%bcn", "", 200, &[r#""shelves/grün""#]),
        ("GET /v1/shelves/gr%c3", "", 400, &[r#""code":3"#]),
        // A slash within an id is no slash between ids.
        ("GET /v1/shelves/novels%2Fbooks%2Femma", "", 404, &["shelves/novels%2Fbooks%2Femma"]),
        // A colon is data, unless a verb follows that is bound here.
        ("POST /v1/shelves/novels/books?book_id=isbn:978", r#"{"title":"Numbers"}"#, 201, &[r#""shelves/novels/books/isbn:978""#]),
        ("GET /v1/shelves/novels/books/isbn:978", "", 200, &[r#""title":"Numbers""#]),
        ("GET /v1/shelves/novels/books/isbn%3A978", "", 200, &[r#""title":"Numbers""#]),
        ("PATCH /v1/shelves/novels/books/isbn:978", r#"{"read":true}"#, 200, &[r#""read":true"#]),
        ("POST /v1/shelves/novels/books/isbn:978", "{}", 405, &["allow: DELETE, GET, HEAD, OPTIONS, PATCH"]),
        (
            "POST /v1/shelves/novels/books/isbn:978:move",
            r#"{"otherShelf":"shelves/grün"}"#,
            200,
            &["\r\n\r\n{\"name\":\"shelves/grün/books/isbn:978\",\"title\":\"Numbers\",\"read\":true,\"etag\":\"3\"}"],
        ),
        ("POST /v1/shelves/novels/books/isbn:978:move", r#"{"otherShelf":"shelves/grün"}"#, 404, &["isbn:978"]),
        ("POST /v1/shelves/gr%C3%BCn/books/isbn:978:move", r#"{"otherShelf":"shelves/nowhere"}"#, 404, &["shelves/nowhere"]),
        ("POST /v1/shelves/gr%C3%BCn/books/isbn:978:move", r#"{"otherShelf":"shelves/grün"}"#, 409, &[r#""code":6"#]),
        ("GET /v1/shelves/gr%C3%BCn/books/isbn:978", "", 200, &[r#""etag":"3""#]),
        ("HEAD /v1/shelves/novels", "", 200, &[]),
        ("OPTIONS /v1/shelves", "", 204, &["allow: GET, HEAD, LIST, OPTIONS, POST"]),
        ("GET /v2/shelves", "", 404, &[]),
    ]);
}

#[test]
fn covers() {
    let library = start();
    let all_bytes: Vec<u8> = (0..=255).collect();
    let cover = "/v1/shelves/novels/books/emma/cover";
    library.session(&[
        (
            "GET /v1/shelves/novels/books/emma/cover",
            "",
            404,
            &["shelves/novels/books/emma/cover"],
        ),
        (
            "PUT /v1/shelves/novels/books/none/cover\ncontent-type: image/png",
            "",
            404,
            &[r#""code":5"#],
        ),
    ]);

    let answer = library.ask_bytes(&format!("PUT {cover}\ncontent-type: image/png"), &all_bytes);
    assert!(
        answer.starts_with(b"HTTP/1.1 204 "),
        "{}",
        answer.escape_ascii()
    );
    let answer = library.ask_bytes(&format!("GET {cover}\naccept: text/html"), b"");
    assert!(
        answer.starts_with(b"HTTP/1.1 200 "),
        "{}",
        answer.escape_ascii()
    );
    assert!(answer.ends_with(&[b"\r\n\r\n", &all_bytes[..]].concat()));
    let head = String::from_utf8_lossy(&answer);
    assert!(head.contains("content-type: image/png\r\n"), "{head}");

    library.session(&[
        // A cover of no known type is no JSON, either.
        ("PUT /v1/shelves/novels/books/emma/cover", "{}", 204, &[]),
        (
            "GET /v1/shelves/novels/books/emma/cover",
            "",
            200,
            &["content-type: application/octet-stream", "\r\n\r\n{}"],
        ),
        (
            "PUT /v1/shelves/novels/books/emma/cover\ncontent-type: application/json",
            r#"{"broken"#,
            204,
            &[],
        ),
        (
            "GET /v1/shelves/novels/books/emma/cover",
            "",
            200,
            &["content-type: application/json", "\r\n\r\n{\"broken"],
        ),
        ("POST /v1/shelves?shelf_id=x", "{}", 201, &[]),
        (
            "POST /v1/shelves/novels/books/emma:move",
            r#"{"otherShelf":"shelves/x"}"#,
            200,
            &[],
        ),
        (
            "GET /v1/shelves/x/books/emma/cover",
            "",
            200,
            &["{\"broken"],
        ),
    ]);
}

#[tokio::test]
async fn the_same_over_grpc() {
    let library = start();
    library.session(&[(
        "PUT /v1/shelves/novels/books/emma/cover\ncontent-type: image/png",
        "pixels",
        204,
        &[],
    )]);
    let name = "shelves/novels/books/emma".to_owned();
    let mut client = LibraryClient::connect(format!("http://{}", library.address))
        .await
        .expect("a connection");
    let cover = client
        .get_cover(GetCoverRequest { name: name.clone() })
        .await;
    let image = cover
        .expect("a cover")
        .into_inner()
        .image
        .expect("an image");
    assert_eq!(
        (&*image.content_type, &*image.data),
        ("image/png", &b"pixels"[..])
    );

    // Nothing derives a mask here: the fields that are set are meant.
    let mut update = UpdateBookRequest {
        book: Some(Book {
            name,
            author: "Austen".to_owned(),
            ..Book::default()
        }),
        update_mask: None,
    };
    let book = client.update_book(update.clone()).await.expect("a book");
    let Book { author, title, .. } = book.into_inner();
    assert_eq!((&*author, &*title), ("Austen", "Emma"));

    let paths = vec!["colour".to_owned()];
    update.update_mask = Some(FieldMask { paths });
    let refused = client.update_book(update).await.expect_err("no such field");
    assert_eq!(refused.code(), Code::InvalidArgument);
}
