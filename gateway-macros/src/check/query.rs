//! Checks `query(..)`: the query must be read, and the fields that it names must not be set elsewhere.

use std::collections::HashSet;

use syn::LitStr;

use super::Rules;
use crate::attribute::{Alias, Query};
use crate::errors::Errors;
use crate::model::Body;

impl Rules<'_> {
    pub(super) fn query(&self, errors: &mut Errors) {
        let Some(query) = &self.binding.http.query else {
            return;
        };
        let is_body = matches!(self.binding.body, Body::Message);
        if is_body && !self.method.kind.streams_requests() {
            errors.at(
                query.key,
                "the query is never read here: the body is the whole message\n\
                 help: leave `query(..)` out, or bind one field by `body = \"field\"`",
            );
        }
        names(&query.aliases, errors);
        ignored(&query.ignored, errors);
        for alias in &query.aliases {
            if let Some(message) = self.unreachable(alias, query) {
                errors.at(alias.field.span(), message);
            }
        }
    }

    /// Returns why no parameter can set the field of an alias, if that is so.
    fn unreachable(&self, alias: &Alias, query: &Query) -> Option<String> {
        let field = alias.field.value();
        let mut variables = self.binding.template.variables.iter();
        if variables.any(|variable| is_within(&field, &variable.field)) {
            return Some(bound(&field, "path"));
        }
        if matches!(&self.binding.body, Body::Field(body) if is_within(&field, &body.value())) {
            return Some(bound(&field, "body"));
        }
        let mut ignored = query.ignored.iter().map(LitStr::value);
        let ignored = ignored.find(|ignored| is_within(&field, ignored))?;
        Some(format!(
            "`{ignored}` is ignored, so that `{}` sets nothing\n\
             help: leave out the alias, or take `{ignored}` out of `ignore`",
            alias.name
        ))
    }
}

fn bound(field: &str, by: &str) -> String {
    format!(
        "`{field}` is bound by the {by}, so that the query cannot set it\nhelp: leave out the alias"
    )
}

/// Returns whether this is the outer field or a field in it.
fn is_within(field: &str, outer: &str) -> bool {
    field
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn names(aliases: &[Alias], errors: &mut Errors) {
    let mut known = HashSet::new();
    for alias in aliases {
        let name = alias.name.as_str();
        let message = if name.is_empty() {
            "a parameter has a name\nhelp: write it before the `=`, such as `q = \"filter.text\"`"
                .to_owned()
        } else if name.contains(['=', '&']) {
            format!("`=` and `&` end a parameter's name\nhelp: leave them out of `{name}`")
        } else if !known.insert(name) {
            format!("`{name}` is given twice")
        } else {
            continue;
        };
        errors.at(alias.name_span, message);
    }
}

fn ignored(fields: &[LitStr], errors: &mut Errors) {
    let mut known = HashSet::new();
    for field in fields {
        let name = field.value();
        if known.contains(&name) {
            errors.at(field.span(), format!("`{name}` is given twice"));
        }
        known.insert(name);
    }
}
