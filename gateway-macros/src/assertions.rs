//! Constants that compile only if the messages have what the bindings name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::model::{Binding, Body, Crate, Method, Service};

impl Service {
    /// They stand outside the impl, whose generics they would wait for.
    pub(crate) fn assertions(&self) -> TokenStream {
        let methods = self.methods.iter().enumerate();
        methods
            .map(|(index, method)| self.assert_method(index, method))
            .collect()
    }

    /// A constant reports its first error only, and costs the compiler more than what it checks. So each place has one,
    /// and the first place shares that of the method.
    fn assert_method(&self, index: usize, method: &Method) -> TokenStream {
        let asserts = Asserts {
            krate: &self.krate,
            index,
        };
        let bindings = method.bindings.iter();
        let mut places: Vec<_> = bindings
            .flat_map(|binding| asserts.binding(binding))
            .collect();
        let exists = asserts.method(method);
        match places.first_mut() {
            Some(first) => *first = quote!(#exists #first),
            None => places.push(exists),
        }
        let cfg = &method.cfg;
        let cfg = quote!(#(#cfg)*);
        quote!(#(#cfg const _: () = { #places };)*)
    }
}

/// The checks of one method, each with the span of what it checks: there the compiler reports its panic.
struct Asserts<'a> {
    krate: &'a Crate,
    index: usize,
}

impl Asserts<'_> {
    fn method(&self, method: &Method) -> TokenStream {
        let (span, name, index) = (method.name.span(), method.text(), self.index);
        let (krate, kind) = (
            self.krate.at(span),
            Ident::new(&format!("{:?}", method.kind), span),
        );
        quote_spanned! {span=>
            #krate::__private::check_method(__SERVICE, __METHODS[#index], #name, #krate::Kind::#kind);
        }
    }

    /// The checks of every place that has some, the path first.
    fn binding(&self, binding: &Binding) -> Vec<TokenStream> {
        let mut places = vec![self.path(binding)];
        let mut assert = |check, field: Option<&LitStr>| {
            places.extend(field.map(|field| self.call(check, field.span(), [field])));
        };
        if let Body::Field(field) = &binding.body {
            assert("check_body", Some(field));
        }
        assert("check_response_body", binding.http.response_field());
        if let Some(query) = &binding.http.query {
            for alias in &query.aliases {
                assert("check_alias", Some(&alias.field));
            }
            for ignored in &query.ignored {
                assert("check_ignored", Some(ignored));
            }
        }
        if let Some(sse) = &binding.http.settings.sse {
            assert("check_id", sse.id.as_ref());
            assert("check_event", sse.event.as_ref());
            assert("check_resume", sse.resume.as_ref());
        }
        let status = binding.http.status;
        let empty = status.filter(|status| matches!(status.value, 204 | 205));
        places.extend(
            empty.map(|status| self.call("check_empty", status.span, [status.value as u16])),
        );
        places.retain(|place| !place.is_empty());
        places
    }

    fn path(&self, binding: &Binding) -> TokenStream {
        let path = &binding.http.path;
        let variables = binding.template.variables.iter();
        let checks = variables.map(|variable| {
            let (field, column) = (&variable.field, variable.column);
            self.call(
                "check_variable",
                path.span(),
                [quote!(#field), quote!(#path), quote!(#column)],
            )
        });
        checks.collect()
    }

    fn call<T: ToTokens, const N: usize>(
        &self,
        check: &str,
        span: Span,
        arguments: [T; N],
    ) -> TokenStream {
        let (private, check) = (self.krate.private(span), Ident::new(check, span));
        let index = self.index;
        quote_spanned!(span=> #private::#check(__METHODS[#index], #(#arguments),*);)
    }
}
