use super::*;
use crate::message::MapKey;

static ROOM: MessageDescriptor = MessageDescriptor::new(
    "chat.v1.Room",
    &[
        Field::new("name", "name", 1, FieldKind::String, Cardinality::Singular),
        Field::new("tags", "tags", 2, FieldKind::String, Cardinality::Repeated),
    ],
);
static TIMESTAMP: MessageDescriptor = MessageDescriptor::new(
    "google.protobuf.Timestamp",
    &[Field::new(
        "seconds",
        "seconds",
        1,
        FieldKind::Int64,
        Cardinality::Singular,
    )],
)
.as_text();
static REQUEST: MessageDescriptor = MessageDescriptor::new(
    "chat.v1.WatchRequest",
    &[
        Field::new(
            "room",
            "room",
            1,
            FieldKind::Message(&ROOM),
            Cardinality::Optional,
        ),
        Field::new(
            "after_seq",
            "afterSeq",
            2,
            FieldKind::Int64,
            Cardinality::Singular,
        ),
        Field::new(
            "since",
            "since",
            3,
            FieldKind::Message(&TIMESTAMP),
            Cardinality::Optional,
        ),
        Field::new(
            "labels",
            "labels",
            4,
            FieldKind::String,
            Cardinality::Map(MapKey::String),
        ),
        Field::new(
            "ratio",
            "ratio",
            5,
            FieldKind::Double,
            Cardinality::Singular,
        ),
    ],
);
static WATCH: MethodDescriptor = MethodDescriptor::new(
    "chat.v1.Chat",
    "Watch",
    "r#watch",
    Kind::ServerStreaming,
    &REQUEST,
    &ROOM,
);

#[track_caller]
fn refuses(check: impl FnOnce() + std::panic::UnwindSafe, expected: &str) {
    let panic = std::panic::catch_unwind(check).expect_err("the check passes");
    assert_eq!(
        panic.downcast_ref::<String>().map(String::as_str),
        Some(expected)
    );
}

#[test]
fn variables_that_fit() {
    check_variable(Some(&WATCH), "room.name", "/{room.name}", 2);
    check_variable(Some(&WATCH), "after_seq", "/{after_seq}", 2);
    check_variable(Some(&WATCH), "since", "/{since}", 2);
    check_variable(Some(&WATCH), "ratio", "/{ratio}", 2);
}

#[test]
fn variables_that_do_not() {
    refuses(
        || check_variable(Some(&WATCH), "afterSeq", "/{afterSeq}", 2),
        "`afterSeq` is not a field of `WatchRequest`\n\"/{afterSeq}\"\n   ^^^^^^^^ did you mean `after_seq`?",
    );
    refuses(
        || check_variable(Some(&WATCH), "room.nam", "/{room.nam}", 2),
        "`nam` is not a field of `Room`\n\"/{room.nam}\"\n        ^^^ did you mean `name`?",
    );
    refuses(
        || check_variable(Some(&WATCH), "zzz", "/{zzz}", 2),
        "`zzz` is not a field of `WatchRequest`\n\"/{zzz}\"\n   ^^^ fields that fit: `after_seq`, `since`, `ratio`",
    );
    refuses(
        || check_variable(Some(&WATCH), "room", "/{room}", 2),
        "`room` is the message `Room`, which a path cannot hold\n\"/{room}\"\n   ^^^^ name a field of it: `room.name`",
    );
    refuses(
        || check_variable(Some(&WATCH), "room.tags", "/{room.tags}", 2),
        "`tags` is repeated, which a path cannot hold\n\"/{room.tags}\"\n        ^^^^ leave it to the query or the body",
    );
    refuses(
        || check_variable(Some(&WATCH), "ratio.x", "/{ratio.x}", 2),
        "`ratio` holds one value and has no fields\n\"/{ratio.x}\"\n   ^^^^^ end the variable here",
    );
    refuses(
        || check_variable(Some(&WATCH), "labels", "/{labels}", 2),
        "`labels` is a map, which a path cannot hold\n\"/{labels}\"\n   ^^^^^^ leave it to the query or the body",
    );
}

#[test]
fn fields_of_events() {
    check_id(Some(&WATCH), "name");
    check_resume(Some(&WATCH), "after_seq");
    refuses(
        || check_id(Some(&WATCH), "tags"),
        "`tags` is repeated, and `sse(id)` takes one string, integer, bool or enum\nhelp: fields that fit: `name`",
    );
    refuses(
        || check_resume(Some(&WATCH), "room.name"),
        "`room.name` is nested, and `sse(resume)` names a field of `WatchRequest` itself\nhelp: write `room`",
    );
}

#[test]
fn bodies_and_statuses() {
    check_body(Some(&WATCH), "labels");
    refuses(
        || check_body(Some(&WATCH), "rom"),
        "`rom` is not a field of `WatchRequest`\nhelp: did you mean `room`?",
    );
    refuses(
        || check_empty(Some(&WATCH), 204),
        "a response with status 204 has no body, and `Watch` answers with `Room`\n\
         help: return `google.protobuf.Empty`, or use another status",
    );
}

#[test]
fn methods_and_kinds() {
    static CHAT: ServiceDescriptor = ServiceDescriptor::new(
        "chat.v1.Chat",
        &[MethodDescriptor::new(
            "chat.v1.Chat",
            "Watch",
            "r#watch",
            Kind::ServerStreaming,
            &REQUEST,
            &ROOM,
        )],
    );
    assert_eq!(
        find_method(&CHAT, "watch").map(MethodDescriptor::name),
        Some("Watch")
    );
    check_method(&CHAT, Some(&WATCH), "watch", Kind::ServerStreaming);
    refuses(
        || check_method(&CHAT, None, "watched", Kind::Unary),
        "`chat.v1.Chat` has no method `watched`\nhelp: name its server by `#[gateway(server = path)]`",
    );
    refuses(
        || check_method(&CHAT, Some(&WATCH), "watch", Kind::Unary),
        "`Watch` answers with a stream\n\
         help: name the stream's associated type in this impl as tonic does: the method's name and `Stream`",
    );
}
