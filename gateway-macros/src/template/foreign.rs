//! The variables of other frameworks, and what to write for them.

use super::parser::is_identifier;

/// What to write for a segment that is a variable elsewhere: `:room`, `*rest`, `<room>`, `<rest..>`.
pub(super) fn segment(text: &str) -> Option<String> {
    if let Some(after) = text.strip_prefix(':') {
        let name = after.split(':').next().unwrap_or_default();
        let as_text = || "write `%3A` for a colon that is text".to_owned();
        return Some(variable(name).unwrap_or_else(as_text));
    }
    if text.starts_with('*') {
        let name = text.trim_start_matches('*');
        return is_identifier(name).then(|| rest(name));
    }
    in_angles(text.strip_prefix('<')?.strip_suffix('>')?)
}

/// `room`, `rest..`, `int:room` and `path:rest`.
fn in_angles(text: &str) -> Option<String> {
    match text.split_once(':') {
        Some(("path", name)) => is_identifier(name).then(|| rest(name)),
        Some((_, name)) => variable(name),
        None => variable(text),
    }
}

/// What to write for what is no field in braces: `*rest`, `rest...`, `room:[a-z]+`, `room?`.
pub(super) fn field(text: &str) -> String {
    let (name, pattern) = text.split_once(':').unwrap_or((text, ""));
    if let ".*" | ".+" = pattern
        && is_identifier(name)
    {
        return rest(name);
    }
    variable(name).unwrap_or_else(|| {
        "write a field of the request, such as `{room}` or `{room.name}`".to_owned()
    })
}

/// A name, perhaps with a mark before or after it that has it take the rest of the path.
fn variable(text: &str) -> Option<String> {
    let name = text.trim_matches(['*', '+', '?', '.']);
    if !is_identifier(name) {
        return None;
    }
    let takes_rest = text.contains(['*', '+']) || text.ends_with("..");
    Some(if takes_rest {
        rest(name)
    } else {
        format!("write `{{{name}}}`")
    })
}

fn rest(name: &str) -> String {
    format!("write `{{{name}=**}}` to capture the rest of the path")
}
