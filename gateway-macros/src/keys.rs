//! The contents of an attribute's parentheses: `key`, `key = value` and `key(..)`, separated by commas.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use crate::errors::{Errors, list, suggest};

/// The keys that an attribute, or a list in it, takes.
pub(crate) struct Vocabulary {
    /// The name of the attribute or list in errors.
    pub(crate) owner: &'static str,
    /// All keys, each with an example of its use.
    pub(crate) keys: &'static [(&'static str, &'static str)],
}

/// One key and what is given for it.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) given: Given,
    pub(crate) example: &'static str,
}

pub(crate) enum Given {
    Nothing,
    Value(TokenStream),
    List(TokenStream),
}

impl Entry {
    pub(crate) fn span(&self) -> Span {
        self.key.span()
    }
}

/// The entries of one attribute. All keys are known, and each occurs at most once.
pub(crate) struct Keys(Vec<Entry>);

impl Keys {
    pub(crate) fn parse(tokens: TokenStream, vocabulary: &Vocabulary, errors: &mut Errors) -> Self {
        let mut keys = Self(Vec::new());
        for part in split_at_commas(tokens) {
            match entry(part, vocabulary) {
                Ok(entry) => keys.add(entry, errors),
                Err(error) => errors.push(error),
            }
        }
        keys
    }

    fn add(&mut self, entry: Entry, errors: &mut Errors) {
        match self.0.iter().find(|other| other.key == entry.key) {
            Some(_) => errors.at(entry.span(), format!("`{}` is given twice", entry.key)),
            None => self.0.push(entry),
        }
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.0.iter().position(|entry| entry.key == key)?;
        Some(self.0.remove(index))
    }

    /// Takes the entries with these keys, in the order in which they are written.
    pub(crate) fn take_any(&mut self, keys: &[&str]) -> Vec<Entry> {
        let is_one = |entry: &mut Entry| keys.iter().any(|key| entry.key == key);
        self.0.extract_if(.., is_one).collect()
    }
}

pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut parts: Vec<_> = tokens.split(is_comma).map(<[_]>::to_vec).collect();
    if parts.last().is_some_and(Vec::is_empty) {
        parts.pop();
    }
    parts
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

fn entry(part: Vec<TokenTree>, vocabulary: &Vocabulary) -> syn::Result<Entry> {
    let mut part = part.into_iter();
    let key = match part.next() {
        Some(TokenTree::Ident(key)) => key,
        Some(other) => return Err(no_key(other.span(), vocabulary)),
        None => return Err(no_key(Span::call_site(), vocabulary)),
    };
    let example = vocabulary.example(&key)?;
    let given = match part.next() {
        None => Given::Nothing,
        Some(TokenTree::Punct(punct)) if punct.as_char() == '=' => {
            return value(part).map(|given| Entry {
                key,
                given,
                example,
            });
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            Given::List(group.stream())
        }
        Some(other) => return Err(written(&key, other.span(), example)),
    };
    match part.next() {
        Some(extra) => Err(no_comma(&extra)),
        None => Ok(Entry {
            key,
            given,
            example,
        }),
    }
}

fn value(part: impl Iterator<Item = TokenTree>) -> syn::Result<Given> {
    let value: Vec<_> = part.collect();
    match value.as_slice() {
        [TokenTree::Literal(_), extra, ..] => Err(no_comma(extra)),
        _ => Ok(Given::Value(value.into_iter().collect())),
    }
}

fn no_comma(token: &TokenTree) -> syn::Error {
    syn::Error::new(token.span(), "a comma is missing before this")
}

fn no_key(span: Span, vocabulary: &Vocabulary) -> syn::Error {
    let (owner, keys) = (vocabulary.owner, list(&vocabulary.names()));
    syn::Error::new(span, format!("{owner} takes keys: {keys}"))
}

/// Returns the error for a value of the wrong form.
pub(crate) fn written(key: &Ident, span: Span, example: &str) -> syn::Error {
    syn::Error::new(span, format!("`{key}` is written `{example}`"))
}

impl Vocabulary {
    fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|(name, _)| *name).collect()
    }

    fn example(&self, key: &Ident) -> syn::Result<&'static str> {
        match self.keys.iter().find(|(name, _)| key == name) {
            Some((_, example)) => Ok(example),
            None => Err(syn::Error::new(key.span(), self.unknown(&key.to_string()))),
        }
    }

    fn unknown(&self, key: &str) -> String {
        let names = self.names();
        let known = format!("unknown key `{key}`; {} takes {}", self.owner, list(&names));
        match suggest(key, &names) {
            Some(near) => format!("{known}\nhelp: did you mean `{near}`?"),
            None => known,
        }
    }
}
