//! A service that gives back what it is asked, under many bindings.

use std::pin::Pin;

use futures_util::Stream;
use gateway::{HttpBody, gateway};
use tonic::{Request, Response, Status, Streaming};

use crate::binding::{All, Attachment, PatchRequest, echo_server};

/// The service.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo;

type Pieces = Pin<Box<dyn Stream<Item = Result<HttpBody, Status>> + Send>>;

#[gateway]
#[tonic::async_trait]
impl echo_server::Echo for Echo {
    #[http(get = "/v1/all")]
    #[http(post = "/v1/all", body = "*")]
    #[http(delete = "/v1/all", body = "*")]
    #[http(custom(method = "LIST", path = "/v1/all"))]
    #[http(get = "/v1/string/{string}")]
    #[http(get = "/v1/int32/{int32}")]
    #[http(get = "/v1/uint64/{uint64}")]
    #[http(get = "/v1/double/{double}")]
    #[http(get = "/v1/bool/{bool}")]
    #[http(get = "/v1/bytes/{bytes}")]
    #[http(get = "/v1/color/{color}")]
    #[http(get = "/v1/time/{time}")]
    #[http(get = "/v1/duration/{duration}")]
    #[http(get = "/v1/mask/{mask}")]
    #[http(get = "/v1/wrapped/{wrapped_int}")]
    #[http(get = "/v1/maybe/{maybe}")]
    #[http(get = "/v1/chosen/{chosen_number}")]
    #[http(get = "/v1/nested/{nested.text}/inner/{nested.inner.text}")]
    #[http(get = "/v1/{string=shelves/*/books/*}")]
    #[http(post = "/v1/{string=shelves/*}:merge", body = "*")]
    #[http(get = "/v1/{string=shelves/*}:count")]
    #[http(get = "/v1/{string=shelves/*}")]
    #[http(get = "/v1/{string=shelves/*/books/*}/pages/{int32}")]
    #[http(get = "/v1/shelves/special/books/{string}")]
    #[http(get = "/v2/{string=files/**}")]
    #[http(get = "/v2/{string=files/**}:raw")]
    #[http(get = "/v2/trees/{string=**}/leaf")]
    #[http(get = "/v2/literal%20space/{string}")]
    #[http(post = "/v1/body/nested/{string}", body = "nested")]
    #[http(post = "/v1/body/inner/{string}", body = "nested.inner")]
    #[http(post = "/v1/body/tags", body = "nested.inner.tags")]
    #[http(post = "/v1/body/chosen", body = "chosen_nested.some_number")]
    #[http(post = "/v1/body/list", body = "strings")]
    #[http(post = "/v1/body/map", body = "labels")]
    #[http(post = "/v1/body/scalar", body = "int64")]
    #[http(post = "/v1/body/value", body = "value")]
    #[http(post = "/v1/body/none", body = "")]
    #[http(get = "/v1/query", query(alias(q = "nested.text", "page-size" = "int32", "page[token]" = "maybe", l = "labels"), ignore("string", "nested.inner")))]
    #[http(
        get = "/v1/undiscovered",
        query(alias(q = "string"), disable_discovery)
    )]
    #[http(get = "/v1/reply/strings", response_body = "strings")]
    #[http(get = "/v1/reply/nested", response_body = "nested")]
    #[http(get = "/v1/reply/int64", response_body = "int64")]
    #[http(get = "/v1/reply/string", response_body = "string")]
    #[http(get = "/v1/reply/color", response_body = "color")]
    async fn everything(&self, request: Request<All>) -> Result<Response<All>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    #[http(patch = "/v1/{patched.name=things/*}", body = "patched")]
    #[http(put = "/v1/{patched.name=things/*}", body = "patched")]
    #[http(patch = "/v1/inner/{patched.name}", body = "patched.nested")]
    #[http(patch = "/v1/whole", body = "*")]
    async fn patch(
        &self,
        request: Request<PatchRequest>,
    ) -> Result<Response<PatchRequest>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    #[http(post = "/v1/raw", body = "*")]
    #[http(get = "/v1/raw/{content_type}")]
    async fn raw(&self, request: Request<HttpBody>) -> Result<Response<HttpBody>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    #[http(put = "/v1/attachments/{name}", body = "file")]
    #[http(
        put = "/v1/attachments/{name}:echo",
        body = "file",
        response_body = "file"
    )]
    #[http(post = "/v1/attachments", body = "*")]
    async fn attach(&self, request: Request<Attachment>) -> Result<Response<Attachment>, Status> {
        Ok(Response::new(request.into_inner()))
    }

    type PiecesStream = Pieces;

    #[http(post = "/v1/pieces")]
    #[http(get = "/ws/pieces", stream(disable_sse, disable_chunked_transfer))]
    #[http(
        get = "/envelope/pieces",
        stream(disable_sse, disable_chunked_transfer),
        websocket(envelope)
    )]
    async fn pieces(
        &self,
        request: Request<Streaming<HttpBody>>,
    ) -> Result<Response<Pieces>, Status> {
        Ok(Response::new(Box::pin(request.into_inner())))
    }
}
