//! Values of query parameters.

mod key;

use tonic::Status;

use self::key::{FieldTarget, Key, Scope, Target};
use super::overlay::{Assignment, Source, Text};
use super::plan::Plan;
use crate::json::UnknownFields;
use crate::route::percent::{self, Mode};
use crate::settings::Settings;

/// The values of a raw query, in the order of the URL, for fields that neither the body nor the path sets.
pub(super) fn assignments(
    query: &str,
    plan: &Plan,
    of_path: &[Assignment],
    settings: &Settings,
) -> Result<Vec<Assignment>, Status> {
    let mut collected = Collected {
        scope: Scope {
            plan,
            of_path,
            max_depth: settings.limits.json_depth,
        },
        settings,
        assignments: Vec::new(),
        arms: Vec::new(),
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    for (index, pair) in pairs.enumerate() {
        if index == settings.limits.query_parameters {
            return Err(too_many(index));
        }
        collected.add(pair)?;
    }
    Ok(collected.assignments)
}

fn too_many(limit: usize) -> Status {
    Status::invalid_argument(format!(
        "more than {limit} query parameters (`Limits::max_query_parameters`)"
    ))
}

struct Collected<'p> {
    scope: Scope<'p>,
    settings: &'p Settings,
    assignments: Vec<Assignment>,
    /// Members of oneofs that a parameter has set or has gone through.
    arms: Vec<(Vec<usize>, &'static str)>,
}

impl Collected<'_> {
    fn add(&mut self, pair: &str) -> Result<(), Status> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent::decode(name, Mode::Query)
            .map_err(|malformed| Source::Query(name.to_owned()).refuse(malformed))?;
        let source = Source::Query(name.to_string());
        let text =
            percent::decode(value, Mode::Query).map_err(|malformed| source.refuse(malformed))?;
        if !self.scope.plan.takes_query {
            return self.unknown(
                &source,
                "the body is the whole message, so that the query sets nothing",
            );
        }
        let target = key::resolve(&Key::parse(&name), self.scope);
        let target = target.map_err(|why| source.refuse(why))?;
        match target {
            Target::Unknown => self.unknown(&source, "no such field"),
            Target::Bound => Ok(()),
            Target::Field(field) => self.set(source, field, text.into_owned()),
        }
    }

    fn set(&mut self, source: Source, field: FieldTarget<'_>, text: String) -> Result<(), Status> {
        self.choose(field.arms).map_err(|why| source.refuse(why))?;
        let text = Text {
            key: field.map_key.map(str::to_owned),
            text,
        };
        self.assign(source, field.path, text, field.repeats)
    }

    /// A parameter that sets nothing: refused where unknown fields are, but for those that belong to the gateway.
    fn unknown(&self, source: &Source, why: &str) -> Result<(), Status> {
        let rejects = self.settings.unknown_fields == UnknownFields::Reject;
        match source {
            Source::Query(name) if rejects && !self.settings.is_system_parameter(name) => {
                Err(source.refuse(why))
            }
            _ => Ok(()),
        }
    }

    /// Notes the members of oneofs on the way to a field; a second member of one is refused.
    fn choose(&mut self, arms: Vec<(Vec<usize>, &'static str)>) -> Result<(), String> {
        for (path, oneof) in arms {
            let parent = path.split_last().map(|(_, parent)| parent);
            let siblings = |(other, name): &&(Vec<usize>, &str)| {
                *name == oneof
                    && other.split_last().map(|(_, parent)| parent) == parent
                    && *other != path
            };
            if self.arms.iter().any(|arm| siblings(&arm)) {
                return Err(format!(
                    "another field of the oneof `{oneof}` is set already"
                ));
            }
            if !self.arms.iter().any(|(known, _)| *known == path) {
                self.arms.push((path, oneof));
            }
        }
        Ok(())
    }

    fn assign(
        &mut self,
        source: Source,
        path: Vec<usize>,
        text: Text,
        repeats: bool,
    ) -> Result<(), Status> {
        let known = self
            .assignments
            .iter_mut()
            .find(|assignment| assignment.path == path);
        match known {
            None => self.assignments.push(Assignment {
                source,
                path,
                values: vec![text],
            }),
            Some(assignment) if repeats => assignment.values.push(text),
            Some(_) => return Err(source.refuse("given more than once")),
        }
        Ok(())
    }
}
