//! Constants that compile only if the messages have what the bindings name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::LitStr;

use crate::model::{Binding, Body, Crate, Method, Service};

impl Service {
    /// Generates the constants, outside the impl: inside, they would wait for its generics.
    ///
    /// A constant costs the compiler more than the checks in it, and reports only its first error. So there is one for
    /// the checks that rarely fail, and one for each literal that names fields.
    pub(crate) fn assertions(&self) -> TokenStream {
        let exist = self.methods.iter().enumerate().map(|(index, method)| {
            let (cfg, exists) = (&method.cfg, self.exists(index, method));
            quote!(#(#cfg)* #exists)
        });
        let methods = self.methods.iter().enumerate();
        let fields = methods.map(|(index, method)| self.field_assertions(index, method));
        quote! {
            const _: () = { #(#exist)* };
            #(#fields)*
        }
    }

    fn exists(&self, index: usize, method: &Method) -> TokenStream {
        let span = method.name.span();
        let kind = Ident::new(&format!("{:?}", method.kind), span);
        let krate = self.krate.at(span);
        quote_spanned! {span=>
            #krate::__private::check_method(&__TABLE, #index, #krate::RpcKind::#kind);
        }
    }

    fn field_assertions(&self, method: usize, of: &Method) -> TokenStream {
        let bindings = of.bindings.iter().enumerate();
        let calls = bindings.flat_map(|(index, binding)| {
            let asserts = Asserts {
                krate: &self.krate,
                method,
                index,
                binding,
            };
            asserts.calls()
        });
        let cfg = &of.cfg;
        let cfg = quote!(#(#cfg)*);
        quote!(#(#cfg const _: () = #calls;)*)
    }
}

/// The checks of one binding. Each has the span of what it checks, where the compiler reports its panic.
struct Asserts<'a> {
    krate: &'a Crate,
    method: usize,
    index: usize,
    binding: &'a Binding,
}

impl Asserts<'_> {
    fn calls(&self) -> Vec<TokenStream> {
        let mut calls = Vec::from_iter(self.path());
        let mut check = |check, field: Option<&LitStr>| {
            calls.extend(field.map(|field| self.call(check, field.span(), field)));
        };
        let http = &self.binding.http;
        if let Body::Field(field) = &self.binding.body {
            check("check_body", Some(field));
        }
        check("check_response_body", http.response_field());
        if let Some(query) = &http.query {
            let aliases = query.aliases.iter();
            aliases.for_each(|alias| check("check_alias", Some(&alias.field)));
            let ignored = query.ignored.iter();
            ignored.for_each(|field| check("check_ignored", Some(field)));
        }
        if let Some(sse) = &http.settings.sse {
            check("check_id", sse.id.as_ref());
            check("check_event", sse.event.as_ref());
            check("check_resume", sse.resume.as_ref());
        }
        let empty = http.status.filter(|it| matches!(it.value, 204 | 205));
        calls.extend(empty.map(|it| self.call("check_empty", it.span, it.value as u16)));
        calls
    }

    /// Generates the check of the path, if it has variables. The check reads them from the table.
    fn path(&self) -> Option<TokenStream> {
        let (path, index) = (&self.binding.http.path, self.index);
        let has_variables = !self.binding.template.variables.is_empty();
        has_variables.then(|| self.call("check_path", path.span(), quote!(#index, #path)))
    }

    fn call(&self, check: &str, span: Span, arguments: impl ToTokens) -> TokenStream {
        let (private, check) = (self.krate.private(span), Ident::new(check, span));
        let method = self.method;
        quote_spanned!(span=> #private::#check(&__TABLE, #method, #arguments))
    }
}
