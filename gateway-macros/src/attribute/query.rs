//! `query(..)`: the fields that the query sets, and the names of their parameters.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

use crate::errors::Errors;
use crate::keys::{Entry, Keys, split_at_commas, written};
use crate::vocabulary::QUERY;

/// `query(..)`
pub(crate) struct Query {
    pub(crate) key: Span,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) ignored: Vec<LitStr>,
    pub(crate) disable_discovery: bool,
}

/// `q = "filter.text"`
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) name_span: Span,
    pub(crate) field: LitStr,
}

impl Query {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.span();
        let mut keys = Keys::parse(entry.list(errors)?, &QUERY, errors);
        let (alias, ignore) = (keys.take("alias"), keys.take("ignore"));
        let disable_discovery = keys
            .take("disable_discovery")
            .and_then(|entry| entry.flag(errors));
        Some(Self {
            key,
            aliases: parts(alias.as_ref(), errors),
            ignored: parts(ignore.as_ref(), errors),
            disable_discovery: disable_discovery.is_some_and(|flag| flag.on),
        })
    }
}

impl Parse for Alias {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (name, name_span) = if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            (name.value(), name.span())
        } else {
            let name = input.call(Ident::parse_any)?;
            (name.unraw().to_string(), name.span())
        };
        input.parse::<Token![=]>()?;
        let field = input.parse()?;
        Ok(Self {
            name,
            name_span,
            field,
        })
    }
}

/// Reads the parts in the parentheses of a key, which may be absent.
fn parts<T: Parse>(entry: Option<&Entry>, errors: &mut Errors) -> Vec<T> {
    let Some(entry) = entry else {
        return Vec::new();
    };
    let parts = entry.list(errors).map(split_at_commas).unwrap_or_default();
    let read = |part: Vec<TokenTree>| {
        let span = part.first().map_or(entry.span(), TokenTree::span);
        syn::parse2(part.into_iter().collect())
            .map_err(|_| errors.push(written(&entry.key, span, entry.example)))
            .ok()
    };
    parts.into_iter().filter_map(read).collect()
}
