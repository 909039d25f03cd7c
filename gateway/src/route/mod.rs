//! Finds the binding of a request, and the values in its path.

#[cfg(test)]
mod model;
pub(crate) mod percent;
mod segments;
mod tree;
mod verb;

use std::borrow::Cow;

use http::{HeaderValue, Method};

use self::percent::{Malformed, Mode};
use self::segments::Segments;
use self::tree::Found;
pub(crate) use self::tree::Tree;
use crate::schema::{Segment, Template, Variable};

/// The reason why no binding serves a request.
#[derive(Debug)]
pub(crate) enum Miss {
    /// Nothing is bound to the path.
    Path,
    /// The path is bound under other methods; this is its `Allow`.
    Method(HeaderValue),
    /// OPTIONS, which is not bound itself, on a path with this `Allow`.
    Options(HeaderValue),
}

/// Finds the value that is bound to a raw path and method.
pub(crate) fn find<'t, T>(tree: &'t Tree<T>, path: &str, method: &Method) -> Result<&'t T, Miss> {
    match tree.find(path, method) {
        Found::Value(value) => Ok(value),
        Found::OtherMethods(bound) if *method == Method::OPTIONS => {
            Err(Miss::Options(allow(&bound)))
        }
        Found::OtherMethods(bound) => Err(Miss::Method(allow(&bound))),
        Found::Nothing => Err(Miss::Path),
    }
}

/// Returns the `Allow` of a path with these bound methods. GET includes HEAD, and every path allows OPTIONS.
fn allow(bound: &[Method]) -> HeaderValue {
    let mut names: Vec<&str> = Vec::new();
    for method in bound {
        let head = (*method == Method::GET).then_some("HEAD");
        names.extend([Some(method.as_str()), head].into_iter().flatten());
    }
    names.push("OPTIONS");
    names.sort_unstable();
    names.dedup();
    HeaderValue::try_from(names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

/// Returns the decoded values of a template's variables in a raw path that it matches.
pub(crate) fn captures(template: &Template, path: &str) -> Vec<Result<String, Malformed>> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = template
        .verb()
        .map_or(path, |verb| verb::without(path, verb));
    let variables = template.variables().iter();
    variables
        .map(|variable| capture(template, variable, Segments::of(path)))
        .collect()
}

fn capture(
    template: &Template,
    variable: &Variable,
    path: Segments<'_>,
) -> Result<String, Malformed> {
    let mode = if is_multi_segment(template, variable) {
        Mode::Segments
    } else {
        Mode::Segment
    };
    let captured = captured(template, variable, path).map_or("", Segments::text);
    percent::decode(captured, mode).map(Cow::into_owned)
}

/// Returns the segments of a variable. Those before `**` are counted from the front of the path, those after it from
/// the end.
fn captured<'p>(
    template: &Template,
    variable: &Variable,
    path: Segments<'p>,
) -> Option<Segments<'p>> {
    let (start, end) = (variable.start(), variable.end());
    let after = template.segments().len().checked_sub(end)?;
    let is_double_star = |segment: &Segment| *segment == Segment::DoubleStar;
    match template.segments().iter().position(is_double_star) {
        Some(double_star) if double_star < start => {
            path.without_last(after)?.last(end.checked_sub(start)?)
        }
        Some(double_star) if double_star < end => path.without_first(start)?.without_last(after),
        _ => path.without_first(start)?.first(end.checked_sub(start)?),
    }
}

