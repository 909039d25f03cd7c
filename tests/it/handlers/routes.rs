//! The handlers on their routes.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::{MethodRouter, any_service, get, put_service};
use gateway::json::UnknownFields;
use gateway::{FrameFormat, Gateway, Handler, Limits, SseFields, StreamForms};
use tests::binding::All;
use tests::script::Scripted;
use tests::server::Calls;
use tests::wire::wire_server::{Wire, WireServer};
use tonic::{Request, Response, Status};

/// Gives back what it is asked.
fn echo() -> Handler {
    gateway::unary(|request: Request<All>| async { Ok(Response::new(request.into_inner())) })
}

/// The scripted service's methods as handlers.
#[derive(Clone)]
pub(super) struct Handlers(Scripted);

impl Handlers {
    pub(super) fn new() -> (Self, Calls) {
        let (service, calls) = Scripted::new();
        (Self(service), calls.into())
    }

    /// What calls a method of the service.
    fn call<I, A>(
        &self,
        method: impl Fn(Scripted, Request<I>) -> A + Send + Sync + 'static,
    ) -> impl Fn(Request<I>) -> A + Send + Sync + 'static
    where
        A: Future,
    {
        let service = self.0.clone();
        move |request| method(service.clone(), request)
    }

    pub(super) fn get(&self) -> Handler {
        gateway::unary(self.call(|wire, request| async move { wire.get(request).await }))
    }

    pub(super) fn watch(&self) -> Handler {
        let watch = self.call(|wire, request| async move { wire.watch(request).await });
        gateway::server_streaming(watch)
    }

    pub(super) fn collect(&self) -> Handler {
        let collect = self.call(|wire, request| async move { wire.collect(request).await });
        gateway::client_streaming(collect)
    }

    pub(super) fn converse(&self) -> Handler {
        let converse = self.call(|wire, request| async move { wire.converse(request).await });
        gateway::bidi_streaming(converse)
    }

    pub(super) fn streams(&self) -> Router {
        let sse = SseFields::NONE
            .id("seq")
            .event("room")
            .resume("after")
            .retry(2_000);
        Router::new()
            .route("/watch/{room}", self.watch().sse(sse).into())
            .route("/collect/{room}", self.collect().into())
            .route("/converse/{room}", self.converse().into())
            .route(
                "/any/watch/{room}",
                any_service(self.watch().into_service()),
            )
            .route("/late", self.watch().timeout(Duration::ZERO).into())
    }

    pub(super) fn forms(&self) -> Router {
        let watch = |forms| self.watch().stream(forms).into();
        Router::new()
            .route("/without/sse", watch(StreamForms::ALL.disable_sse()))
            .route(
                "/without/websocket",
                watch(StreamForms::ALL.disable_websockets()),
            )
            .route(
                "/without/chunked",
                watch(StreamForms::ALL.disable_chunked_transfer()),
            )
            .route(
                "/without/upload",
                self.collect()
                    .stream(StreamForms::ALL.disable_chunked_transfer())
                    .into(),
            )
    }

    pub(super) fn sockets(&self) -> Router {
        let (raw, envelope) = (FrameFormat::Raw, FrameFormat::Envelope);
        Router::new()
            .route("/raw/watch/{room}", self.watch().websocket(raw).into())
            .route("/raw/first/{room}", self.watch().first_message().into())
            .route("/raw/collect/{room}", self.collect().into())
            .route("/raw/converse/{room}", self.converse().into())
            .route("/watch/{room}", self.watch().websocket(envelope).into())
            .route("/collect/{room}", self.collect().websocket(envelope).into())
            .route(
                "/converse/{room}",
                self.converse().websocket(envelope).into(),
            )
    }

    pub(super) fn named(&self) -> Router {
        type Server = WireServer<()>;
        Router::new()
            .route("/named/{room}", self.get().method::<Server>("Get").into())
            .route("/nameless/{room}", self.get().into())
            .route(
                "/misnamed/method",
                self.get().method::<Server>("Gat").into(),
            )
            .route(
                "/unlike/method",
                self.get().method::<Server>("Watch").into(),
            )
            .route(
                "/misnamed/id",
                self.watch().sse(SseFields::NONE.id("sequence")).into(),
            )
            .route(
                "/unfit/event",
                self.watch().sse(SseFields::NONE.event("at")).into(),
            )
            .route(
                "/nested/resume",
                self.watch()
                    .sse(SseFields::NONE.resume("place.street"))
                    .into(),
            )
    }
}

/// Routes whose parameters are fields, or are not.
pub(super) fn bindings() -> Router {
    let inner = Router::new().route("/numbers/{int32}", echo().into());
    let stateful = Router::<Arc<str>>::new()
        .route("/stateful/{string}", echo().into())
        .route(
            "/state",
            get(|State(state): State<Arc<str>>| async move { state.to_string() }),
        )
        .with_state("kept".into());
    Router::new()
        .route("/strings/{string}", echo().into())
        .route("/int32/{int32}", echo().into())
        .route("/time/{time}", echo().into())
        .route("/json/{chosenNumber}/{anotherName}", echo().into())
        .route(
            "/nested/{nested.text}/{nested.inner.some_number}",
            echo().into(),
        )
        .route("/rest/{*string}", echo().into())
        .route(
            "/not/{strings}/{labels}/{nested}/{many.text}/{value}/{time.seconds}/{other}",
            echo().into(),
        )
        .route("/put/{string}", put_service(echo().into_service()))
        .nest("/tenants/{string}/{tenant}", inner)
        .merge(stateful)
}

fn settings() -> Gateway {
    let check = |request: Request<()>| match request.metadata().get("authorization") {
        Some(_) => Ok(request),
        None => Err(Status::unauthenticated("who are you?")),
    };
    Gateway::new()
        .limits(Limits::default().max_message_bytes(20))
        .unknown_fields(UnknownFields::Reject)
        .interceptor(check)
}

pub(super) fn limited() -> MethodRouter {
    echo().with(settings()).into()
}
