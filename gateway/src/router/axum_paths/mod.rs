//! The axum routes that lead requests to the tree: as narrow as axum can express, so that they do not take over the
//! user's own routes.

mod spelling;

use std::collections::BTreeSet;

use self::spelling::{joined, spellings};
use crate::schema::{Segment, Template};

/// The maximum number of parameters in a mounted path. axum accepts 25, including those of the routers that the path is
/// nested in.
const MOST_PARAMETERS: usize = 16;

/// Returns the paths under which axum must pass on requests, so that they reach every template.
pub(crate) fn paths<'t>(templates: impl Iterator<Item = &'t Template>) -> BTreeSet<String> {
    let mut mounted = Mounted::default();
    templates.for_each(|template| mounted.add(template));
    mounted.into_paths()
}

#[derive(Default)]
struct Mounted {
    paths: BTreeSet<String>,
    /// The prefixes, without a trailing slash, below which every path is passed on.
    below: BTreeSet<String>,
}

impl Mounted {
    fn add(&mut self, template: &Template) {
        let is_double_star = |segment: &Segment| *segment == Segment::DoubleStar;
        let mut parts = template.segments().splitn(2, is_double_star);
        let before = places(parts.next().unwrap_or_default());
        match (parts.next(), template.verb()) {
            (None, None) => self.add_paths(&before),
            (None, Some(verb)) => self.add_paths(&with_verb(before, verb)),
            (Some([]), None) => self.add_all_from(&before),
            (Some([]), Some(verb)) => {
                self.add_below(&before);
                if !before.is_empty() {
                    self.add_paths(&with_verb(before, verb));
                }
            }
            (Some(_), _) => self.add_below(&before),
        }
    }

    fn add_paths(&mut self, places: &[Place]) {
        match write(places) {
            Written::Whole(paths) => self.paths.extend(paths),
            Written::Begun(prefixes) => self.below.extend(prefixes),
        }
    }

    fn add_below(&mut self, places: &[Place]) {
        let (Written::Whole(prefixes) | Written::Begun(prefixes)) = write(places);
        self.below.extend(prefixes);
    }

    /// Adds everything below these places, and the places themselves with and without a trailing slash.
    fn add_all_from(&mut self, places: &[Place]) {
        self.add_below(places);
        if let Written::Whole(paths) = write(places) {
            let with_slash = paths.iter().map(|path| format!("{path}/"));
            self.paths.extend(with_slash);
            self.paths.extend(paths);
        }
    }

    fn into_paths(self) -> BTreeSet<String> {
        let Self { mut paths, below } = self;
        if paths.remove("") {
            paths.insert("/".to_owned());
        }
        // axum accepts none of our paths beside a catch-all that covers them.
        paths.retain(|path| !below.iter().any(|prefix| is_below(path, prefix)));
        let is_outermost = |inner: &&String| !below.iter().any(|outer| is_below(inner, outer));
        let outermost = below.iter().filter(is_outermost);
        paths.extend(outermost.map(|prefix| format!("{prefix}/{{*rest}}")));
        paths
    }
}

/// Returns whether the catch-all of the prefix covers the path.
fn is_below(path: &str, prefix: &str) -> bool {
    let rest = path
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('/'));
    rest.is_some_and(|rest| !rest.is_empty())
}

/// The pattern with which axum matches one segment of a path.
enum Place {
    /// One of these texts.
    Texts(Vec<String>),
    Parameter,
}

fn places(segments: &[Segment]) -> Vec<Place> {
    segments.iter().map(|segment| Place::of(*segment)).collect()
}

fn with_verb(mut places: Vec<Place>, verb: &str) -> Vec<Place> {
    let last = places.pop().map(|last| last.with_verb(verb));
    places.extend(last);
    places
}

impl Place {
    fn of(segment: Segment) -> Self {
        match segment {
            // axum does not accept these as literal text.
            Segment::Literal(text) if text.starts_with([':', '*']) => Self::Parameter,
            Segment::Literal(text) => spellings(text).map_or(Self::Parameter, Self::Texts),
            Segment::Star | Segment::DoubleStar => Self::Parameter,
        }
    }

