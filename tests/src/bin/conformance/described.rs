//! Each message once more, in an `Any`, where its description takes the place of the code that is generated for it.

use gateway::Message;
use gateway::json::{self, JsonOptions, ReadOptions};
use prost_types::Any;

use super::testee::text_of;

/// Checks that an `Any` with these bytes is the JSON that their message is.
pub(crate) fn check_bytes<M: Message>(bytes: &[u8], options: &JsonOptions) -> Result<(), String> {
    let any = Any {
        type_url: type_url::<M>(),
        value: bytes.to_vec(),
    };
    let described = text_of(&any, options).map_err(drop);
    let generated = M::decode(bytes)
        .map_err(drop)
        .and_then(|message| text_of(&message, options).map_err(drop))
        .map(|text| with_type::<M>(&text).unwrap_or_default());
    same(&generated, &described)
}

/// Checks that an `Any` with the members of this text holds the message that they are.
pub(crate) fn check_text<M: Message>(
    text: &str,
    reading: &ReadOptions,
    writing: &JsonOptions,
) -> Result<(), String> {
    // What is no object, or no JSON, has no place for a type.
    let Some(any_text) = with_type::<M>(text) else {
        return Ok(());
    };
    let mut generated = M::default();
    let generated = json::read(&mut generated, text.as_bytes(), reading).map(|()| generated);
    let mut any = Any::default();
    let described = json::read(&mut any, any_text.as_bytes(), reading).map(|()| any);
    let generated = generated.map(|message| text_of(&message, writing).ok());
    let described = described.map(|any| {
        let message = M::decode(any.value.as_slice()).ok()?;
        text_of(&message, writing).ok()
    });
    same(&generated.map_err(drop), &described.map_err(drop))
}

fn same<T: PartialEq + std::fmt::Debug>(generated: &T, described: &T) -> Result<(), String> {
    if generated == described {
        return Ok(());
    }
    Err(format!("an `Any` makes {described:?} of {generated:?}"))
}

fn type_url<M: Message>() -> String {
    format!("type.googleapis.com/{}", M::DESCRIPTOR.name())
}

/// The object with the type among its members.
fn with_type<M: Message>(text: &str) -> Option<String> {
    let members = text.trim_start().strip_prefix('{')?;
    let comma = if members.trim_start().starts_with('}') {
        ""
    } else {
        ","
    };
    let url = type_url::<M>();
    Some(format!(r#"{{"@type":"{url}"{comma}{members}"#))
}
