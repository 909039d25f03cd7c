//! Verbs: finds the colon in a path's last segment that starts one.

use super::percent;

/// The verbs of all bindings, decoded.
#[derive(Debug, Default)]
pub(super) struct Verbs {
    bound: Vec<&'static str>,
    longest: usize,
}

impl Verbs {
    pub(super) fn add(&mut self, verb: &'static str) {
        if !self.bound.contains(&verb) {
            self.bound.push(verb);
            self.longest = self.longest.max(verb.len());
        }
    }

    /// Splits a raw path wherever it ends with a bound verb into the path before the verb and the verb, longest verb
    /// first.
    pub(super) fn split<'p>(&self, path: &'p str) -> impl Iterator<Item = (&'p str, &'static str)> {
        let last_segment = match self.bound.is_empty() {
            true => "",
            false => path,
        };
        colons(last_segment, self.longest).filter_map(|(before, raw)| {
            let mut bound = self.bound.iter();
            let verb = bound.find(|verb| percent::spells(raw, verb))?;
            Some((before, *verb))
        })
    }
}

/// Returns a raw path that ends with this verb, without the verb.
pub(super) fn without<'p>(path: &'p str, verb: &str) -> &'p str {
    colons(path, verb.len())
        .find(|(_, raw)| percent::spells(raw, verb))
        .map_or(path, |(before, _)| before)
}

/// Returns the text before and after each colon of the last segment that can start a verb of at most this length, from
/// left to right.
fn colons(path: &str, longest: usize) -> impl Iterator<Item = (&str, &str)> {
    let last_segment = path.rfind('/').map_or(0, |slash| slash + 1);
    let farthest = path
        .len()
        .saturating_sub(1 + percent::LONGEST_SPELLING * longest);
    let places = last_segment.max(farthest)..path.len();
    places.filter_map(move |at| {
        let (before, after) = path.split_at_checked(at)?;
        Some((before, after.strip_prefix(':')?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colon_that_starts_a_bound_verb_does() {
        let mut verbs = Verbs::default();
        for verb in ["close", "b:c", "c", "a/b"] {
            verbs.add(verb);
        }
        for (path, expected) in [
            ("x:close", vec![("x", "close")]),
            ("x:cl%6Fse", vec![("x", "close")]),
            ("x%3Aclose", vec![]),
            ("x:open", vec![]),
            ("x:close/y", vec![]),
            ("x:a%2fb", vec![("x", "a/b")]),
            ("x:b:c", vec![("x", "b:c"), ("x:b", "c")]),
            ("x:%62%3a%63", vec![("x", "b:c")]),
            ("y:c/:c", vec![("y:c/", "c")]),
            ("x:ü:c", vec![("x:ü", "c")]),
            ("x:", vec![]),
        ] {
            assert_eq!(Vec::from_iter(verbs.split(path)), expected, "{path}");
        }
        assert_eq!(without("a/x:%62:c", "b:c"), "a/x");
        assert_eq!(without("a/x:%62:c", "d"), "a/x:%62:c");
        assert_eq!(Vec::from_iter(Verbs::default().split("x:")), vec![]);
    }
}
