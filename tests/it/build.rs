//! What gateway-build generates and refuses.

mod extern_path;
mod reflection;
mod rules;
mod serde;
pub(crate) mod settings;
mod syntax;

use gateway::{
    Cardinality, DescribedService, FieldKind, MapKey, Message, MessageDescriptor, RpcKind,
};
use tests::all::everything_server::EverythingServer;
use tests::all::{Choice, Maps, Names, Optionals, Outer, Scalars, Tree};

fn field(message: &'static MessageDescriptor, name: &str) -> &'static gateway::Field {
    message
        .fields()
        .iter()
        .find(|field| field.name() == name)
        .unwrap()
}

#[test]
fn messages_have_tables_of_their_fields() {
    let scalars = Scalars::DESCRIPTOR;
    assert_eq!(
        (scalars.name(), scalars.fields().len()),
        ("all.v1.Scalars", 16)
    );
    let color = field(scalars, "color");
    assert_eq!(
        (color.json_name(), color.number(), color.cardinality()),
        ("color", 16, Cardinality::Singular)
    );
    let FieldKind::Enum(color) = color.kind() else {
        panic!("an enum")
    };
    assert_eq!(color.values()[2], ("COLOR_CRIMSON", 1));
    assert_eq!(
        field(Maps::DESCRIPTOR, "int64").cardinality(),
        Cardinality::Map(MapKey::Int64)
    );
    assert_eq!(
        field(Optionals::DESCRIPTOR, "int32").cardinality(),
        Cardinality::Optional
    );
    assert_eq!(field(Optionals::DESCRIPTOR, "int32").oneof(), None);
    assert_eq!(field(Choice::DESCRIPTOR, "text").oneof(), Some("kind"));
    assert_eq!(
        field(Names::DESCRIPTOR, "renamed_field").json_name(),
        "other name"
    );
    assert_eq!(field(Outer::DESCRIPTOR, "self").json_name(), "self");
}

#[test]
fn tables_of_recursive_messages_contain_each_other() {
    let FieldKind::Message(branch) = field(Tree::DESCRIPTOR, "branch").kind() else {
        panic!("a message")
    };
    let FieldKind::Message(tree) = field(branch, "tree").kind() else {
        panic!("a message")
    };
    assert!(std::ptr::eq(*tree, Tree::DESCRIPTOR));
}

#[test]
fn tables_can_be_read_at_compile_time() {
    const FIELDS: usize = Tree::DESCRIPTOR.fields().len();
    const IS_TEXT: bool = match field_kind(<EverythingServer<()> as DescribedService>::DESCRIPTOR) {
        Some(message) => message.is_text(),
        None => false,
    };
    const fn field_kind(
        service: &'static gateway::ServiceDescriptor,
    ) -> Option<&'static MessageDescriptor> {
        Some(service.methods()[4].output())
    }
    assert_eq!((FIELDS, IS_TEXT), (6, true));
}

#[test]
fn services_are_described_with_the_names_of_tonic() {
    let service = <EverythingServer<()> as DescribedService>::DESCRIPTOR;
    let methods = service
        .methods()
        .iter()
        .map(|method| (method.name(), method.rust_name(), method.kind()));
    let expected = [
        ("Get", "get", RpcKind::Unary),
        ("Watch", "watch", RpcKind::ServerStreaming),
        ("Upload", "upload", RpcKind::ClientStreaming),
        ("Type", "r#type", RpcKind::BidiStreaming),
        ("GetURL", "get_url", RpcKind::Unary),
    ];
    assert!(methods.eq(expected));
    assert_eq!(
        (service.name(), service.methods()[0].service()),
        ("all.v1.Everything", "all.v1.Everything")
    );
    assert_eq!(service.methods()[1].input().name(), "google.protobuf.Empty");
    assert_eq!(service.methods()[3].input().name(), "all.v1.Outer.Inner");
}

#[test]
fn the_descriptor_set_keeps_the_options() {
    let set = tests::all::FILE_DESCRIPTOR_SET;
    let contains = |text: &[u8]| set.windows(text.len()).any(|window| window == text);
    assert!(contains(b"/v1/everything") && contains(b"google/api/annotations.proto"));
}
