//! Derives the kind of an RPC from its method's signature.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{FnArg, ReturnType, Signature, Type};

use crate::errors::Errors;

/// The kind of an RPC, by the sides that stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Unary,
    ServerStreaming,
    ClientStreaming,
    BidiStreaming,
}

impl Kind {
    fn new(streams_requests: bool, streams_responses: bool) -> Self {
        match (streams_requests, streams_responses) {
            (false, false) => Self::Unary,
            (false, true) => Self::ServerStreaming,
            (true, false) => Self::ClientStreaming,
            (true, true) => Self::BidiStreaming,
        }
    }

    pub(crate) fn streams_requests(self) -> bool {
        matches!(self, Self::ClientStreaming | Self::BidiStreaming)
    }

    pub(crate) fn streams_responses(self) -> bool {
        matches!(self, Self::ServerStreaming | Self::BidiStreaming)
    }

    /// Returns the name of the function of `Routes` that adds such a method.
    pub(crate) fn registration(self) -> &'static str {
        match self {
            Self::Unary => "unary",
            Self::ServerStreaming => "server_streaming",
            Self::ClientStreaming => "client_streaming",
            Self::BidiStreaming => "bidi_streaming",
        }
    }
}

/// Returns the kind of the RPC that tonic declares with this signature. `types` are the impl's associated types.
pub(crate) fn kind(signature: &Signature, types: &[Ident], errors: &mut Errors) -> Option<Kind> {
    match (request(signature), &signature.output) {
        (Some(request), ReturnType::Type(_, response)) if is_async(signature, response) => {
            let response = response.to_token_stream();
            let streams_responses =
                has_stream_type(&signature.ident, types) || mentions(response, "BoxStream");
            Some(Kind::new(
                mentions(request.to_token_stream(), "Streaming"),
                streams_responses,
            ))
        }
        _ => {
            errors.at(signature.ident.span(), no_rpc(&signature.ident));
            None
        }
    }
}

fn no_rpc(name: &Ident) -> String {
    format!(
        "`{name}` has not the form of a tonic method\n\
         help: write `async fn {name}(&self, request: Request<..>) -> Result<Response<..>, Status>`"
    )
}

fn request(signature: &Signature) -> Option<&Type> {
    let mut inputs = signature.inputs.iter();
    match (inputs.next(), inputs.next(), inputs.next()) {
        (Some(FnArg::Receiver(_)), Some(FnArg::Typed(request)), None) => Some(&request.ty),
        _ => None,
    }
}

/// Returns whether `self` is an `Arc<Self>`.
pub(crate) fn takes_arc(signature: &Signature) -> bool {
    let receiver = signature.inputs.first();
    receiver.is_some_and(|receiver| mentions(receiver.to_token_stream(), "Arc"))
}

/// Returns whether the method is async. Once `#[tonic::async_trait]` has expanded, it returns a boxed future instead.
fn is_async(signature: &Signature, response: &Type) -> bool {
    let first = response.to_token_stream().into_iter().next();
    signature.asyncness.is_some()
        || !matches!(first, Some(TokenTree::Ident(name)) if name == "Result")
}

/// Returns whether the impl has a stream type for the method. tonic names it `{Method}Stream`, with the method's name
/// as the .proto file spells it.
fn has_stream_type(method: &Ident, types: &[Ident]) -> bool {
    let name = method.unraw().to_string().replace('_', "") + "stream";
    types.iter().any(|stream| {
        stream
            .unraw()
            .to_string()
            .replace('_', "")
            .eq_ignore_ascii_case(&name)
    })
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;
    use syn::parse_quote;

    #[track_caller]
    fn check(signature: &Signature, types: &[&str], expected: Option<Kind>) {
        let mut errors = Errors::new();
        let types: Vec<_> = types.iter().map(|name| format_ident!("{name}")).collect();
        assert_eq!(kind(signature, &types, &mut errors), expected);
        assert_eq!(errors.is_empty(), expected.is_some());
        errors.report();
    }

    #[test]
    fn tells_the_four_kinds() {
        let one: Signature =
            parse_quote!(async fn get_url(&self, r: Request<Url>) -> Result<Response<Url>, Status>);
        let many: Signature = parse_quote!(async fn get_url(&self, r: Request<tonic::Streaming<Url>>) -> Result<Response<Url>, Status>);
        check(&one, &[], Some(Kind::Unary));
        check(&one, &["GetURLStream"], Some(Kind::ServerStreaming));
        check(&many, &["PutStream"], Some(Kind::ClientStreaming));
        check(&many, &["GetUrlStream"], Some(Kind::BidiStreaming));
    }

    #[test]
    fn reads_default_stubs_and_keywords() {
        check(
            &parse_quote!(async fn list(&self, r: Request<A>) -> Result<Response<BoxStream<B>>, Status>),
            &[],
            Some(Kind::ServerStreaming),
        );
        check(
            &parse_quote!(async fn r#type(&self, r: Request<A>) -> Result<Response<Self::TypeStream>, Status>),
            &["TypeStream"],
            Some(Kind::ServerStreaming),
        );
    }

    #[test]
    fn reads_what_async_trait_has_rewritten() {
        check(
            &parse_quote!(fn get<'life0, 'async_trait>(&'life0 self, r: Request<A>) ->
                ::core::pin::Pin<Box<dyn Future<Output = Result<Response<B>, Status>> + Send + 'async_trait>>
                where 'life0: 'async_trait, Self: 'async_trait),
            &[],
            Some(Kind::Unary),
        );
    }

    #[test]
    fn knows_what_self_is() {
        assert!(takes_arc(
            &parse_quote!(fn get(self: std::sync::Arc<Self>, r: Arc<A>) -> B)
        ));
        assert!(!takes_arc(&parse_quote!(fn get(&self, r: Arc<A>) -> B)));
        assert!(!takes_arc(
            &parse_quote!(fn get(self: &Self, r: Arc<A>) -> B)
        ));
    }

    #[test]
    fn refuses_what_is_no_rpc() {
        check(
            &parse_quote!(async fn get(&self) -> Result<Response<A>, Status>),
            &[],
            None,
        );
        check(
            &parse_quote!(async fn get(r: Request<A>) -> Result<Response<A>, Status>),
            &[],
            None,
        );
        check(&parse_quote!(async fn get(&self, r: Request<A>)), &[], None);
        check(
            &parse_quote!(fn get(&self, r: Request<A>) -> Result<Response<A>, Status>),
            &[],
            None,
        );
    }
}
