//! Finds enum values to which prost would give the same name in Rust, which it cannot report.

use std::collections::{HashMap, HashSet};

use prost_types::{DescriptorProto, EnumDescriptorProto};

use crate::compile::Compiled;
use crate::error::Mistakes;
use crate::name::upper_camel;

/// Field numbers in descriptor.proto, which make up the paths in a file.
const FILE_MESSAGES: i32 = 4;
const FILE_ENUMS: i32 = 5;
const NESTED_MESSAGES: i32 = 3;
const NESTED_ENUMS: i32 = 4;
const VALUES: i32 = 2;

/// Reports values that would have the same name as another one of their enum.
pub(crate) fn check_variants(compiled: &Compiled, keeps_prefix: bool, mistakes: &mut Mistakes) {
    for file in &compiled.files.file {
        let enums = enums(&file.enum_type, &[FILE_ENUMS]);
        let nested = nested(&file.message_type, &[FILE_MESSAGES]);
        for (path, proto) in enums.chain(nested) {
            if let Some((index, what)) = clash(proto, keeps_prefix) {
                let path = [&path[..], &[VALUES, index]].concat();
                let place = compiled.places.of(file, &[&path]);
                mistakes.add(format!("{place}: {what}"));
            }
        }
    }
}

type Found<'a> = (Vec<i32>, &'a EnumDescriptorProto);

fn enums<'a>(protos: &'a [EnumDescriptorProto], path: &[i32]) -> impl Iterator<Item = Found<'a>> {
    (0..)
        .zip(protos)
        .map(move |(index, proto)| ([path, &[index]].concat(), proto))
}

fn nested<'a>(protos: &'a [DescriptorProto], path: &[i32]) -> Vec<Found<'a>> {
    let messages = (0..).zip(protos);
    let found = messages.flat_map(|(index, message)| {
        let path = |list| [path, &[index, list]].concat();
        let mut found = nested(&message.nested_type, &path(NESTED_MESSAGES));
        found.extend(enums(&message.enum_type, &path(NESTED_ENUMS)));
        found
    });
    found.collect()
}

/// Returns the index of the first value whose name is taken, and the error. Aliases are skipped: they have no variants.
fn clash(proto: &EnumDescriptorProto, keeps_prefix: bool) -> Option<(i32, String)> {
    let prefix = if keeps_prefix {
        String::new()
    } else {
        upper_camel(proto.name())
    };
    let (mut numbers, mut names) = (HashSet::new(), HashMap::new());
    for (index, value) in (0..).zip(&proto.value) {
        let variant = variant(&prefix, value.name());
        let is_alias = !numbers.insert(value.number());
        if is_alias {
            continue;
        }
        if let Some(other) = names.insert(variant.clone(), value.name()) {
            let what = format!(
                "value `{}` has the name `{variant}` in Rust, as `{other}` does\nhelp: rename one of them",
                value.name()
            );
            return Some((index, what));
        }
    }
    None
}

/// Returns the name of a variant. Like prost, it leaves out the enum's name at the start, if that is a whole word.
fn variant(prefix: &str, name: &str) -> String {
    let name = upper_camel(name);
    let rest = name.strip_prefix(prefix);
    let rest = rest.filter(|rest| rest.starts_with(char::is_uppercase));
    rest.unwrap_or(&name).to_owned()
}
