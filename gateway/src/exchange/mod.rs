//! One request on its way through the gateway, stage by stage.

mod admit;
pub(crate) mod answer;
mod context;
pub(crate) mod head;
mod intercept;
pub(crate) mod kinds;
mod matched_template;
mod negotiation;
mod pipeline;
mod request;
mod upgrade;

use std::sync::Arc;

use axum::body::Body;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};

pub(crate) use self::answer::{Answer, Endpoint};
use self::answer::{come_back_later, no_content, record_outcome, run, stream_head, with_nosniff};
pub(crate) use self::context::Target;
pub use self::matched_template::MatchedTemplate;
pub(crate) use self::pipeline::Pipeline;
pub(crate) use self::request::Exchange;
use crate::bind::Variables;
use crate::schema::Form;
use crate::write;

impl Pipeline {
    /// Returns the response of a binding.
    pub(crate) async fn answer(
        &self,
        target: &Target,
        endpoint: &Endpoint,
        variables: Variables,
        parts: Parts,
        body: Body,
    ) -> Response<Body> {
        let answer = self.exchange(target, endpoint, variables, parts, body);
        let mut response = match answer.await {
            Ok(response) => response,
            Err(error) => write::error(error, &self.settings),
        };
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            let vary = HeaderValue::from_static("accept");
            response.headers_mut().append(header::VARY, vary);
        }
        with_nosniff(response)
    }

    /// Runs the stages in order: negotiate, admit, intercept, and then one of the four kinds, which binds the request,
    /// calls the method and writes its reply.
    async fn exchange(
        &self,
        target: &Target,
        endpoint: &Endpoint,
        variables: Variables,
        mut parts: Parts,
        body: Body,
    ) -> Answer {
        let negotiated = self.negotiate(target, &parts)?;
        if negotiated.form == Form::Sse && self.is_reconnect_after_end(&parts) {
            return Ok(no_content());
        }
        let shutdowns = self.admission.shutdowns(&parts.extensions);
        let context = match self.admit(target, variables, &negotiated, shutdowns, &parts) {
            Ok(context) => context,
            Err(error) => return come_back_later(error, negotiated.form),
        };
        let answer = match self.prepare(&negotiated, &context, &mut parts) {
            Ok((upgrade, Err(status))) => upgrade::refuse(&context, upgrade, status.into()),
            Ok(_) if parts.method == Method::HEAD && target.method.kind().streams_responses() => {
                Ok(stream_head(&context))
            }
            Ok((upgrade, Ok(call))) => {
                // Boxed, as it passes through many functions, each of which would hold a copy.
                let exchange = Box::new(Exchange {
                    parts,
                    body,
                    call,
                    upgrade,
                    context: Arc::clone(&context),
                });
                run(endpoint, exchange, &context.shutdowns).await
            }
            Err(status) => Err(status.into()),
        };
        record_outcome(&answer, &context);
        answer.or_else(|error| come_back_later(error, negotiated.form))
    }
}
