//! `google.protobuf.FieldMask`: the paths in lowerCamelCase, separated by commas.

use prost_types::FieldMask;

use crate::json::{ReadError, Reader, Writer};
use crate::schema::{Cardinality, FieldKind};

super::message!(
    FieldMask,
    "google.protobuf.FieldMask",
    as_text,
    write,
    read,
    ["paths" 1 Cardinality::Repeated, FieldKind::String;]
);

fn write(mask: &FieldMask, writer: &mut Writer<'_>) {
    let paths: Option<Vec<_>> = mask.paths.iter().map(|path| camel(path)).collect();
    match paths {
        Some(paths) => writer.string(&paths.join(",")),
        None => writer.fail("a path of the field mask is not in snake_case"),
    }
}

fn read(mask: &mut FieldMask, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let path = if reader.is_url() { either } else { snake };
    let expected = "a field mask such as \"name,createTime\"";
    let offset = reader.offset();
    let text = reader.string(expected)?;
    mask.paths.clear();
    for text in text.split(',').filter(|_| !text.is_empty()) {
        let path = path(text).ok_or_else(|| reader.expected_at(offset, expected))?;
        reader.charge(path.len())?;
        reader.charge_element::<String>(mask.paths.len())?;
        mask.paths.push(path);
    }
    Ok(())
}

/// Parses a path from a URL, where it may also be written as in the .proto file: other gateways accept that, and `_`
/// has no other meaning.
fn either(path: &str) -> Option<String> {
    if path.contains('_') {
        return camel(path).map(|_| path.to_owned());
    }
    snake(path)
}

/// Returns the JSON form of a path, or `None` if the path would not survive the round trip.
fn camel(path: &str) -> Option<String> {
    let mut camel = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        camel.push(match character {
            '_' => characters
                .next()
                .filter(char::is_ascii_lowercase)?
                .to_ascii_uppercase(),
            ',' | 'A'..='Z' => return None,
            _ => character,
        });
    }
    Some(camel)
}

fn snake(path: &str) -> Option<String> {
    let mut snake = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '_' => return None,
            'A'..='Z' => snake.extend(['_', character.to_ascii_lowercase()]),
            _ => snake.push(character),
        }
    }
    Some(snake)
}
