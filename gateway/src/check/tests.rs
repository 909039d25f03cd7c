use super::*;

use crate::schema::{
    Binding, BodyBinding, Cardinality, Field, FieldKind, MapKey, Segment, Template, Variable,
};

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
const WATCH: MethodDescriptor = MethodDescriptor::new(
    "chat.v1.Chat",
    "Watch",
    "r#watch",
    RpcKind::ServerStreaming,
    &REQUEST,
    &ROOM,
);

static CHAT: ServiceDescriptor = ServiceDescriptor::new("chat.v1.Chat", &[WATCH]);
static TABLE: Table = Table {
    service: &CHAT,
    names: &["watch", "watched"],
    methods: &[Some(&CHAT.methods()[0]), None],
    bindings: &[&[], &[]],
};

#[track_caller]
fn refuses(check: impl FnOnce() + std::panic::UnwindSafe, expected: &str) {
    let panic = std::panic::catch_unwind(check).expect_err("the check passes");
    assert_eq!(
        panic.downcast_ref::<String>().map(String::as_str),
        Some(expected)
    );
}

/// Checks `/{field}`.
#[track_caller]
fn variable(field: &'static str, path: &'static str) {
    let variables = Box::leak(Box::new([Variable::new(field, 0, 1)]));
    let template = Template::new(path, &[Segment::Star], variables, None);
    let table = bound(&[Binding::new("GET", template)]);
    check_path(table, 0, 0, path);
}

/// Returns the table of the service, with these bindings for its first method.
fn bound(bindings: &[Binding]) -> &'static Table {
    let bindings = Box::leak(Box::new([&*bindings.to_vec().leak()]));
    Box::leak(Box::new(Table { bindings, ..TABLE }))
}

#[test]
fn variables_that_fit() {
    variable("room.name", "/{room.name}");
    variable("after_seq", "/{after_seq}");
    variable("since", "/{since}");
    variable("ratio", "/{ratio}");
}

#[test]
fn variables_that_do_not() {
    refuses(
        || variable("afterSeq", "/{afterSeq}"),
        "`afterSeq` is not a field of `WatchRequest`\n\"/{afterSeq}\"\n   ^^^^^^^^ did you mean `after_seq`?",
    );
    refuses(
        || variable("room.nam", "/{room.nam}"),
        "`nam` is not a field of `Room`\n\"/{room.nam}\"\n        ^^^ did you mean `name`?",
    );
    refuses(
        || variable("zzz", "/{zzz}"),
        "`zzz` is not a field of `WatchRequest`\n\"/{zzz}\"\n   ^^^ fields that fit: `after_seq`, `since`, `ratio`",
    );
    refuses(
        || variable("room", "/{room}"),
        "`room` is the message `Room`, which a path cannot hold\n\"/{room}\"\n   ^^^^ name a field of it: `room.name`",
    );
    refuses(
        || variable("room.tags", "/{room.tags}"),
        "`tags` is repeated, which a path cannot hold\n\"/{room.tags}\"\n        ^^^^ leave it to the query or the body",
    );
    refuses(
        || variable("ratio.x", "/{ratio.x}"),
        "`ratio` holds one value and has no fields\n\"/{ratio.x}\"\n   ^^^^^ end the variable here",
    );
    refuses(
        || variable("labels", "/{labels}"),
        "`labels` is a map, which a path cannot hold\n\"/{labels}\"\n   ^^^^^^ leave it to the query or the body",
    );
}

#[test]
fn variables_below_text() {
    refuses(
        || variable("since.seconds", "/{since.seconds}"),
        "`since` holds one value and has no fields\n\"/{since.seconds}\"\n   ^^^^^ end the variable here",
    );
}

#[test]
fn parameters() {
    check_alias(&TABLE, 0, "room.tags");
    check_alias(&TABLE, 0, "labels");
    check_alias(&TABLE, 0, "since");
    check_ignored(&TABLE, 0, "room");
    refuses(
        || check_alias(&TABLE, 0, "room"),
        "`room` is the message `Room`, which a query cannot hold\n\"room\"\n ^^^^ name a field of it: `room.name`, `room.tags`",
    );
    refuses(
        || check_alias(&TABLE, 0, "room.tag"),
        "`tag` is not a field of `Room`\n\"room.tag\"\n      ^^^ did you mean `tags`?",
    );
    refuses(
        || check_ignored(&TABLE, 0, "labels.en"),
        "`labels` is a map, and a query does not reach into its values\n\"labels.en\"\n ^^^^^^ end the name here",
    );
}

