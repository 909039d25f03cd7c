//! The types that gateway implements itself.

/// The wrappers, and the kinds of the values that they wrap. prost holds the plain values.
const WRAPPERS: [(&str, &str); 9] = [
    ("BoolValue", "Bool"),
    ("BytesValue", "Bytes"),
    ("DoubleValue", "Double"),
    ("FloatValue", "Float"),
    ("Int32Value", "Int32"),
    ("Int64Value", "Int64"),
    ("StringValue", "String"),
    ("UInt32Value", "Uint32"),
    ("UInt64Value", "Uint64"),
];

/// The other messages whose JSON form is a string.
const TEXTS: [&str; 3] = ["Duration", "FieldMask", "Timestamp"];

/// The messages whose JSON form is an object, an array or anything, and the enum among them.
const OTHERS: [&str; 6] = ["Any", "Empty", "ListValue", "NullValue", "Struct", "Value"];

/// The messages that describe types and services, which are ordinary messages in JSON, and the enums among them.
/// Messages that describe mistakes, such as those of protovalidate, use the enums of descriptor.proto.
const REFLECTION: [&str; 14] = [
    "Api",
    "Enum",
    "EnumValue",
    "Field",
    "Field.Cardinality",
    "Field.Kind",
    "FieldDescriptorProto.Label",
    "FieldDescriptorProto.Type",
    "Method",
    "Mixin",
    "Option",
    "SourceContext",
    "Syntax",
    "Type",
];

pub(super) const NULL_VALUE: &str = ".google.protobuf.NullValue";

const HTTP_BODY: &str = ".google.api.HttpBody";

const STATUS: &str = ".google.rpc.Status";

/// Returns whether gateway implements the type.
pub(super) fn is_implemented(type_name: &str) -> bool {
    let is_other = google(type_name).is_some_and(|name| OTHERS.contains(&name));
    is_other
        || is_reflection(type_name)
        || [HTTP_BODY, STATUS].contains(&type_name)
        || has_text_form(type_name)
}

/// Returns whether a path can hold a value of this message.
pub(super) fn has_text_form(type_name: &str) -> bool {
    is_wrapper(type_name) || google(type_name).is_some_and(|name| TEXTS.contains(&name))
}

/// Returns whether the message's fields appear by name in JSON.
pub(super) fn has_named_fields(type_name: &str) -> bool {
    google(type_name).is_none() || is_reflection(type_name)
}

fn is_reflection(type_name: &str) -> bool {
    google(type_name).is_some_and(|name| REFLECTION.contains(&name))
}

pub(super) fn is_wrapper(type_name: &str) -> bool {
    wrapper_kind(type_name).is_some()
}

/// Returns the variant of `gateway::FieldKind` for the value in a wrapper.
pub(super) fn wrapper_kind(type_name: &str) -> Option<&'static str> {
    let name = google(type_name)?;
    let wrapper = WRAPPERS.iter().find(|wrapper| wrapper.0 == name)?;
    Some(wrapper.1)
}

fn google(type_name: &str) -> Option<&str> {
    type_name.strip_prefix(".google.protobuf.")
}
