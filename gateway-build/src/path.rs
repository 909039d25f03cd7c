//! Rust paths of the types in .proto files, relative to the module of a package.

use crate::name::{snake, upper_camel};

/// The Rust paths of the types that gateway implements.
const OWN: [(&str, &str); 13] = [
    (".google.api.HttpBody", "::gateway::HttpBody"),
    (".google.protobuf", "::gateway::prost_types"),
    (".google.protobuf.BoolValue", "::core::primitive::bool"),
    (".google.protobuf.BytesValue", "::std::vec::Vec<u8>"),
    (".google.protobuf.DoubleValue", "::core::primitive::f64"),
    (".google.protobuf.Empty", "()"),
    (".google.protobuf.FloatValue", "::core::primitive::f32"),
    (".google.protobuf.Int32Value", "::core::primitive::i32"),
    (".google.protobuf.Int64Value", "::core::primitive::i64"),
    (".google.protobuf.StringValue", "::std::string::String"),
    (".google.protobuf.UInt32Value", "::core::primitive::u32"),
    (".google.protobuf.UInt64Value", "::core::primitive::u64"),
    (".google.rpc.Status", "::gateway::RpcStatus"),
];

/// The types and packages that are not generated here, with their Rust paths.
#[derive(Clone, Debug)]
pub(crate) struct ExternPaths(Vec<(String, String)>);

impl ExternPaths {
    pub(crate) fn new(paths: &[(String, String)]) -> Self {
        let is_free = |own: &&(&str, &str)| !paths.iter().any(|path| path.0 == own.0);
        let own = OWN.iter().filter(is_free);
        let own = own.map(|(proto, rust)| (String::from(*proto), String::from(*rust)));
        Self(paths.iter().cloned().chain(own).collect())
    }

    /// Returns each protobuf path with its Rust path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(proto, rust)| (proto, rust))
    }

    /// Returns the Rust path of the type with this full name, such as `.chat.v1.Room`. The longest matching path wins.
    pub(crate) fn resolve(&self, type_name: &str) -> Option<String> {
        let matched = self.matching(type_name)?;
        let path = self.get(matched)?;
        let Some(names) = type_name[matched.len()..].strip_prefix('.') else {
            return Some(path.to_owned());
        };
        let mut names = names.split('.');
        let last = names.next_back().map(upper_camel);
        let modules = path.split("::").chain(names).enumerate().map(module);
        Some(modules.chain(last).collect::<Vec<_>>().join("::"))
    }

    /// Returns the protobuf path, such as `.chat`, because of which the type with this full name is not generated here.
    pub(crate) fn matching<'t>(&self, type_name: &'t str) -> Option<&'t str> {
        let outer = type_name
            .rmatch_indices('.')
            .map(|(at, _)| &type_name[..at]);
        std::iter::once(type_name)
            .chain(outer)
            .find(|path| self.get(path).is_some())
    }

    fn get(&self, proto: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|path| path.0 == proto)
            .map(|path| path.1.as_str())
    }
}

// prost also spells the modules of an extern path as if they were packages.
fn module((index, name): (usize, &str)) -> String {
    if index == 0 && name == "crate" {
        name.to_owned()
    } else {
        snake(name)
    }
}

/// Returns the path from the module of one package to that of another, with a trailing `::`.
pub(crate) fn between_packages(from: &str, to: &str) -> String {
    let split = |package: &str| {
        package
            .split('.')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (from, to) = (split(from), split(to));
    let common = from
        .iter()
        .zip(&to)
        .take_while(|(from, to)| from == to)
        .count();
    let up = std::iter::repeat_n("super::".to_owned(), from.len() - common);
    up.chain(to.iter().skip(common).map(|name| snake(name) + "::"))
        .collect()
}

/// Returns the path of a nested type from its package's module: `outer::Inner`.
pub(crate) fn in_package(names: &[String]) -> String {
    let Some((last, outer)) = names.split_last() else {
        return String::new();
    };
    let modules: String = outer.iter().map(|name| snake(name) + "::").collect();
    modules + &upper_camel(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_reached_by_way_of_what_they_share() {
        assert_eq!(between_packages("a.v1", "a.v1"), "");
        assert_eq!(between_packages("a.v1", "a.v2"), "super::v2::");
        assert_eq!(
            between_packages("a.v1", "b.type"),
            "super::super::b::r#type::"
        );
        assert_eq!(between_packages("", "b"), "b::");
    }

    #[test]
    fn the_longest_extern_path_counts() {
        let paths = [(".a", "::a"), (".a.v1.Room", "crate::Special")];
        let paths =
            ExternPaths::new(&paths.map(|(proto, rust)| (proto.to_owned(), rust.to_owned())));
        assert_eq!(
            paths.resolve(".a.v1.Room").as_deref(),
            Some("crate::Special")
        );
        assert_eq!(
            paths.resolve(".a.v1.Outer.Inner").as_deref(),
            Some("::a::v1::outer::Inner")
        );
        assert_eq!(
            paths.resolve(".google.protobuf.Timestamp").as_deref(),
            Some("::gateway::prost_types::Timestamp")
        );
        assert_eq!(paths.resolve(".b.Room"), None);
    }
}
