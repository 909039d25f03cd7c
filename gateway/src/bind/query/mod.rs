//! Reads the values of query parameters.

mod key;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tonic::Status;

use self::key::{FieldTarget, Key, Scope, Target};
use super::overlay::{Assignment, Source, Text};
use super::places::{Place, Places};
use super::plan::BindPlan;
use crate::json::UnknownFields;
use crate::route::percent::{self, Mode};
use crate::settings::Settings;

/// Reads the values of a raw query, in the order of the URL, for fields that neither the body nor the path sets.
pub(super) fn assignments(
    query: &str,
    plan: &BindPlan,
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
        places: Places::default(),
        known: BTreeMap::new(),
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
    places: Places,
    /// The fields that are set, each with the index of its assignment.
    known: BTreeMap<Place, usize>,
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
        let text = Text {
            key: field.map_key.map(str::to_owned),
            text,
        };
        match self.known.entry(self.places.find(&field.path)) {
            Entry::Vacant(entry) => {
                entry.insert(self.assignments.len());
                self.assignments.push(Assignment {
                    source,
                    path: field.path,
                    values: vec![text],
                });
            }
            Entry::Occupied(entry) if field.repeats => {
                if let Some(known) = self.assignments.get_mut(*entry.get()) {
                    known.values.push(text);
                }
            }
            Entry::Occupied(_) => return Err(source.refuse("given more than once")),
        }
        Ok(())
    }

    /// Handles a parameter that sets nothing. It is refused where unknown fields are, unless it belongs to the gateway.
    fn unknown(&self, source: &Source, why: &str) -> Result<(), Status> {
        let rejects = self.settings.unknown_fields == UnknownFields::Reject;
        match source {
            Source::Query(name) if rejects && !self.settings.is_system_parameter(name) => {
                Err(source.refuse(why))
            }
            _ => Ok(()),
        }
    }
}
