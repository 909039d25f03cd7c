//! The model as code: one impl that registers the methods.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::model::{Binding, Body, Method, Service};
use crate::template::{Segment, Template};

impl Service {
    pub(crate) fn expand(&self) -> TokenStream {
        let mut tokens = self.register();
        tokens.extend(self.assertions());
        tokens
    }

    pub(crate) fn register(&self) -> TokenStream {
        let methods = self
            .methods
            .iter()
            .map(|method| self.register_method(method));
        let (krate, routes) = (self.krate.at(Span::call_site()), self.parameter());
        let (server, self_ty) = (&self.server, &self.header.self_ty);
        let (impl_generics, _, where_clause) = self.header.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #impl_generics #krate::Service<#server<Self>> for #self_ty #where_clause {
                fn register(self: ::std::sync::Arc<Self>, #routes: &mut #krate::Routes) {
                    #(#methods)*
                }
            }
        }
    }

    /// `cfg` may take every method away, and the parameter's only use with it.
    fn parameter(&self) -> Ident {
        let may_be_unused = self.methods.iter().all(|method| !method.cfg.is_empty());
        format_ident!("{}", if may_be_unused { "_routes" } else { "routes" })
    }

    /// What rustc may complain about has the span of the method's name. A method that is not found is reported once,
    /// by an assertion.
    fn register_method(&self, method: &Method) -> TokenStream {
        let (cfg, name, service) = (&method.cfg, &method.name, &self.service);
        let span = Span::call_site().located_at(name.span());
        let (private, parts) = (self.private(span), self.private(Span::call_site()));
        let (routes, key) = (self.parameter(), self.method_key(method, span));
        let registration = Ident::new(method.kind.registration(), span);
        let bindings = method.bindings.iter().map(|binding| binding.expand(&parts));
        quote_spanned! {span=>
            #(#cfg)*
            if let ::core::option::Option::Some(method) = #private::find_method(#key) {
                const BINDINGS: &'static [#private::Binding] = &[#(#bindings),*];
                #routes.#registration(&self, method, BINDINGS, |service, request| {
                    <Self as #service>::#name(service, request)
                });
            }
        }
    }

    /// Where a method is described: its service, and its name there.
    pub(crate) fn method_key(&self, method: &Method, span: Span) -> TokenStream {
        let (krate, server) = (self.krate.at(span), &self.server);
        let name = method.name.unraw().to_string();
        let server = quote_spanned!(server.span()=> #server<()>);
        quote_spanned!(span=> <#server as #krate::DescribedService>::DESCRIPTOR, #name)
    }

    fn private(&self, span: Span) -> TokenStream {
        let krate = self.krate.at(span);
        quote_spanned!(span=> #krate::__private)
    }
}

impl Binding {
    fn expand(&self, private: &TokenStream) -> TokenStream {
        let method = self.http.method_name();
        let template = self.template.expand(private, &self.source);
        let status = self.http.status.map(|status| status.value as u16);
        let parts = [
            self.body_part(private),
            status.map(|status| quote!(.status(#status))),
            self.timeout
                .map(|milliseconds| quote!(.timeout(#milliseconds))),
            self.forms_part(private),
            self.sse_part(private),
            self.envelope
                .then(|| quote!(.message_form(#private::MessageForm::Envelope))),
        ];
        let parts = parts.into_iter().flatten();
        quote!(#private::Binding::new(#method, #template) #(#parts)*)
    }

    fn body_part(&self, private: &TokenStream) -> Option<TokenStream> {
        let body = match &self.body {
            Body::None => return None,
            Body::Message => quote!(Message),
            Body::Field(field) => quote!(Field(#field)),
        };
        Some(quote!(.body(#private::Body::#body)))
    }

    fn forms_part(&self, private: &TokenStream) -> Option<TokenStream> {
        let disabled = [
            (!self.forms.sse).then(|| quote!(.disable_sse())),
            (!self.forms.websocket).then(|| quote!(.disable_websockets())),
            (!self.forms.chunked).then(|| quote!(.disable_chunked_transfer())),
        ];
        let disabled: TokenStream = disabled.into_iter().flatten().collect();
        (!disabled.is_empty()).then(|| quote!(.forms(#private::Forms::ALL #disabled)))
    }

    fn sse_part(&self, private: &TokenStream) -> Option<TokenStream> {
        let sse = self.http.settings.sse.as_ref();
        let set = [
            sse.and_then(|sse| sse.id.as_ref())
                .map(|field| quote!(.id(#field))),
            sse.and_then(|sse| sse.event.as_ref())
                .map(|field| quote!(.event(#field))),
            sse.and_then(|sse| sse.resume.as_ref())
                .map(|field| quote!(.resume(#field))),
            self.retry.map(|milliseconds| quote!(.retry(#milliseconds))),
            self.heartbeat
                .map(|milliseconds| quote!(.heartbeat(#milliseconds))),
        ];
        let set: TokenStream = set.into_iter().flatten().collect();
        (!set.is_empty()).then(|| quote!(.sse(#private::SseFields::NONE #set)))
    }
}

impl Template {
    fn expand(&self, private: &TokenStream, source: &str) -> TokenStream {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => quote!(#private::Segment::Literal(#text)),
            Segment::Star => quote!(#private::Segment::Star),
            Segment::DoubleStar => quote!(#private::Segment::DoubleStar),
        });
        let variables = self.variables.iter().map(|variable| {
            let (field, start, end) = (
                &variable.field,
                variable.segments.start,
                variable.segments.end,
            );
            quote!(#private::Variable::new(#field, #start, #end))
        });
        let verb = match &self.verb {
            Some(verb) => quote!(::core::option::Option::Some(#verb)),
            None => quote!(::core::option::Option::None),
        };
        quote!(#private::Template::new(#source, &[#(#segments),*], &[#(#variables),*], #verb))
    }
}
