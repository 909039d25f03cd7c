//! The query parameters that a rule names.

use std::collections::HashSet;

use crate::rule::Query;

use super::fields::{Use, dotted};
use super::{Body, Rpc};

impl Rpc<'_> {
    /// Checks that the fields exist, and that parameters can set those that have aliases. If the body is the whole
    /// message, the query is not read, so nothing is checked.
    pub(super) fn query(&self, query: &Query, body: &Body) -> Result<Query, String> {
        if matches!(body, Body::Message) && !self.streams_requests {
            return Ok(Query::default());
        }
        let mut names = HashSet::new();
        for (name, field) in &query.aliases {
            check_name(name, field)?;
            if !names.insert(name) {
                return Err(format!(
                    "the parameter `{name}` sets two fields\nhelp: rename one of them"
                ));
            }
            dotted(self.types, self.input, field, Use::Alias)?;
        }
        let mut ignored = query.ignored.iter();
        ignored.try_for_each(|field| dotted(self.types, self.input, field, Use::Ignored))?;
        Ok(query.clone())
    }
}

fn check_name(name: &str, field: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err(format!(
            "the parameter that sets `{field}` has no name\nhelp: write `name` beside its `selector`"
        ));
    }
    if name.contains(['=', '&']) {
        return Err(format!(
            "`=` and `&` end a parameter's name\nhelp: leave them out of `{name}`"
        ));
    }
    Ok(())
}
