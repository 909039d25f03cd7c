//! Reports a method that a service does not have, and suggests one that may be meant.

use super::names::{distance, unraw};
use super::text::Text;
use crate::schema::{ServiceDescriptor, Table};

/// The maximum number of methods that an error lists.
const LISTED: usize = 8;

pub(super) const fn unknown(table: &'static Table, name: &str) -> Text {
    let text = Text::new()
        .name(table.service.name())
        .text(" has no method ")
        .name(name);
    match nearest(table.service, name) {
        Some(near) => text.help("did you mean ").name(near).text("?"),
        None if knows_none(table) => text.help("name its server by `#[gateway(server = path)]`"),
        None => list(text.help("it has "), table.service),
    }
}

/// Returns whether the service has none of the impl's methods, so that the impl is for another service.
const fn knows_none(table: &'static Table) -> bool {
    let mut methods = table.methods;
    while let [method, others @ ..] = methods {
        if method.is_some() {
            return false;
        }
        methods = others;
    }
    true
}

/// Returns the method whose name is closest, if it is close enough.
const fn nearest(service: &'static ServiceDescriptor, name: &str) -> Option<&'static str> {
    let (mut methods, mut best, mut least) = (service.methods(), None, name.len() / 3 + 2);
    while let [method, others @ ..] = methods {
        let candidate = unraw(method.rust_name());
        let distance = distance(name, candidate);
        if distance < least && distance < name.len() {
            best = Some(candidate);
            least = distance;
        }
        methods = others;
    }
    best
}

const fn list(mut text: Text, service: &'static ServiceDescriptor) -> Text {
    let mut methods = service.methods();
    let mut count = 0;
    while let [method, others @ ..] = methods {
        if count == LISTED {
            return text.text(", ..");
        }
        let separator = if count == 0 { "" } else { ", " };
        text = text.text(separator).name(unraw(method.rust_name()));
        methods = others;
        count += 1;
    }
    text
}
