//! The attributes of the `gateway` crate, which re-exports them with their documentation.

mod assertions;
mod async_trait;
mod attribute;
mod check;
mod errors;
mod expand;
mod include_proto;
mod keys;
mod model;
mod parse;
mod rpc;
#[cfg(test)]
mod size;
mod template;
mod value;
mod vocabulary;

use proc_macro2::TokenStream;

use crate::attribute::Gateway;
use crate::errors::Errors;
use crate::model::Service;

#[expect(missing_docs, reason = "the documentation is on the re-export")]
#[proc_macro_attribute]
pub fn gateway(
    arguments: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand(arguments.into(), item.into()).into()
}

#[expect(missing_docs, reason = "the documentation is on the re-export")]
#[proc_macro_attribute]
pub fn http(_: proc_macro::TokenStream, item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let mut errors = Errors::new();
    errors.at(
        proc_macro2::Span::call_site(),
        "`#[http]` works inside an impl with `#[gateway]`\n\
         help: put `#[gateway]` on the impl of the tonic service",
    );
    let mut tokens = item;
    tokens.extend(proc_macro::TokenStream::from(errors.report()));
    tokens
}

#[expect(missing_docs, reason = "the documentation is on the re-export")]
#[proc_macro]
pub fn include_proto(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    include_proto::include_proto(input.into()).into()
}

fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse::ungroup(item);
    let mut errors = Errors::new();
    let attribute = Gateway::parse(arguments, &mut errors);
    let service = parse::read(&item, &mut errors).map(|item| {
        let service = Service::new(attribute, item, &mut errors);
        check::service(&service, &mut errors);
        service
    });
    let mut tokens = match &service {
        Some(service) if service.lacks_async_trait => service.async_trait(),
        _ => TokenStream::new(),
    };
    tokens.extend(parse::strip(item));
    tokens.extend(match service {
        Some(service) if errors.is_empty() => service.expand(),
        Some(service) => service.fallback(),
        None => TokenStream::new(),
    });
    tokens.extend(errors.report());
    tokens
}