fn is_multi_segment(template: &Template, variable: &Variable) -> bool {
    let captured = template
        .segments()
        .get(variable.start()..variable.end())
        .unwrap_or_default();
    captured.len() != 1 || captured.contains(&Segment::DoubleStar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{DoubleStar, Literal, Star};

    const ROOMS: Template =
        Template::new("/v1/rooms", &[Literal("v1"), Literal("rooms")], &[], None);
    const ROOM: Template = Template::new(
        "/v1/rooms/{room}",
        &[Literal("v1"), Literal("rooms"), Star],
        &[Variable::new("room", 2, 3)],
        None,
    );
    const CLOSE: Template = Template::new(
        "/v1/rooms/{room}:close",
        &[Literal("v1"), Literal("rooms"), Star],
        &[Variable::new("room", 2, 3)],
        Some("close"),
    );
    const SPECIAL: Template = Template::new(
        "/v1/rooms/special/{id}",
        &[Literal("v1"), Literal("rooms"), Literal("special"), Star],
        &[Variable::new("id", 3, 4)],
        None,
    );
    const NESTED: Template = Template::new(
        "/v1/rooms/{room}/mine",
        &[Literal("v1"), Literal("rooms"), Star, Literal("mine")],
        &[Variable::new("room", 2, 3)],
        None,
    );
    const FILES: Template = Template::new(
        "/v1/{name=files/**}/raw",
        &[Literal("v1"), Literal("files"), DoubleStar, Literal("raw")],
        &[Variable::new("name", 1, 3)],
        None,
    );

    fn tree() -> Tree<&'static str> {
        let mut tree = Tree::default();
        for (method, template) in [
            (Method::GET, FILES),
            (Method::GET, NESTED),
            (Method::GET, SPECIAL),
            (Method::POST, CLOSE),
            (Method::GET, ROOM),
            (Method::GET, ROOMS),
            (Method::POST, ROOMS),
        ] {
            assert_eq!(tree.insert(method, &template, template.source()), Ok(()));
        }
        tree
    }

    #[test]
    fn finds_by_precedence_and_backtracks() {
        let tree = tree();
        for (method, path, expected) in [
            (Method::GET, "/v1/rooms", "/v1/rooms"),
            (Method::HEAD, "/v1/rooms", "/v1/rooms"),
            (Method::GET, "/v1/rooms/lobby", "/v1/rooms/{room}"),
            (Method::GET, "/v1/%72ooms/lobby", "/v1/rooms/{room}"),
            (Method::GET, "/v1/rooms/special", "/v1/rooms/{room}"),
            (Method::GET, "/v1/rooms/special/7", "/v1/rooms/special/{id}"),
            (
                Method::GET,
                "/v1/rooms/special/mine",
                "/v1/rooms/special/{id}",
            ),
            (Method::GET, "/v1/rooms/other/mine", "/v1/rooms/{room}/mine"),
            (
                Method::POST,
                "/v1/rooms/lobby:close",
                "/v1/rooms/{room}:close",
            ),
            (Method::GET, "/v1/rooms/lobby:open", "/v1/rooms/{room}"),
            (Method::GET, "/v1/files/raw", "/v1/{name=files/**}/raw"),
            (Method::GET, "/v1/files/a//b/raw", "/v1/{name=files/**}/raw"),
        ] {
            let found = find(&tree, path, &method);
            assert_eq!(found.ok(), Some(&expected), "{method} {path}");
        }
    }

    #[test]
    fn tells_an_unknown_path_from_an_unbound_method() {
        let tree = tree();
        for path in [
            "",
            "/",
            "/v1",
            "/v1/rooms/",
            "/v1//lobby",
            "/v1/rooms/a/b",
            "/v1/rooms/%zz/b",
            "v1/rooms",
        ] {
            assert!(
                matches!(find(&tree, path, &Method::GET), Err(Miss::Path)),
                "{path}"
            );
        }
        for (method, path, allow) in [
            (Method::DELETE, "/v1/rooms", "GET, HEAD, OPTIONS, POST"),
            (
                Method::PUT,
                "/v1/rooms/lobby:close",
                "GET, HEAD, OPTIONS, POST",
            ),
            (Method::PUT, "/v1/rooms/lobby:open", "GET, HEAD, OPTIONS"),
        ] {
            let Err(Miss::Method(found)) = find(&tree, path, &method) else {
                panic!("{method} {path} is bound");
            };
            assert_eq!(found, allow, "{method} {path}");
        }
        let Err(Miss::Options(found)) = find(&tree, "/v1/rooms/lobby", &Method::OPTIONS) else {
            panic!("OPTIONS is bound");
        };
        assert_eq!(found, "GET, HEAD, OPTIONS");
    }

    #[test]
    fn refuses_the_same_shape_twice() {
        let same = Template::new("/v1/rooms/{id}", ROOM.segments(), &[], None);
        assert_eq!(
            tree().insert(Method::GET, &same, "again"),
            Err(&"/v1/rooms/{room}")
        );
    }

    #[test]
    fn decodes_what_variables_capture() {
        for (template, path, expected) in [
            (ROOM, "/v1/rooms/a%2Fb+c", Ok("a/b+c")),
            (ROOM, "/v1/rooms/lobby:open", Ok("lobby:open")),
            (CLOSE, "/v1/rooms/a:b:close", Ok("a:b")),
            (FILES, "/v1/files/raw", Ok("files")),
            (FILES, "/v1/files/a%2Fb/%41//raw", Ok("files/a%2Fb/A/")),
            (ROOM, "/v1/rooms/%zz", Err(Malformed::Escape)),
        ] {
            let captured = captures(&template, path).remove(0);
            assert_eq!(
                captured.as_deref(),
                expected.as_ref().map(|text| *text),
                "{path}"
            );
        }
    }
}
