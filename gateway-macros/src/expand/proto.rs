//! The code that `#[gateway(proto)]` adds: the bindings of the .proto file, and checks that `#[http]` agrees with them.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::binding::{forms, sse_times};
use crate::model::{Forms, Method, Service};
use crate::value::{Flag, milliseconds};

impl Service {
    /// Generates the bindings of a method from the .proto file, with the defaults of the impl.
    pub(super) fn proto_bindings(&self, index: usize) -> TokenStream {
        let defaults = &self.defaults;
        let sse = defaults.sse.as_ref();
        let times = sse_times(
            milliseconds(None, sse.and_then(|it| it.retry)),
            milliseconds(None, sse.and_then(|it| it.heartbeat)),
        );
        let is_envelope = defaults.websocket.as_ref().and_then(|it| it.envelope);
        let parts = [
            milliseconds(None, defaults.timeout).map(|time| quote!(.timeout(#time))),
            forms(self.default_forms()).map(|forms| quote!(.forms(#forms))),
            times.map(|times| quote!(.sse(#times))),
            (is_envelope == Some(true)).then(|| quote!(.message_form(FrameFormat::Envelope))),
        ];
        let parts: TokenStream = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return quote!(proto_bindings(__METHODS[#index]));
        }
        quote! {
            &proto_bindings_with::<{ proto_bindings(__METHODS[#index]).len() }>(
                __METHODS[#index], NO_BINDING #parts
            )
        }
    }

    fn default_forms(&self) -> Forms {
        let stream = self.defaults.stream.as_ref();
        let is_enabled = |flag: Option<Flag>| !flag.is_some_and(|flag| flag.on);
        Forms {
            sse: is_enabled(stream.and_then(|it| it.disable_sse)),
            websocket: is_enabled(stream.and_then(|it| it.disable_websockets)),
            chunked: is_enabled(stream.and_then(|it| it.disable_chunked_transfer)),
        }
    }

    /// Generates the checks. They compare tables that exist only if the impl has no errors.
    pub(super) fn proto_assertions(&self) -> TokenStream {
        let Some(proto) = self.proto else {
            return TokenStream::new();
        };
        let private = self.krate.private(proto.span);
        let any = quote_spanned!(proto.span=> #private::check_proto(&__TABLE));
        let methods = self.methods.iter().enumerate();
        let agreement = methods.map(|(index, method)| self.agreement(index, method));
        quote! {
            const _: () = #any;
            #(#agreement)*
        }
    }

    fn agreement(&self, index: usize, method: &Method) -> TokenStream {
        let (check, span) = match method.bindings.first() {
            Some(first) => ("check_agreement", first.path_span()),
            None if self.defaults.stream.is_some() => ("check_forms", method.name.span()),
            None => return TokenStream::new(),
        };
        let (private, check) = (self.krate.private(span), Ident::new(check, span));
        let cfg = &method.cfg;
        let check = quote_spanned!(span=> #private::#check(&__TABLE, #index));
        quote!(#(#cfg)* const _: () = #check;)
    }
}
