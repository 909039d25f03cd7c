//! Checks that `#[tonic::async_trait]` is on the impl too. Without it, rustc reports lifetimes that do not match, and
//! does not mention the attribute.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Attribute;

use crate::errors::Errors;
use crate::model::Service;
use crate::parse::Impl;

impl Impl {
    /// Returns whether the attribute is missing, and reports that.
    ///
    /// Above `#[gateway]` it has left no `async fn`, and below it is among the impl's attributes. It may have another
    /// name there, so every attribute that may change the impl counts.
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
    /// Returns the attribute, so that the compiler does not report its absence again.
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
