//! Parses the impl as far as the macro needs it. Bodies are left as they are, so that half-typed code expands.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Attribute, ItemImpl, Path, Signature, Token, Visibility};

use crate::attribute::name_span;
use crate::errors::Errors;

/// The impl that has the attribute `#[gateway]`.
pub(crate) struct Impl {
    /// The impl without its items.
    pub(crate) header: ItemImpl,
    pub(crate) service: Path,
    pub(crate) types: Vec<Ident>,
    pub(crate) functions: Vec<Function>,
}

/// A method and its `#[http]`s.
pub(crate) struct Function {
    pub(crate) signature: Signature,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) http: Vec<Attribute>,
}

/// Returns the item without the invisible group that surrounds it if a macro has captured it as `$item:item`.
pub(crate) fn ungroup(item: TokenStream) -> TokenStream {
    let mut tokens = item.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            group.stream()
        }
        _ => item,
    }
}

/// Returns the item without the `#[http]` of its methods.
pub(crate) fn strip(item: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = item.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.last_mut() {
        let mut stripped = Group::new(body.delimiter(), without_http(body.stream()));
        stripped.set_span(body.span());
        *body = stripped;
    }
    tokens.into_iter().collect()
}

fn without_http(items: TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut items = items.into_iter().peekable();
    while let Some(token) = items.next() {
        let is_pound = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        match items.next_if(|next| is_pound && is_http(next)) {
            Some(_) => {}
            None => kept.append(token),
        }
    }
    kept
}

/// Returns whether this is `[http ..]` or `[gateway::http ..]`.
fn is_http(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let leading = |input: ParseStream<'_>| {
        let path = Path::parse_mod_style(input)?;
        input.parse::<TokenStream>()?;
        Ok(path)
    };
    group.delimiter() == Delimiter::Bracket
        && leading
            .parse2(group.stream())
            .is_ok_and(|path| names_http(&path))
}

fn names_http(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.ident == "http")
}

pub(crate) fn read(item: &TokenStream, errors: &mut Errors) -> Option<Impl> {
    let Some((head, body)) = split(item) else {
        errors.at(keyword_span(item), NO_SERVICE);
        return None;
    };
    let Ok(header) = syn::parse2::<ItemImpl>(quote!(#head {})) else {
        errors.at(keyword_span(item), NO_SERVICE);
        return None;
    };
    let Some((service, _)) = header.trait_.clone() else {
        errors.at(header.self_ty.span(), NO_SERVICE);
        return None;
    };
    let items = syn::parse2::<Items>(body).unwrap_or_else(|error| {
        errors.push(error);
        Items::default()
    });
    for misplaced in &items.misplaced {
        errors.at(
            *misplaced,
            "`#[http]` stands on a method\nhelp: move it to the `fn`",
        );
    }
    Some(Impl {
        header,
        service,
        types: items.types,
        functions: items.functions,
    })
}

const NO_SERVICE: &str = "`#[gateway]` stands on the impl of a tonic service\n\
    help: put it on the `impl chat_server::Chat for ..` block";

/// Returns the tokens before the braces, and those inside.
fn split(item: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let mut tokens: Vec<_> = item.clone().into_iter().collect();
    match tokens.pop()? {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
            Some((tokens.into_iter().collect(), body.stream()))
        }
        _ => None,
    }
}

/// Returns the span of the item's keyword, such as `struct` or `trait`.
fn keyword_span(item: &TokenStream) -> Span {
    let keyword = |input: ParseStream<'_>| {
        Attribute::parse_outer(input)?;
        input.parse::<Visibility>()?;
        let keyword = input.call(Ident::parse_any)?;
        input.parse::<TokenStream>()?;
        Ok(keyword.span())
    };
    keyword
        .parse2(item.clone())
        .unwrap_or_else(|_| Span::call_site())
}

#[derive(Default)]
struct Items {
    types: Vec<Ident>,
    functions: Vec<Function>,
    misplaced: Vec<Span>,
}

impl Parse for Items {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut items = Self::default();
        while !input.is_empty() {
            items.add(input)?;
        }
        Ok(items)
    }
}

impl Items {
    fn add(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let (http, other): (Vec<_>, Vec<_>) = Attribute::parse_outer(input)?
            .into_iter()
            .partition(|attribute| names_http(attribute.path()));
        input.parse::<Visibility>()?;
        if starts_function(input) {
            self.function(input, http, other)
        } else {
            self.misplaced.extend(http.iter().map(name_span));
            self.other(input)
        }
    }

    fn function(
        &mut self,
        input: ParseStream<'_>,
        http: Vec<Attribute>,
        other: Vec<Attribute>,
    ) -> syn::Result<()> {
        let signature = input.parse()?;
        skip_to_end(input, |token| is_semicolon(token) || is_braces(token))?;
        let cfg = other
            .into_iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .collect();
        self.functions.push(Function {
            signature,
            cfg,
            http,
        });
        Ok(())
    }

    fn other(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.parse::<Option<Token![type]>>()?.is_some() {
            self.types.push(input.call(Ident::parse_any)?);
        } else if !input.peek(Token![const]) {
            return skip_to_end(input, |token| is_semicolon(token) || is_braces(token));
        }
        skip_to_end(input, is_semicolon)
    }
}

fn starts_function(input: ParseStream<'_>) -> bool {
    input.peek(Token![fn])
        || input.peek(Token![async])
        || input.peek(Token![unsafe])
        || input.peek(Token![extern])
        || input.peek(Token![const]) && (input.peek2(Token![fn]) || input.peek2(Token![async]))
}

fn skip_to_end(input: ParseStream<'_>, is_end: impl Fn(&TokenTree) -> bool) -> syn::Result<()> {
    while !input.is_empty() {
        if is_end(&input.parse()?) {
            break;
        }
    }
    Ok(())
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn strips_http_and_nothing_else() {
        let stripped = strip(quote! {
            #[outer]
            impl A for B {
                #[http(get = "/")]
                #[gateway::http(put = "/")]
                #[inline]
                fn a(&self) { #[http] let x = 1; }
            }
        });
        let expected = quote! {
            #[outer]
            impl A for B {
                #[inline]
                fn a(&self) { #[http] let x = 1; }
            }
        };
        assert_eq!(stripped.to_string(), expected.to_string());
    }

    #[test]
    fn reads_methods_and_types_around_half_typed_bodies() {
        let mut errors = Errors::new();
        let item = quote! {
            impl<T: A<{ 1 }>> a::A for B<T> where T: C {
                const X: [u8; 1] = { [1] };
                #[http]
                pub async fn a(&self) -> T { self.}
                type r#In = T;
                some_macro! { fn b() }
                #[cfg(test)]
                #[http]
                fn c<'a>(&'a self);
                fn unbound() {}
            }
        };
        let found = read(&item, &mut errors).expect("an impl of a trait");
        assert!(errors.is_empty());
        let names = found
            .functions
            .iter()
            .map(|it| it.signature.ident.to_string());
        assert_eq!(names.collect::<Vec<_>>(), ["a", "c", "unbound"]);
        assert_eq!(found.types, ["r#In"]);
        assert_eq!(
            found.functions.iter().map(|it| it.cfg.len()).sum::<usize>(),
            1
        );
        errors.report();
    }
}
