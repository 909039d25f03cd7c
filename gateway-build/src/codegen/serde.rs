//! The impls of serde, which forward to ProtoJSON.

use crate::schema::Package;

/// Generates the impls for the messages and enums of a package.
pub(super) fn impls(package: &Package) -> String {
    let messages = package
        .messages
        .iter()
        .map(|message| forward(&message.rust_path, "message"));
    let enums = package
        .enums
        .iter()
        .map(|proto| forward(&proto.rust_path, "enum"));
    messages.chain(enums).collect()
}

fn forward(rust_path: &str, kind: &str) -> String {
    format!(
        "#[automatically_derived]\n\
         impl ::gateway::__private::serde::Serialize for {rust_path} {{\n    \
         fn serialize<S: ::gateway::__private::serde::Serializer>(&self, serializer: S) \
         -> ::core::result::Result<S::Ok, S::Error> {{\n        \
         ::gateway::__private::serde::serialize_{kind}(self, serializer)\n    }}\n}}\n\
         #[automatically_derived]\n\
         impl<'de> ::gateway::__private::serde::Deserialize<'de> for {rust_path} {{\n    \
         fn deserialize<D: ::gateway::__private::serde::Deserializer<'de>>(deserializer: D) \
         -> ::core::result::Result<Self, D::Error> {{\n        \
         ::gateway::__private::serde::deserialize_{kind}(deserializer)\n    }}\n}}\n"
    )
}
