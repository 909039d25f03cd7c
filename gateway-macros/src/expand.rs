//! Generates the code of the model: tables of the methods and their bindings, checks of these, and an impl that
//! registers them.

mod binding;
mod proto;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::{Binding, Method, Service};

impl Service {
    pub(crate) fn expand(&self) -> TokenStream {
        let checks = self.proto_assertions();
        self.block(&checks, &self.methods)
    }

    /// Generates a substitute for an impl with errors, so that nothing else turns red. It registers nothing, but checks
    /// the bindings that were understood.
    pub(crate) fn fallback(&self) -> TokenStream {
        self.block(&TokenStream::new(), &[])
    }

    fn block(&self, checks: &TokenStream, registered: &[Method]) -> TokenStream {
        let parts = [
            self.methods(),
            self.bindings(),
            self.assertions(),
            self.register(registered),
        ];
        quote!(const _: () = { #(#parts)* #checks };)
    }

    /// Generates the tables of the methods, as the .proto file declares them. A method has the same index in each list.
    fn methods(&self) -> TokenStream {
        let (krate, server) = (self.krate.at(Span::call_site()), &self.server);
        let (count, names) = (self.methods.len(), self.methods.iter().map(Method::text));
        let server = quote_spanned!(server.span()=> <#server<()> as #krate::DescribedService>);
        quote! {
            static __SERVICE: &#krate::ServiceDescriptor = #server::DESCRIPTOR;
            static __NAMES: [&str; #count] = [#(#names),*];
            static __METHODS: [::core::option::Option<&#krate::MethodDescriptor>; #count] =
                #krate::__private::find_methods(__SERVICE, &__NAMES);
            static __TABLE: #krate::__private::Table =
                #krate::__private::Table::new(__SERVICE, &__NAMES, &__METHODS, &__BINDINGS);
        }
    }

    /// Generates one list for all methods, because each constant costs the compiler as much as a few bindings.
    fn bindings(&self) -> TokenStream {
        let (krate, count) = (self.krate.at(Span::call_site()), self.methods.len());
        let methods = self.methods.iter().enumerate();
        let bindings = methods.map(|(index, method)| self.method_bindings(index, method));
        quote! {
            static __BINDINGS: [&[#krate::__private::Binding]; #count] = {
                use #krate::__private::*;
                [#(#bindings),*]
            };
        }
    }

    fn method_bindings(&self, index: usize, method: &Method) -> TokenStream {
        if method.is_from_proto {
            return self.proto_bindings(index);
        }
        let bindings = method.bindings.iter().map(Binding::expand);
        quote!(&[#(#bindings),*])
    }

    fn register(&self, methods: &[Method]) -> TokenStream {
        let methods = methods.iter().enumerate();
        let methods = methods.map(|(index, method)| self.register_method(index, method));
        let (krate, server) = (self.krate.at(Span::call_site()), &self.server);
        let self_ty = &self.header.self_ty;
        let (impl_generics, _, where_clause) = self.header.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::Service<#server<Self>> for #self_ty #where_clause {
                fn register(self: ::std::sync::Arc<Self>, routes: &mut #krate::Routes) {
                    let routes = &mut routes.of(self, &__TABLE);
                    #(#methods)*
                }
            }
        }
    }

    /// Generates the registration of a method. Tokens that rustc may report have the span of the method's name.
    fn register_method(&self, index: usize, method: &Method) -> TokenStream {
        let (cfg, name, service) = (&method.cfg, &method.name, &self.service);
        let span = Span::call_site().located_at(name.span());
        let registration = Ident::new(method.kind.registration(), span);
        let receiver = match method.takes_arc {
            true => quote_spanned!(span=> ::std::sync::Arc::clone(service)),
            false => quote_spanned!(span=> service),
        };
        quote_spanned! {span=>
            #(#cfg)*
            routes.#registration(#index, |service, request| <Self as #service>::#name(#receiver, request));
        }
    }
}
