//! A service as tonic's own build step would leave it, without what `gateway-build` adds.

/// A message without a JSON form.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub struct Text {
    /// Some text.
    #[prost(string, tag = "1")]
    pub text: String,
}

/// What tonic generates for the service.
pub mod echo_server {
    use std::marker::PhantomData;

    use super::Text;
    use tonic::{Request, Response, Status};

    /// The service.
    #[tonic::async_trait]
    pub trait Echo: Send + Sync + 'static {
        /// Answers with the text.
        async fn echo(&self, request: Request<Text>) -> Result<Response<Text>, Status>;
    }

    /// The server.
    #[derive(Debug)]
    pub struct EchoServer<T> {
        service: PhantomData<T>,
    }
}
