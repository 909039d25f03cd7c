//! Constants that compile only if the messages have what the bindings name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

use crate::model::{Binding, Body, Crate, Method, Service};

impl Service {
    /// They stand outside the impl, whose generics they would wait for.
    pub(crate) fn assertions(&self) -> TokenStream {
        self.methods
            .iter()
            .map(|method| self.assert_method(method))
            .collect()
    }

    fn assert_method(&self, method: &Method) -> TokenStream {
        let (cfg, span) = (&method.cfg, method.name.span());
        let (krate, key) = (self.krate.at(span), self.method_key(method, span));
        let kind = Ident::new(&format!("{:?}", method.kind), span);
        let exists =
            quote_spanned!(span=> #krate::__private::check_method(#key, #krate::Kind::#kind));
        let bindings = method.bindings.iter();
        let assertions: Vec<_> = bindings
            .flat_map(|binding| binding.assertions(&self.krate))
            .collect();
        if assertions.is_empty() {
            return quote!(#(#cfg)* const _: () = #exists;);
        }
        let option = quote!(::core::option::Option<&'static #krate::MethodDescriptor>);
        quote! {
            #(#cfg)*
            const _: () = {
                const METHOD: #option = #krate::__private::find_method(#key);
                const _: () = #exists;
                #(const _: () = #assertions;)*
            };
        }
    }
}

impl Binding {
    /// Calls with the span of the literal that they check: there the compiler reports their panic.
    fn assertions(&self, krate: &Crate) -> Vec<TokenStream> {
        let mut assertions = self.variable_assertions(krate);
        let mut assert = |check, field: Option<&LitStr>| {
            assertions.extend(field.map(|field| call(krate, check, field.span(), &quote!(#field))));
        };
        if let Body::Field(field) = &self.body {
            assert("check_body", Some(field));
        }
        if let Some(sse) = &self.http.settings.sse {
            assert("check_id", sse.id.as_ref());
            assert("check_event", sse.event.as_ref());
            assert("check_resume", sse.resume.as_ref());
        }
        let empty = self
            .http
            .status
            .filter(|status| matches!(status.value, 204 | 205));
        assertions.extend(empty.map(|status| {
            let value = status.value as u16;
            call(krate, "check_empty", status.span, &quote!(#value))
        }));
        assertions
    }

    fn variable_assertions(&self, krate: &Crate) -> Vec<TokenStream> {
        let path = &self.http.path;
        let variables = self.template.variables.iter();
        variables
            .map(|variable| {
                let (field, column) = (&variable.field, variable.column);
                call(
                    krate,
                    "check_variable",
                    path.span(),
                    &quote!(#field, #path, #column),
                )
            })
            .collect()
    }
}

fn call(krate: &Crate, check: &str, span: Span, arguments: &TokenStream) -> TokenStream {
    let (krate, check) = (krate.at(span), Ident::new(check, span));
    quote_spanned!(span=> #krate::__private::#check(METHOD, #arguments))
}
