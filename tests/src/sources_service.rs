//! A service, and closures, that give back what the parts of a request have set.

use axum::Router;
use axum::routing::{MethodRouter, put_service};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use gateway::{Handler, SseFields, gateway};
use tonic::{Request as Call, Response, Status, Streaming};

use crate::sources::{PatchOrMask, PatchRequest, Request, sources_server};

/// The service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources;

type Requests = BoxStream<'static, Result<Request, Status>>;

#[gateway(prefix = "/macro")]
#[tonic::async_trait]
impl sources_server::Sources for Sources {
    #[http(get = "/query")]
    #[http(get = "/token/{token}")]
    #[http(get = "/user/{login.user}")]
    #[http(get = "/password/{login.password}")]
    #[http(
        get = "/aliases/{token}",
        query(alias(id = "key_id", u = "login.user"))
    )]
    #[http(post = "/token/{token}", body = "*")]
    #[http(post = "/user/{login.user}", body = "*")]
    #[http(post = "/fields/token", body = "token")]
    #[http(post = "/fields/login", body = "login")]
    #[http(post = "/fields/login/{login.user}", body = "login")]
    #[http(post = "/fields/tags", body = "tags")]
    #[http(post = "/fields/labels", body = "labels")]
    async fn get(&self, request: Call<Request>) -> Result<Response<Request>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type WatchStream = Requests;

    #[http(get = "/watch", sse(resume = "key_id"))]
    #[http(get = "/watch/token/{token}", sse(resume = "key_id"))]
    #[http(get = "/watch/user/{login.user}", sse(resume = "key_id"))]
    #[http(get = "/watch/name/{name}", sse(resume = "key_id"))]
    #[http(get = "/first", websocket(first_message))]
    #[http(post = "/watch", body = "*", sse(resume = "key_id"))]
    #[http(post = "/watch/fields/login", body = "login", sse(resume = "key_id"))]
    #[http(post = "/watch/fields/key_id", body = "key_id", sse(resume = "key_id"))]
    async fn watch(&self, request: Call<Request>) -> Result<Response<Requests>, Status> {
        Ok(watched(request))
    }

    type SendStream = Requests;

    #[http(get = "/send", sse(resume = "key_id"))]
    #[http(post = "/send", sse(resume = "key_id"))]
    #[http(post = "/send/token/{token}", sse(resume = "key_id"))]
    #[http(post = "/send/fields/login", body = "login")]
    async fn send(&self, request: Call<Streaming<Request>>) -> Result<Response<Requests>, Status> {
        Ok(Response::new(request.into_inner().boxed()))
    }

    #[http(patch = "/patch/{name}", body = "login")]
    #[http(
        patch = "/patch/alias",
        body = "login",
        query(alias(mask = "update_mask"))
    )]
    #[http(patch = "/patch/ignored", body = "login", query(ignore("update_mask")))]
    #[http(patch = "/patch/in/{update_mask}", body = "login")]
    async fn patch(&self, request: Call<PatchRequest>) -> Result<Response<PatchRequest>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    #[http(patch = "/either", body = "login")]
    async fn either(&self, request: Call<PatchOrMask>) -> Result<Response<PatchOrMask>, Status> {
        Ok(Response::new(request.into_inner()))
    }
}

fn watched(request: Call<Request>) -> Response<Requests> {
    Response::new(stream::iter([Ok(request.into_inner())]).boxed())
}

fn get() -> Handler {
    gateway::unary(|request: Call<Request>| async { Ok(Response::new(request.into_inner())) })
}

fn watch<S: Clone + Send + Sync + 'static>() -> MethodRouter<S> {
    let watch = gateway::server_streaming(|request: Call<Request>| async { Ok(watched(request)) });
    watch.sse(SseFields::NONE.resume("key_id")).into()
}

fn send<S: Clone + Send + Sync + 'static>() -> MethodRouter<S> {
    let send = gateway::bidi_streaming(|request: Call<Streaming<Request>>| async {
        Ok(Response::new(request.into_inner()))
    });
    send.sse(SseFields::NONE.resume("key_id")).into()
}

/// The same by closures.
pub fn closures() -> Router {
    let routes = Router::new()
        .route("/query", get().into())
        .route("/token/{token}", get().into())
        .route("/user/{login.user}", get().into())
        .route("/password/{login.password}", get().into())
        .route("/put/{token}", put_service(get().into_service()))
        .route("/watch", watch())
        .route("/watch/token/{token}", watch())
        .route("/watch/user/{login.user}", watch())
        .route("/watch/name/{name}", watch())
        .route("/watch/key_id/{key_id}", watch())
        .route("/watch/keyId/{keyId}", watch())
        .route("/send", send())
        .route("/send/token/{token}", send())
        .route("/send/key_id/{key_id}", send());
    Router::new().nest("/closure", routes)
}
