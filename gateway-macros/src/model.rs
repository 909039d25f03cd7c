//! The model of an impl: its bindings, with their defaults applied.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::ext::IdentExt;
use syn::{Attribute, ItemImpl, LitStr, Path, PathArguments};

use crate::attribute::{Gateway, Http, Settings, Stream, WebSocket};
use crate::errors::Errors;
use crate::parse::{Function, Impl};
use crate::rpc::{self, Kind};
use crate::template::{Segment, Template};
use crate::value::{Flag, milliseconds};

/// A tonic service and its bindings.
pub(crate) struct Service {
    pub(crate) krate: Crate,
    /// The trait that is implemented.
    pub(crate) service: Path,
    /// tonic's server type, without arguments.
    pub(crate) server: Path,
    pub(crate) header: ItemImpl,
    pub(crate) defaults: Settings,
    /// The flag `proto`, if it is on.
    pub(crate) proto: Option<Flag>,
    pub(crate) lacks_async_trait: bool,
    pub(crate) methods: Vec<Method>,
}

/// The runtime crate, `::gateway` unless `crate = path` names it.
pub(crate) struct Crate(Option<Path>);

impl Crate {
    /// Returns the crate's path with this span, where the compiler then reports errors.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let Some(path) = &self.0 else {
            return quote_spanned!(span=> ::gateway);
        };
        let relocate = |mut token: TokenTree| {
            token.set_span(token.span().located_at(span));
            token
        };
        path.to_token_stream().into_iter().map(relocate).collect()
    }

    /// Returns the module of the items that generated code uses beyond the public interface.
    pub(crate) fn private(&self, span: Span) -> TokenStream {
        let krate = self.at(span);
        quote_spanned!(span=> #krate::__private)
    }
}

/// A method with `#[http]`, or with bindings in the .proto file.
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) kind: Kind,
    /// Whether `self` is an `Arc<Self>`, which tonic can be set to generate instead of `&self`.
    pub(crate) takes_arc: bool,
    pub(crate) is_from_proto: bool,
    pub(crate) bindings: Vec<Binding>,
}

impl Method {
    /// Returns the name in tonic's trait.
    pub(crate) fn text(&self) -> String {
        self.name.unraw().to_string()
    }
}

/// One `#[http]` of a method.
pub(crate) struct Binding {
    pub(crate) http: Http,
    /// The path as it is written, including the prefix.
    pub(crate) source: String,
    pub(crate) template: Template,
    pub(crate) body: Body,
    pub(crate) forms: Forms,
    pub(crate) timeout: Option<u64>,
    pub(crate) retry: Option<u64>,
    pub(crate) heartbeat: Option<u64>,
    pub(crate) envelope: bool,
    pub(crate) first_message: bool,
}

/// The part of the request that the body fills.
pub(crate) enum Body {
    None,
    Message,
    Field(LitStr),
}

impl Body {
    /// Returns the body of a binding. On a request stream it is the stream, which need not be written.
    fn new(http: &Http, kind: Kind) -> Self {
        let Some(body) = &http.body else {
            return if kind.streams_requests() {
                Self::Message
            } else {
                Self::None
            };
        };
        match body.field.value().as_str() {
            "*" => Self::Message,
            "" => Self::None,
            _ => Self::Field(body.field.clone()),
        }
    }
}

/// The forms that a binding allows.
#[derive(Clone, Copy)]
pub(crate) struct Forms {
    pub(crate) sse: bool,
    pub(crate) websocket: bool,
    pub(crate) chunked: bool,
}

impl Service {
    pub(crate) fn new(attribute: Gateway, item: Impl, errors: &mut Errors) -> Self {
        if let (Some(_), Some(prefix)) = (attribute.proto, &attribute.prefix) {
            errors.at(prefix.span(), PREFIX_WITH_PROTO);
        }
        let context = Context {
            prefix: attribute
                .prefix
                .as_ref()
                .map(|text| Prefix::new(text, errors))
                .unwrap_or_default(),
            defaults: &attribute.defaults,
        };
        let lacks_async_trait = item.lacks_async_trait(errors);
        let functions = item.functions.into_iter();
        let methods = functions
            .filter(|function| attribute.proto.is_some() || !function.http.is_empty())
            .filter_map(|function| context.method(function, &item.types, errors))
            .collect();
        let server = attribute
            .server
            .unwrap_or_else(|| server_beside(&item.service));
        Self {
            krate: Crate(attribute.krate),
            service: item.service,
            server: without_arguments(server),
            header: item.header,
            defaults: attribute.defaults,
            proto: attribute.proto,
            lacks_async_trait,
            methods,
        }
    }
}

const PREFIX_WITH_PROTO: &str = "the paths of a .proto file are whole, so that nothing can stand before them\n\
    help: leave `prefix` out and nest the router: `axum::Router::new().nest(\"/api\", router)`";

/// Turns `chat_server::Chat` into `chat_server::ChatServer`.
fn server_beside(service: &Path) -> Path {
    let mut server = service.clone();
    if let Some(last) = server.segments.last_mut() {
        last.ident = format_ident!("{}Server", last.ident, span = last.ident.span());
    }
    server
}