#[test]
fn documents() {
    check_response_body(&TABLE, 0, "tags");
    refuses(
        || check_response_body(&TABLE, 0, "nam"),
        "`nam` is not a field of `Room`\nhelp: did you mean `name`?",
    );
}

#[test]
fn bindings_of_the_proto_file() {
    const fn bind(path: &'static str, variables: &'static [Variable]) -> Binding {
        let template = Template::new(path, &[Segment::Star], variables, None);
        Binding::new("POST", template)
    }
    const RATIO: &[Variable] = &[Variable::new("ratio", 0, 1)];
    static SERVICE: ServiceDescriptor = ServiceDescriptor::new("chat.v1.Chat", &[WATCH, UPLOAD]);
    const UPLOAD: MethodDescriptor = MethodDescriptor::new(
        "chat.v1.Chat",
        "Upload",
        "upload",
        RpcKind::ClientStreaming,
        &REQUEST,
        &ROOM,
    )
    .with_bindings(&[bind("/{ratio}", RATIO).body(BodyBinding::Message)]);
    static TABLE: Table = Table {
        service: &SERVICE,
        names: &["upload", "upload", "watch"],
        methods: &[
            Some(&SERVICE.methods()[1]),
            Some(&SERVICE.methods()[1]),
            Some(&SERVICE.methods()[0]),
        ],
        bindings: &[
            &[bind("/{ratio=*}", RATIO)],
            &[bind("/*", &[])],
            &[bind("/*", &[])],
        ],
    };
    check_proto(&TABLE);
    check_agreement(&TABLE, 0);
    refuses(
        || check_agreement(&TABLE, 1),
        "`Upload` is bound to `POST /*` here, and to `POST /{ratio}` in the .proto file\n\
         help: leave `#[http]` out, or change the .proto file",
    );
    refuses(
        || check_agreement(&TABLE, 2),
        "`POST /*` is bound to `Upload` in the .proto file\nhelp: bind `Watch` to another path",
    );
}

#[test]
fn fields_of_events() {
    check_id(&TABLE, 0, "name");
    check_resume(&TABLE, 0, "after_seq");
    refuses(
        || check_id(&TABLE, 0, "tags"),
        "`tags` is repeated, and `sse(id)` takes one string, integer, bool or enum\nhelp: fields that fit: `name`",
    );
    refuses(
        || check_resume(&TABLE, 0, "room.name"),
        "`room.name` is nested, and `sse(resume)` names a field of `WatchRequest` itself\nhelp: write `room`",
    );
}

#[test]
fn bodies_and_statuses() {
    check_body(&TABLE, 0, "labels");
    refuses(
        || check_body(&TABLE, 0, "rom"),
        "`rom` is not a field of `WatchRequest`\nhelp: did you mean `room`?",
    );
    refuses(
        || check_empty(&TABLE, 0, 204),
        "a response with status 204 has no body, and `Watch` answers with `Room`\n\
         help: return `google.protobuf.Empty`, or use another status",
    );
}

#[test]
fn methods_and_kinds() {
    let found = find_methods(&CHAT, &["watched", "watch", "watch"]);
    let names = found.map(|method| method.map(MethodDescriptor::name));
    assert_eq!(names, [None, Some("Watch"), Some("Watch")]);
    check_method(&TABLE, 0, RpcKind::ServerStreaming);
    refuses(
        || check_method(&TABLE, 1, RpcKind::Unary),
        "`chat.v1.Chat` has no method `watched`\nhelp: did you mean `watch`?",
    );
    refuses(
        || check_method(&TABLE, 0, RpcKind::Unary),
        "`Watch` answers with a stream\n\
         help: name the stream's associated type in this impl as tonic does: the method's name and `Stream`",
    );
}
