//! Names in Rust, exactly as prost and tonic derive them from names in .proto files.

use heck::{ToSnakeCase, ToUpperCamelCase};

const RAW_KEYWORDS: [&str; 47] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static",
    "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const PATH_KEYWORDS: [&str; 6] = ["_", "Self", "crate", "extern", "self", "super"];

/// Returns the name of a field, a method or a module.
pub(crate) fn snake(name: &str) -> String {
    identifier(name.to_snake_case())
}

/// Returns the name of a type or a variant.
pub(crate) fn upper_camel(name: &str) -> String {
    identifier(name.to_upper_camel_case())
}

/// Returns whether the name is a keyword, written as a raw identifier.
pub(crate) fn is_raw(name: &str) -> bool {
    name.starts_with("r#")
}

/// Returns the module into which tonic puts a service's server, given the service's name in Rust.
pub(crate) fn server_module(service: &str) -> String {
    module(service) + "_server"
}

/// Returns the module into which tonic puts a service's client, given the service's name in Rust.
pub(crate) fn client_module(service: &str) -> String {
    module(service) + "_client"
}

fn module(service: &str) -> String {
    let mut module = String::new();
    for (index, character) in service.chars().enumerate() {
        if index > 0 && character.is_uppercase() {
            module.push('_');
        }
        module.push(character.to_ascii_lowercase());
    }
    module
}

fn identifier(name: String) -> String {
    if RAW_KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else if PATH_KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else if name.starts_with(char::is_numeric) {
        format!("_{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_and_digits_are_escaped() {
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("Gen"), "r#gen");
        assert_eq!(snake("XMLHttpRequest2"), "xml_http_request2");
        assert_eq!(snake("_1st"), "_1st");
        assert_eq!(upper_camel("self"), "Self_");
        assert_eq!(upper_camel("HTTPRule"), "HttpRule");
    }

    #[test]
    fn tonic_splits_the_server_module_at_every_capital() {
        assert_eq!(server_module("Chat"), "chat_server");
        assert_eq!(server_module("ChatV1API"), "chat_v1_a_p_i_server");
    }
}
