//! proto2, keywords, what is in no package, and a package of nothing but a service.

use gateway::{DescribedService, Message, RpcKind};

#[deny(non_camel_case_types, unused_imports)]
#[allow(dead_code, unreachable_pub)]
mod languages {
    include!(concat!(env!("OUT_DIR"), "/languages/mod.rs"));
}

/// Under the names of the packages, as `include_proto!` looks for them.
#[allow(dead_code, unreachable_pub)]
mod by_name {
    pub(crate) mod r#type {
        pub(crate) mod r#async {
            include!(concat!(env!("OUT_DIR"), "/languages/type.Async.rs"));
        }
    }
}

use languages::legacy::v1::{Broken, Parcel, Place};
use languages::r#type::r#async::Self_;
use languages::{Loose, free_server::FreeServer};

fn check<M: Message>(text: &str, expected: &str) {
    let read = crate::json::rewritten::<M>(text, &gateway::json::ReadOptions::DEFAULT);
    assert_eq!(read, expected, "reading {text}");
}

fn same<M: Message>(text: &str) {
    check::<M>(text, text);
}

#[test]
fn required_fields_are_always_written() {
    check::<Parcel>("{}", r#"{"code":"","size":"SIZE_LARGE","from":{"x":0}}"#);
    check::<Place>("{}", r#"{"x":0}"#);
    same::<Place>(r#"{"x":0,"y":0}"#);
}

#[test]
fn defaults_are_for_the_program_to_read() {
    let parcel = Parcel::default();
    assert_eq!((parcel.weight(), parcel.note()), (5, "a \"b\"\n"));
    assert_eq!(parcel.seal(), b"\x01\\");
    same::<Parcel>(
        r#"{"code":"a","size":"SIZE_SMALL","from":{"x":1},"weight":5,"seal":"AVw=","oldSize":"SIZE_SMALL"}"#,
    );
}

#[test]
fn groups_are_messages() {
    const REQUIRED: &str = r#""code":"","size":"SIZE_LARGE","from":{"x":0}"#;
    for rest in [
        r#""owner":{"fullName":"a","address":[{"street":"b"},{"street":""}]}"#,
        r#""firm":{"title":"a"}"#,
        r#""name":"a""#,
        r#""inner":{"code":"b","size":"SIZE_SMALL","from":{"x":0}},"stamps":[1,2]"#,
        r#""places":{"a":{"x":1}}"#,
    ] {
        same::<Parcel>(&format!("{{{REQUIRED},{rest}}}"));
    }
}

#[test]
fn enums_of_descriptors_are_there() {
    same::<Broken>(r#"{"type":"TYPE_GROUP","labels":["LABEL_REPEATED"]}"#);
    check::<Broken>(
        r#"{"type":18,"labels":[1,2]}"#,
        r#"{"type":"TYPE_SINT64","labels":["LABEL_OPTIONAL","LABEL_REQUIRED"]}"#,
    );
}

#[test]
fn keywords_are_names() {
    for text in [
        r#"{"crate":{"enum":"STATIC"},"super":{"async":"a"},"struct":{"a":{"some":{"String":"b"}}}}"#,
        r#"{"true":true}"#,
        r#"{"self":"Self__static_gen"}"#,
        r#"{"extern":{"ok":{},"err":{}},"vec":[{"box":{"default":{}},"message":{"core":{},"gateway":{"u8":1}}}]}"#,
        r#"{"field":"a","writer":"b","reader":"c","value":1}"#,
    ] {
        same::<Self_>(text);
        same::<by_name::r#type::r#async::Self_>(text);
    }
    type Server = languages::r#type::r#async::impl_server::ImplServer<()>;
    let methods = Server::DESCRIPTOR.methods().iter();
    let methods: Vec<_> = methods
        .map(|method| (method.name(), method.rust_name(), method.kind()))
        .collect();
    assert_eq!(
        methods,
        [
            ("Self", "self_", RpcKind::ServerStreaming),
            ("type", "r#type", RpcKind::ClientStreaming)
        ]
    );
}

#[test]
fn a_service_may_have_all_its_messages_elsewhere() {
    type Server = languages::remote::v1::remote_server::RemoteServer<()>;
    let method = &Server::DESCRIPTOR.methods()[0];
    assert_eq!(
        (method.input().name(), method.output().name()),
        ("type.Async.Some", "type.Async.None")
    );
}

#[test]
fn files_without_a_package_have_names_without_one() {
    let service = <FreeServer<()> as DescribedService>::DESCRIPTOR;
    assert_eq!(
        (service.name(), service.methods()[0].output().name()),
        ("Free", "Loose.Part")
    );
    check::<Loose>(
        r#"{"part":{"count":1},"parcel":{"code":"a"},"self":{"value":2},"kind":1}"#,
        r#"{"part":{"count":1},"parcel":{"code":"a","size":"SIZE_LARGE","from":{"x":0}},"self":{"value":2},"kind":"LOOSE_KIND_FREE"}"#,
    );
}
