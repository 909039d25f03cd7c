//! The axum routes that bring requests to the tree: as narrow as axum can express, so that the user's routes beside
//! them stay theirs.

use std::collections::BTreeSet;

use crate::template::{Segment, Template};

/// The paths under which axum has to pass requests on, so that every template is reached.
pub(crate) fn paths<'t>(templates: impl Iterator<Item = &'t Template>) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let mut catch_alls = BTreeSet::new();
    for template in templates {
        match path(template) {
            Mounted::Path(path) => drop(paths.insert(path)),
            Mounted::Below(prefix) => {
                paths.extend(
                    template
                        .verb()
                        .map(|verb| format!("{prefix}:{}", escape(verb))),
                );
                catch_alls.insert(prefix);
            }
        }
    }
    // axum takes nothing of ours beside a catch-all.
    paths.retain(|path| !catch_alls.iter().any(|prefix| is_below(path, prefix)));
    let outermost = catch_alls.iter().filter(|prefix| {
        !catch_alls
            .iter()
            .any(|other| other != *prefix && is_below(prefix, other))
    });
    for prefix in outermost {
        let itself = if prefix.is_empty() {
            None
        } else {
            Some(prefix.clone())
        };
        paths.extend(itself);
        paths.extend([format!("{prefix}/"), format!("{prefix}/{{*rest}}")]);
    }
    paths
}

enum Mounted {
    Path(String),
    /// All paths below this prefix.
    Below(String),
}

fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A template as axum writes it. Variables are named by their position, as axum wants the same name at one place.
fn path(template: &Template) -> Mounted {
    let mut path = String::new();
    let last = template.segments().len().saturating_sub(1);
    for (position, segment) in template.segments().iter().enumerate() {
        match segment {
            Segment::Literal(literal) => path = format!("{path}/{}", escape(literal)),
            Segment::Star => path = format!("{path}/{{p{position}}}"),
            Segment::DoubleStar => return Mounted::Below(path),
        }
        if position == last
            && *segment != Segment::Star
            && let Some(verb) = template.verb()
        {
            path = format!("{path}:{}", escape(verb));
        }
    }
    Mounted::Path(if path.is_empty() {
        "/".to_owned()
    } else {
        path
    })
}

fn escape(literal: &str) -> String {
    literal.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{DoubleStar, Literal, Star};

    #[test]
    fn is_as_narrow_as_axum_can_express() {
        const TEMPLATES: [Template; 6] = [
            Template::new("/", &[], &[], None),
            Template::new("/v1/rooms", &[Literal("v1"), Literal("rooms")], &[], None),
            Template::new(
                "/v1/{room}:close",
                &[Literal("v1"), Star],
                &[],
                Some("close"),
            ),
            Template::new(
                "/v1/rooms:import",
                &[Literal("v1"), Literal("rooms")],
                &[],
                Some("import"),
            ),
            Template::new("/files/raw", &[Literal("files"), Literal("raw")], &[], None),
            Template::new("/files/**", &[Literal("files"), DoubleStar], &[], None),
        ];
        let expected = [
            "/",
            "/files",
            "/files/",
            "/files/{*rest}",
            "/v1/rooms",
            "/v1/rooms:import",
            "/v1/{p1}",
        ];
        assert_eq!(Vec::from_iter(paths(TEMPLATES.iter())), expected);
    }
}
