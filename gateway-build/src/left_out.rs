//! The rules that the settings leave out.

use std::cell::Cell;

use crate::error::Mistakes;
use crate::rule::{Rule, Rules};

/// The names given to [`without_http`](crate::Builder::without_http).
#[derive(Debug)]
pub(crate) struct LeftOut<'a>(Vec<Entry<'a>>);

#[derive(Debug)]
struct Entry<'a> {
    text: &'a str,
    /// A method, a service or a package.
    name: String,
    /// `GET /v1/rooms/{room}`
    rule: Option<&'a str>,
    is_found: Cell<bool>,
}

impl<'a> LeftOut<'a> {
    pub(crate) fn new(texts: &'a [String]) -> Self {
        Self(texts.iter().map(|text| Entry::new(text)).collect())
    }

    /// Returns whether this rule of the method with this full name is left out.
    pub(crate) fn has(&self, method: &str, rule: &Rule) -> bool {
        let entries = self.0.iter();
        let found = entries.filter(|entry| entry.names(method) && entry.takes(rule));
        found.inspect(|entry| entry.is_found.set(true)).count() > 0
    }

    /// Reports the names that have left out nothing.
    pub(crate) fn check(&self, rules: &Rules, mistakes: &mut Mistakes) {
        let unused = self.0.iter().filter(|entry| !entry.is_found.get());
        unused.for_each(|entry| mistakes.add(entry.unknown(rules)));
    }
}

impl<'a> Entry<'a> {
    fn new(text: &'a str) -> Self {
        let (name, rule) = match text.trim().split_once(' ') {
            Some((name, rule)) => (name, Some(rule.trim_start())),
            None => (text.trim(), None),
        };
        Self {
            text,
            // Errors write the last dot of a method as a slash, as in its gRPC path.
            name: name.trim_start_matches('.').replace('/', "."),
            rule,
            is_found: Cell::new(false),
        }
    }

    fn names(&self, method: &str) -> bool {
        let rest = method.strip_prefix(&*self.name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    fn takes(&self, rule: &Rule) -> bool {
        self.rule.is_none_or(|name| name == rule.name())
    }

    fn unknown(&self, rules: &Rules) -> String {
        let named = rules.iter().filter(|(method, _)| self.names(method));
        let mut of_method: Vec<_> = named
            .flat_map(|(_, annotation)| annotation.rules().map(|rule| format!("`{}`", rule.name())))
            .collect();
        let help = if of_method.is_empty() {
            self.nearest(rules)
        } else {
            of_method.sort();
            format!("its rules are {}", of_method.join(", "))
        };
        format!(
            "without_http({:?}) leaves out nothing\nhelp: {help}",
            self.text
        )
    }

    fn nearest(&self, rules: &Rules) -> String {
        let likeness = |method: &str| strsim::jaro_winkler(&self.name, method);
        let methods = rules.iter().map(|(method, _)| method);
        let likely = methods.filter(|method| likeness(method) > 0.8);
        match likely.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
            Some(method) => format!("did you mean {method:?}?"),
            None => "name a method that has a rule, such as \"chat.v1.Chat.GetRoom\"".to_owned(),
        }
    }
}