fn without_arguments(mut server: Path) -> Path {
    if let Some(last) = server.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    server
}

#[derive(Default)]
struct Prefix {
    text: String,
    template: Template,
}

impl Prefix {
    fn new(literal: &LitStr, errors: &mut Errors) -> Self {
        let text = literal.value();
        let template = template(literal, errors);
        let is_literal = |segment: &Segment| matches!(segment, Segment::Literal(_));
        if template.segments.is_empty() {
            errors.at(
                literal.span(),
                "this prefix adds nothing\nhelp: leave it out",
            );
        } else if template.verb.is_some() || !template.segments.iter().all(is_literal) {
            errors.at(
                literal.span(),
                "a prefix is literal text, such as \"/api/v2\"",
            );
        }
        Self { text, template }
    }
}

/// Parses a path. One with a mistake becomes a literal, so that the rest of its binding is still checked.
fn template(literal: &LitStr, errors: &mut Errors) -> Template {
    let text = literal.value();
    Template::parse(&text).unwrap_or_else(|wrong| {
        errors.at(literal.span(), wrong.draw(&text));
        Template {
            segments: vec![Segment::Literal(text)],
            ..Template::default()
        }
    })
}

struct Context<'a> {
    prefix: Prefix,
    defaults: &'a Settings,
}

impl Context<'_> {
    fn method(&self, function: Function, types: &[Ident], errors: &mut Errors) -> Option<Method> {
        let kind = rpc::kind(&function.signature, types, errors);
        let attributes = function.http.iter();
        let https: Vec<_> = attributes
            .filter_map(|attribute| Http::parse(attribute, errors))
            .collect();
        let kind = kind?;
        let bindings = https
            .into_iter()
            .map(|http| self.binding(http, kind, errors))
            .collect();
        Some(Method {
            takes_arc: rpc::takes_arc(&function.signature),
            name: function.signature.ident,
            cfg: function.cfg,
            kind,
            is_from_proto: function.http.is_empty(),
            bindings,
        })
    }

    fn binding(&self, http: Http, kind: Kind, errors: &mut Errors) -> Binding {
        let text = http.path.value();
        let template = template(&http.path, errors).below(&self.prefix.template);
        let is_prefix = text == "/" && !self.prefix.text.is_empty();
        let source = self.prefix.text.clone() + if is_prefix { "" } else { &text };
        let forms = self.forms(http.settings.stream.as_ref(), kind);
        let has_events = kind.streams_responses() && forms.sse;
        let (sse, sse_default) = (http.settings.sse.as_ref(), self.defaults.sse.as_ref());
        let sse_default = sse_default.filter(|_| has_events);
        Binding {
            timeout: milliseconds(http.settings.timeout, self.defaults.timeout),
            retry: milliseconds(
                sse.and_then(|it| it.retry),
                sse_default.and_then(|it| it.retry),
            ),
            heartbeat: milliseconds(
                sse.and_then(|it| it.heartbeat),
                sse_default.and_then(|it| it.heartbeat),
            ),
            envelope: self.envelope(&http, kind, forms),
            first_message: http.first_message().is_some(),
            body: Body::new(&http, kind),
            http,
            source,
            template,
            forms,
        }
    }

    fn forms(&self, stream: Option<&Stream>, kind: Kind) -> Forms {
        let default = self
            .defaults
            .stream
            .as_ref()
            .filter(|_| kind != Kind::Unary);
        let is_enabled = |flag: fn(&Stream) -> Option<Flag>, fits: bool| {
            let own = stream.and_then(flag);
            let default = default.filter(|_| fits).and_then(flag);
            !own.or(default).is_some_and(|flag| flag.on)
        };
        Forms {
            sse: is_enabled(|it| it.disable_sse, kind.streams_responses()),
            websocket: is_enabled(|it| it.disable_websockets, true),
            chunked: is_enabled(|it| it.disable_chunked_transfer, true),
        }
    }

    fn envelope(&self, http: &Http, kind: Kind, forms: Forms) -> bool {
        let can_upgrade = kind != Kind::Unary && forms.websocket && http.opens_websocket();
        let default = self.defaults.websocket.as_ref().filter(|_| can_upgrade);
        let own = http.settings.websocket.as_ref();
        let says = |websocket: &WebSocket| websocket.envelope;
        own.and_then(says)
            .or(default.and_then(says))
            .unwrap_or_default()
    }
}

impl Binding {
    pub(crate) fn path_span(&self) -> Span {
        self.http.path.span()
    }

    /// Returns whether a GET of the path that asks for a WebSocket opens one, or receives the reason why not.
    pub(crate) fn takes_upgrade(&self, kind: Kind) -> bool {
        kind != Kind::Unary && self.http.opens_websocket()
    }

    /// `GET /v1/rooms/*`
    pub(crate) fn shape(&self) -> String {
        format!("{} {}", self.http.method.name, self.template.shape())
    }
}
