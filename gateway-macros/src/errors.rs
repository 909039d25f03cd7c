//! Collects all mistakes in one impl, to report them together.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};

/// Collects errors. Dropping it unreported is a bug in the macro.
pub(crate) struct Errors {
    found: Vec<syn::Error>,
    reported: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self {
            found: Vec::new(),
            reported: false,
        }
    }

    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.found.push(syn::Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// Returns a `compile_error!` for each error.
    pub(crate) fn report(mut self) -> TokenStream {
        self.reported = true;
        self.found
            .iter()
            .map(syn::Error::to_compile_error)
            .collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if !self.reported && !std::thread::panicking() {
            panic!("errors were collected but not reported");
        }
    }
}

/// Returns the candidate that `word` is likely a misspelling of.
pub(crate) fn suggest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (strsim::jaro_winkler(&word, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// `` `a`, `b`, `c` ``
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near() {
        let known = ["get", "put", "post", "disable_sse", "disable_websockets"];
        assert_eq!(suggest("disable_ss", &known), Some("disable_sse"));
        assert_eq!(suggest("GET", &known), Some("get"));
        assert_eq!(suggest("websocket", &known), None);
    }

    #[test]
    fn lists_words_in_quotes() {
        assert_eq!(list(&["a", "b"]), "`a`, `b`");
    }
}
