//! Generates the code that makes a binding. The names in it are imported by the code around it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::attribute::Query;
use crate::model::{Binding, Body, Forms};
use crate::template::{Segment, Template};

impl Binding {
    pub(super) fn expand(&self) -> TokenStream {
        let method = &self.http.method.name;
        let template = self.template.expand(&self.source);
        let status = self.http.status.map(|status| status.value as u16);
        let parts = [
            self.body_part(),
            self.http
                .response_body
                .as_ref()
                .map(|field| quote!(.response_body(#field))),
            self.http.query.as_ref().map(Query::expand),
            status.map(|status| quote!(.status(#status))),
            self.timeout
                .map(|milliseconds| quote!(.timeout(#milliseconds))),
            forms(self.forms).map(|forms| quote!(.forms(#forms))),
            self.sse_part(),
            self.envelope
                .then(|| quote!(.message_form(FrameFormat::Envelope))),
            self.first_message.then(|| quote!(.first_message())),
            self.http
                .has_websocket_by_get()
                .then(|| quote!(.websocket())),
        ];
        let parts = parts.into_iter().flatten();
        quote!(Binding::new(#method, #template) #(#parts)*)
    }

    fn body_part(&self) -> Option<TokenStream> {
        let body = match &self.body {
            Body::None => return None,
            Body::Message => quote!(Message),
            Body::Field(field) => quote!(Field(#field)),
        };
        Some(quote!(.body(BodyBinding::#body)))
    }

    fn sse_part(&self) -> Option<TokenStream> {
        let sse = self.http.settings.sse.as_ref();
        let times = sse_times(self.retry, self.heartbeat);
        let fields = [
            sse.and_then(|sse| sse.id.as_ref())
                .map(|field| quote!(.id(#field))),
            sse.and_then(|sse| sse.event.as_ref())
                .map(|field| quote!(.event(#field))),
            sse.and_then(|sse| sse.resume.as_ref())
                .map(|field| quote!(.resume(#field))),
        ];
        let fields: TokenStream = fields.into_iter().flatten().collect();
        if fields.is_empty() && times.is_none() {
            return None;
        }
        let times = times.unwrap_or_else(|| quote!(SseFields::NONE));
        Some(quote!(.sse(#times #fields)))
    }
}

/// Generates the forms, or returns `None` if every form is enabled.
pub(super) fn forms(forms: Forms) -> Option<TokenStream> {
    let disabled = [
        (!forms.sse).then(|| quote!(.disable_sse())),
        (!forms.websocket).then(|| quote!(.disable_websockets())),
        (!forms.chunked).then(|| quote!(.disable_chunked_transfer())),
    ];
    let disabled: TokenStream = disabled.into_iter().flatten().collect();
    (!disabled.is_empty()).then(|| quote!(StreamForms::ALL #disabled))
}

/// Generates the times, or returns `None` if neither is set.
pub(super) fn sse_times(retry: Option<u64>, heartbeat: Option<u64>) -> Option<TokenStream> {
    let set = [
        retry.map(|milliseconds| quote!(.retry(#milliseconds))),
        heartbeat.map(|milliseconds| quote!(.heartbeat(#milliseconds))),
    ];
    let set: TokenStream = set.into_iter().flatten().collect();
    (!set.is_empty()).then(|| quote!(SseFields::NONE #set))
}

impl Query {
    fn expand(&self) -> TokenStream {
        let aliases = self.aliases.iter().map(|alias| {
            let (name, field) = (&alias.name, &alias.field);
            quote!((#name, #field))
        });
        let ignored = &self.ignored;
        let parts = [
            (!self.aliases.is_empty()).then(|| quote!(.aliases(&[#(#aliases),*]))),
            (!ignored.is_empty()).then(|| quote!(.ignored(&[#(#ignored),*]))),
            self.disable_discovery.then(|| quote!(.disable_discovery())),
        ];
        let parts = parts.into_iter().flatten();
        quote!(.query(QueryFields::ALL #(#parts)*))
    }
}

impl Template {
    fn expand(&self, source: &str) -> TokenStream {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => quote!(Segment::Literal(#text)),
            Segment::Star => quote!(Segment::Star),
            Segment::DoubleStar => quote!(Segment::DoubleStar),
        });
        let variables = self.variables.iter().map(|variable| {
            let (field, start, end) = (
                &variable.field,
                variable.segments.start,
                variable.segments.end,
            );
            quote!(Variable::new(#field, #start, #end))
        });
        let verb = match &self.verb {
            Some(verb) => quote!(::core::option::Option::Some(#verb)),
            None => quote!(::core::option::Option::None),
        };
        quote!(Template::new(#source, &[#(#segments),*], &[#(#variables),*], #verb))
    }
}
