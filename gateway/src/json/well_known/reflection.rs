//! The messages that describe types and services: `google.protobuf.Type`, `google.protobuf.Api`, and what these hold.
//! From descriptor.proto there are only the enums that other messages use.

use prost_types::field::{Cardinality, Kind};
use prost_types::field_descriptor_proto;
use prost_types::{
    Any, Api, Enum, EnumValue, Field, Method, Mixin, Option, SourceContext, Syntax, Type,
};

use crate::json::codec;
use crate::schema::EnumDescriptor;

use crate::json::object::object;

impl codec::Enum for Syntax {
    // prost_types does not know the last one yet.
    const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "google.protobuf.Syntax",
        &[
            ("SYNTAX_PROTO2", 0),
            ("SYNTAX_PROTO3", 1),
            ("SYNTAX_EDITIONS", 2),
        ],
    );
}

/// The types of fields. descriptor.proto has all but the first.
const KINDS: &[(&str, i32)] = &[
    ("TYPE_UNKNOWN", 0),
    ("TYPE_DOUBLE", 1),
    ("TYPE_FLOAT", 2),
    ("TYPE_INT64", 3),
    ("TYPE_UINT64", 4),
    ("TYPE_INT32", 5),
    ("TYPE_FIXED64", 6),
    ("TYPE_FIXED32", 7),
    ("TYPE_BOOL", 8),
    ("TYPE_STRING", 9),
    ("TYPE_GROUP", 10),
    ("TYPE_MESSAGE", 11),
    ("TYPE_BYTES", 12),
    ("TYPE_UINT32", 13),
    ("TYPE_ENUM", 14),
    ("TYPE_SFIXED32", 15),
    ("TYPE_SFIXED64", 16),
    ("TYPE_SINT32", 17),
    ("TYPE_SINT64", 18),
];

impl codec::Enum for Kind {
    const DESCRIPTOR: &'static EnumDescriptor =
        &EnumDescriptor::new("google.protobuf.Field.Kind", KINDS);
}

impl codec::Enum for Cardinality {
    const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "google.protobuf.Field.Cardinality",
        &[
            ("CARDINALITY_UNKNOWN", 0),
            ("CARDINALITY_OPTIONAL", 1),
            ("CARDINALITY_REQUIRED", 2),
            ("CARDINALITY_REPEATED", 3),
        ],
    );
}

impl codec::Enum for field_descriptor_proto::Type {
    const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "google.protobuf.FieldDescriptorProto.Type",
        KINDS.split_at(1).1,
    );
}

impl codec::Enum for field_descriptor_proto::Label {
    const DESCRIPTOR: &'static EnumDescriptor = &EnumDescriptor::new(
        "google.protobuf.FieldDescriptorProto.Label",
        &[
            ("LABEL_OPTIONAL", 1),
            ("LABEL_REQUIRED", 2),
            ("LABEL_REPEATED", 3),
        ],
    );
}

object!(SourceContext, "google.protobuf.SourceContext", {
    file_name "fileName" 1 singular String;
});

object!(Option, "google.protobuf.Option", {
    name "name" 1 singular String;
    value "value" 2 optional Message(Any);
});

object!(EnumValue, "google.protobuf.EnumValue", {
    name "name" 1 singular String;
    number "number" 2 singular Int32;
    options "options" 3 repeated Message(Option);
});

object!(Enum, "google.protobuf.Enum", {
    name "name" 1 singular String;
    enumvalue "enumvalue" 2 repeated Message(EnumValue);
    options "options" 3 repeated Message(Option);
    source_context "sourceContext" 4 optional Message(SourceContext);
    syntax "syntax" 5 singular Enum(Syntax);
});

object!(Field, "google.protobuf.Field", {
    kind "kind" 1 singular Enum(Kind);
    cardinality "cardinality" 2 singular Enum(Cardinality);
    number "number" 3 singular Int32;
    name "name" 4 singular String;
    type_url "typeUrl" 6 singular String;
    oneof_index "oneofIndex" 7 singular Int32;
    packed "packed" 8 singular Bool;
    options "options" 9 repeated Message(Option);
    json_name "jsonName" 10 singular String;
    default_value "defaultValue" 11 singular String;
});

object!(Type, "google.protobuf.Type", {
    name "name" 1 singular String;
    fields "fields" 2 repeated Message(Field);
    oneofs "oneofs" 3 repeated String;
    options "options" 4 repeated Message(Option);
    source_context "sourceContext" 5 optional Message(SourceContext);
    syntax "syntax" 6 singular Enum(Syntax);
});

object!(Method, "google.protobuf.Method", {
    name "name" 1 singular String;
    request_type_url "requestTypeUrl" 2 singular String;
    request_streaming "requestStreaming" 3 singular Bool;
    response_type_url "responseTypeUrl" 4 singular String;
    response_streaming "responseStreaming" 5 singular Bool;
    options "options" 6 repeated Message(Option);
    syntax "syntax" 7 singular Enum(Syntax);
});

object!(Mixin, "google.protobuf.Mixin", {
    name "name" 1 singular String;
    root "root" 2 singular String;
});

object!(Api, "google.protobuf.Api", {
    name "name" 1 singular String;
    methods "methods" 2 repeated Message(Method);
    options "options" 3 repeated Message(Option);
    version "version" 4 singular String;
    source_context "sourceContext" 5 optional Message(SourceContext);
    mixins "mixins" 6 repeated Message(Mixin);
    syntax "syntax" 7 singular Enum(Syntax);
});
