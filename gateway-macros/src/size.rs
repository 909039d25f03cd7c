//! The cost of a method in tokens: the user's compiler reads every token that is generated.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};

/// Returns the number of tokens that are added for each method with these attributes.
fn tokens_a_method(arguments: &TokenStream, attributes: &TokenStream) -> usize {
    let added = |count: usize| {
        let methods = (0..count).map(|number| {
            let (name, path) = (
                format_ident!("get_room_{number}"),
                format!("/v1/{number}/{{room}}"),
            );
            let attributes = replace_path(attributes.clone(), &path);
            quote! {
                #attributes
                async fn #name(&self, r: Request<GetRoomRequest>) -> Result<Response<Room>, Status> {}
            }
        });
        let item = quote!(impl chat_server::Chat for Service { #(#methods)* });
        let stripped = count_tokens(crate::parse::strip(item.clone()));
        count_tokens(crate::expand(arguments.clone(), item)) - stripped
    };
    (added(20) - added(10)) / 10
}

fn replace_path(attributes: TokenStream, path: &str) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(name) if name == "PATH" => quote!(#path),
        TokenTree::Group(group) => {
            let inner = replace_path(group.stream(), path);
            TokenTree::from(proc_macro2::Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    };
    attributes.into_iter().flat_map(replace).collect()
}

fn count_tokens(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => 2 + count_tokens(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(count).sum()
}

#[track_caller]
fn check(arguments: &TokenStream, attributes: &TokenStream, most: usize) {
    let tokens = tokens_a_method(arguments, attributes);
    assert!(tokens <= most, "{tokens} tokens a method");
}

#[test]
fn a_method_costs_few_tokens() {
    let plain = quote!(#[http(get = PATH)]);
    check(&quote!(), &plain, 210);
    let more = quote!(#[http(post = PATH, body = "room", status = 201)]);
    check(&quote!(), &more, 250);
    check(&quote!(proto), &quote!(), 110);
    check(&quote!(proto, timeout = "30s"), &quote!(), 135);
    check(&quote!(proto), &plain, 240);
}
