//! Methods with `google.api.http`, and with well-known types as their messages.

use gateway::DescribedService;
use tests::rules::known_server::KnownServer;
use tests::rules::library_server::LibraryServer;

#[test]
fn bindings_are_with_their_methods() {
    let service = <LibraryServer<()> as DescribedService>::DESCRIPTOR;
    let bindings = service
        .methods()
        .iter()
        .map(|method| (method.name(), method.bindings().len()));
    let expected = [
        ("GetBook", 3),
        ("UpdateBook", 1),
        ("PutBook", 1),
        ("DeleteBook", 1),
        ("WatchBooks", 1),
        ("Upload", 1),
        ("Talk", 1),
        ("Download", 1),
        ("NoRule", 0),
    ];
    assert!(bindings.eq(expected));
    let update = format!("{:?}", service.methods()[1].bindings());
    for part in [
        r#"http_method: "PATCH""#,
        r#"source: "/v1/{book.name=shelves/**}""#,
        r#"[Literal("v1"), Literal("shelves"), DoubleStar]"#,
        r#"field: "book.name", start: 1, end: 3"#,
        r#"body: Field("book")"#,
    ] {
        assert!(update.contains(part), "{part} is not in {update}");
    }
}

#[test]
fn well_known_types_are_messages_of_methods() {
    let service = <KnownServer<()> as DescribedService>::DESCRIPTOR;
    let names = service
        .methods()
        .iter()
        .map(|method| (method.input().name(), method.output().name()));
    let known: Vec<_> = names
        .filter(|(input, output)| input == output)
        .map(|names| names.0)
        .collect();
    assert_eq!(known.len(), service.methods().len());
    for name in [
        "BoolValue",
        "BytesValue",
        "UInt64Value",
        "Empty",
        "FieldMask",
        "Struct",
        "Value",
        "ListValue",
    ] {
        assert!(
            known.contains(&format!("google.protobuf.{name}").as_str()),
            "{name}"
        );
    }
    let upload = &<LibraryServer<()> as DescribedService>::DESCRIPTOR.methods()[5];
    assert!(upload.input().is_http_body() && upload.output().is_json());
}
