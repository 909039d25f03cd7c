//! Variables in the syntax of other frameworks, and the help for them.

use super::parser::is_identifier;

/// Returns the help for a segment that is a variable elsewhere: `:room`, `*rest`, `<room>`, `<rest..>`.
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

/// Returns the help for text in angle brackets: `room`, `rest..`, `int:room` and `path:rest`.
fn in_angles(text: &str) -> Option<String> {
    match text.split_once(':') {
        Some(("path", name)) => is_identifier(name).then(|| rest(name)),
        Some((_, name)) => variable(name),
        None => variable(text),
    }
}

/// Returns the help for text in braces that is not a field: `*rest`, `rest...`, `room:[a-z]+`, `room?`.
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

/// Returns the help for a name, which may have a mark before or after it to capture the rest of the path.
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