    /// Appends a verb. After a parameter, axum accepts no text.
    fn with_verb(self, verb: &str) -> Self {
        let Self::Texts(texts) = self else {
            return Self::Parameter;
        };
        let texts = spellings(verb).and_then(|verbs| joined(&texts, ":", &verbs));
        texts.map_or(Self::Parameter, Self::Texts)
    }
}

/// A sequence of places, written as axum paths.
enum Written {
    Whole(Vec<String>),
    /// Cut where axum accepts no more parameters.
    Begun(Vec<String>),
}

/// Writes places as axum paths. Parameters are named by their position, as axum requires the same name in the same
/// place.
fn write(places: &[Place]) -> Written {
    let (mut paths, mut parameters) = (vec![String::new()], 0);
    for (position, place) in places.iter().enumerate() {
        let narrow = match place {
            Place::Texts(texts) => joined(&paths, "/", texts),
            Place::Parameter => None,
        };
        if narrow.is_none() && parameters == MOST_PARAMETERS {
            return Written::Begun(paths);
        }
        parameters += usize::from(narrow.is_none());
        paths = narrow.unwrap_or_else(|| {
            let paths = paths.iter();
            paths
                .map(|path| format!("{path}/{{p{position}}}"))
                .collect()
        });
    }
    Written::Whole(paths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{DoubleStar, Literal, Star};

    /// Segments and a verb.
    type Parts = (&'static [Segment], Option<&'static str>);

    /// Templates, and the paths under which they are mounted together.
    const MOUNTED: &[(&[Parts], &[&str])] = &[
        (
            &[
                (&[], None),
                (&[Literal("v1"), Literal("rooms")], None),
                (&[Literal("v1"), Star], Some("close")),
                (&[Literal("v1"), Literal("rooms")], Some("import")),
                (&[Literal("files"), Literal("raw")], None),
                (&[Literal("files"), DoubleStar], None),
            ],
            &[
                "/",
                "/files",
                "/files/",
                "/files/{*rest}",
                "/v1/rooms",
                "/v1/rooms:import",
                "/v1/{p1}",
            ],
        ),
        (&[(&[DoubleStar], None)], &["/", "/{*rest}"]),
        (&[(&[DoubleStar], Some("close"))], &["/{*rest}"]),
        (
            &[(&[Literal("a"), DoubleStar], Some("list"))],
            &["/a/{*rest}", "/a:list"],
        ),
        (
            &[(&[Literal("a"), Star, DoubleStar], Some("list"))],
            &["/a/{p1}", "/a/{p1}/{*rest}"],
        ),
        (
            &[(&[Literal("a"), DoubleStar, Star], None)],
            &["/a/{*rest}"],
        ),
        (
            &[
                (&[Literal("a"), DoubleStar, Literal("b")], None),
                (&[Literal("a"), Star, DoubleStar], None),
                (&[Literal("a")], None),
            ],
            &["/a", "/a/{*rest}"],
        ),
        (&[(&[Literal(":room"), Literal("x")], None)], &["/{p0}/x"]),
        (
            &[(&[Literal("a"), Literal("*room")], Some("x"))],
            &["/a/{p1}"],
        ),
        (
            &[(&[Literal("a"), Literal("b:c")], Some("d/e"))],
            &[
                "/a/b%3Ac:d%2Fe",
                "/a/b%3Ac:d%2fe",
                "/a/b%3ac:d%2Fe",
                "/a/b%3ac:d%2fe",
                "/a/b:c:d%2Fe",
                "/a/b:c:d%2fe",
            ],
        ),
        (
            &[(&[Literal("äöü"), Literal("äöü"), Literal("x")], None)],
            &["/{p0}/{p1}/x"],
        ),
        (
            &[(&[Star; 17], None)],
            &[
                "/{p0}/{p1}/{p2}/{p3}/{p4}/{p5}/{p6}/{p7}/{p8}/{p9}/{p10}/{p11}/{p12}/{p13}/{p14}/{p15}/{*rest}",
            ],
        ),
    ];

    #[test]
    fn is_as_narrow_as_axum_can_express() {
        for (templates, expected) in MOUNTED {
            let templates = templates.iter();
            let templates: Vec<_> = templates
                .map(|(segments, verb)| Template::new("", segments, &[], *verb))
                .collect();
            assert_eq!(Vec::from_iter(paths(templates.iter())), *expected);
        }
    }
}
