//! Finds the fields that prost boxes.

use std::collections::HashSet;

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto};

use super::types::Types;

impl Types {
    /// Returns whether prost boxes this field of the message, both given by their full names. It does if the message
    /// would contain itself, or if a setting asks for it.
    pub(super) fn is_boxed(&self, message: &str, path: &str, field: &FieldDescriptorProto) -> bool {
        let is_message = matches!(field.r#type(), Type::Message | Type::Group);
        let is_single = field.label() != Label::Repeated;
        is_single
            && is_message
            && (self.contains(field.type_name(), message)
                || self.boxed.iter().any(|setting| matches(setting, path)))
    }

    /// Returns whether `inner` is a part of `outer`, or the same message.
    fn contains(&self, outer: &str, inner: &str) -> bool {
        let mut seen = HashSet::from([outer]);
        let mut unseen = vec![outer];
        while let Some(name) = unseen.pop() {
            if name == inner {
                return true;
            }
            let parts = self.message(name).into_iter().flat_map(parts);
            unseen.extend(parts.filter(|part| seen.insert(part)));
        }
        false
    }
}

/// Returns the messages that a message holds inline. Like prost, it does not count groups.
fn parts(message: &DescriptorProto) -> impl Iterator<Item = &str> {
    let fields = message.field.iter();
    let single =
        fields.filter(|field| field.r#type() == Type::Message && field.label() != Label::Repeated);
    single.map(FieldDescriptorProto::type_name)
}

/// Returns whether the path in a setting matches this field: as the whole path, as a suffix without a leading dot, or
/// as a prefix.
fn matches(setting: &str, path: &str) -> bool {
    let rest = path.strip_prefix(setting);
    let is_start = setting.starts_with('.') && rest.is_some_and(|rest| rest.starts_with('.'));
    let before = path.strip_suffix(setting);
    let is_end = before.is_some_and(|before| before.ends_with('.'));
    setting == "." || setting == path || is_start || is_end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_match_as_they_do_for_prost() {
        let path = ".a.b.Room.owner";
        for setting in [
            ".",
            path,
            "a.b.Room.owner",
            "Room.owner",
            "owner",
            ".a",
            ".a.b",
            ".a.b.Room",
        ] {
            assert!(matches(setting, path), "{setting}");
        }
        for setting in [
            "a",
            "a.b.Room",
            ".a.b.Roo",
            "wner",
            ".owner",
            ".b.Room.owner",
            "",
        ] {
            assert!(!matches(setting, path), "{setting}");
        }
    }
}
