//! Whether `#[tonic::async_trait]` is on the impl too. Without it rustc compares lifetimes, and does not name it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Attribute;

use crate::errors::Errors;
use crate::model::Service;
use crate::parse::Impl;

impl Impl {
    /// Above this attribute it has left no `async fn`, and below it is among the impl's attributes. It may have another
    /// name there, so that every attribute that may change the impl is taken for it.
    pub(crate) fn lacks_async_trait(&self, errors: &mut Errors) -> bool {
        let mut signatures = self.functions.iter().map(|function| &function.signature);
        let is_async = signatures.any(|signature| signature.asyncness.is_some());
        let lacks = is_async && self.header.attrs.iter().all(is_inert);
        if lacks {
            errors.at(span(self), MISSING);
        }
        lacks
    }
}

const MISSING: &str = "`#[tonic::async_trait]` is missing on this impl\n\
    help: write it below `#[gateway]`";

fn span(item: &Impl) -> Span {
    item.header.impl_token.span
}

impl Service {
    /// The attribute, so that the compiler has nothing more to say about its absence.
    pub(crate) fn async_trait(&self) -> TokenStream {
        let krate = self.krate.at(Span::call_site());
        quote!(#[#krate::tonic::async_trait])
    }
}

fn is_inert(attribute: &Attribute) -> bool {
    const INERT: [&str; 8] = [
        "allow",
        "automatically_derived",
        "cfg",
        "deny",
        "doc",
        "expect",
        "forbid",
        "warn",
    ];
    let name = attribute.path().to_token_stream().to_string();
    INERT.contains(&name.as_str())
}
