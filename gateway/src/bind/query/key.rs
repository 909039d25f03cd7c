//! The name of a query parameter: a dotted path of field names, with a key in brackets if the field is a map.

use crate::bind::field_path::FieldPath;
use crate::bind::overlay::Assignment;
use crate::bind::plan::BindPlan;
use crate::schema::{Cardinality, Field, MessageDescriptor};

/// The parts of a parameter's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key<'k> {
    whole: &'k str,
    /// The names of fields with dots between them.
    path: &'k str,
    map_key: Option<&'k str>,
}

impl<'k> Key<'k> {
    pub(super) fn parse(name: &'k str) -> Self {
        let bracketed = name.strip_suffix(']').and_then(|name| name.split_once('['));
        let (path, map_key) = bracketed.map_or((name, None), |(path, key)| (path, Some(key)));
        Self {
            whole: name,
            path,
            map_key,
        }
    }
}

/// The fields that a parameter may set.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) plan: &'s BindPlan,
    /// The assignments of the path, which no parameter can replace.
    pub(super) of_path: &'s [Assignment],
    pub(super) max_depth: usize,
}

impl Scope<'_> {
    fn is_bound(&self, path: &[usize]) -> bool {
        let mut of_path = self.of_path.iter();
        self.plan.is_bound(path) || of_path.any(|assignment| path.starts_with(&assignment.path))
    }
}

/// The target of a parameter.
#[derive(Debug)]
pub(super) enum Target<'k> {
    Unknown,
    /// A field that path or body binds.
    Bound,
    Field(FieldTarget<'k>),
}

/// A field that a parameter sets.
#[derive(Debug)]
pub(super) struct FieldTarget<'k> {
    pub(super) path: FieldPath,
    pub(super) map_key: Option<&'k str>,
    pub(super) repeats: bool,
}

/// Finds the field that a parameter names: an alias, or else a path of fields.
///
/// # Errors
///
/// The name is nested too deeply, continues below a field that has no fields, ends at a field that has no text form, or
/// has brackets after a field that is not a map.
pub(super) fn resolve<'k>(key: &Key<'k>, scope: Scope<'_>) -> Result<Target<'k>, String> {
    let Scope {
        plan, max_depth, ..
    } = scope;
    if depth(key.path) > max_depth {
        return Err(format!(
            "nested deeper than {max_depth} (`Limits::max_json_depth`)"
        ));
    }
    if let Some(path) = plan.alias(key.whole) {
        return walk(path, None, scope, |_| false);
    }
    let before_brackets = key.whole.split_once('[').map(|(name, _)| name);
    if let Some(path) = before_brackets.and_then(|name| plan.alias(name)) {
        return walk(path, key.map_key, scope, |_| false);
    }
    if !plan.discovers() {
        return Ok(Target::Unknown);
    }
    walk(key.path, key.map_key, scope, |path| plan.is_hidden(path))
}

/// Returns the number of names in a path.
fn depth(path: &str) -> usize {
    path.split('.').count()
}

fn walk<'k>(
    path: &str,
    map_key: Option<&'k str>,
    scope: Scope<'_>,
    is_hidden: impl Fn(&[usize]) -> bool,
) -> Result<Target<'k>, String> {
    let mut walk = Walk {
        message: scope.plan.input,
        path: Vec::with_capacity(depth(path)),
    };
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let (name, has_brackets) = walk.without_brackets(name);
        let Some(field) = walk.step(name) else {
            return Ok(Target::Unknown);
        };
        if scope.is_bound(&walk.path) {
            return Ok(Target::Bound);
        }
        if is_hidden(&walk.path) {
            return Ok(Target::Unknown);
        }
        if has_brackets {
            return Err(format!("`{}` cannot be gone into", field.name()));
        }
        if names.peek().is_none() {
            return walk.end(field, map_key);
        }
        walk.message = inner_message(field)?;
    }
    Ok(Target::Unknown)
}

struct Walk {
    message: &'static MessageDescriptor,
    path: FieldPath,
}

impl Walk {
    fn step(&mut self, name: &str) -> Option<&'static Field> {
        let index = self.message.bound_index(name)?;
        let field = self.message.fields().get(index)?;
        self.path.push(index);
        Some(field)
    }

    /// Returns the name up to its first bracket, and whether it has one. A bracket may also belong to a JSON name.
    fn without_brackets<'n>(&self, name: &'n str) -> (&'n str, bool) {
        match name.split_once('[') {
            Some((base, _)) if self.message.bound_index(name).is_none() => (base, true),
            _ => (name, false),
        }
    }

    fn end<'k>(
        self,
        field: &'static Field,
        map_key: Option<&'k str>,
    ) -> Result<Target<'k>, String> {
        if !field.kind().has_text_form() {
            return Err(format!(
                "`{}` is a message; name one of its fields",
                field.name()
            ));
        }
        let is_map = matches!(field.cardinality(), Cardinality::Map(_));
        match map_key {
            None if is_map => {
                return Err(format!(
                    "`{0}` is a map; write `{0}[key]=value`",
                    field.name()
                ));
            }
            Some(_) if !is_map => return Err(format!("`{}` is no map", field.name())),
            _ => {}
        }
        Ok(Target::Field(FieldTarget {
            path: self.path,
            map_key,
            repeats: is_map || field.cardinality() == Cardinality::Repeated,
        }))
    }
}

fn inner_message(field: &'static Field) -> Result<&'static MessageDescriptor, String> {
    let name = field.name();
    match field.cardinality() {
        Cardinality::Repeated => Err(format!(
            "`{name}` is a list; its values cannot be set one by one"
        )),
        Cardinality::Map(_) => Err(format!("`{name}` is a map; write `{name}[key]=value`")),
        _ if field.kind().has_text_form() => Err(format!("`{name}` has no fields")),
        _ => field
            .message()
            .ok_or_else(|| format!("`{name}` has no fields")),
    }
}
