//! [`Routes`]: the bindings of services, as `#[gateway]` adds them.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_core::Stream;
use tonic::{Status, Streaming};

use crate::bind::Plan;
use crate::binding::Binding;
use crate::call::{Function, Method};
use crate::endpoint::{self, Answer, Endpoint};
use crate::exchange::{Exchange, Target};
use crate::json::Types;
use crate::message::Message;
use crate::service::MethodDescriptor;

/// The bindings of services, as `#[gateway]` adds them.
#[derive(Debug, Default)]
pub struct Routes {
    pub(crate) routes: Vec<Route>,
    /// The messages of the packages that the methods have theirs from.
    pub(crate) types: Types,
}

/// A binding and what answers it.
pub(crate) struct Route {
    pub(crate) target: Target,
    pub(crate) endpoint: Arc<Endpoint>,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.target.describe())
    }
}

impl Routes {
    /// Adds the bindings of a unary method.
    pub fn unary<S, I, O, F>(
        &mut self,
        service: &Arc<S>,
        method: &'static MethodDescriptor,
        bindings: &'static [Binding],
        function: F,
    ) where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        F: Function<S, I, O>,
    {
        self.add(service, method, bindings, function, endpoint::unary);
    }

    /// Adds the bindings of a server-streaming method.
    pub fn server_streaming<S, I, O, R, F>(
        &mut self,
        service: &Arc<S>,
        method: &'static MethodDescriptor,
        bindings: &'static [Binding],
        function: F,
    ) where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        R: Stream<Item = Result<O, Status>> + Send + 'static,
        F: Function<S, I, R>,
    {
        self.add(
            service,
            method,
            bindings,
            function,
            endpoint::server_streaming,
        );
    }

    /// Adds the bindings of a client-streaming method.
    pub fn client_streaming<S, I, O, F>(
        &mut self,
        service: &Arc<S>,
        method: &'static MethodDescriptor,
        bindings: &'static [Binding],
        function: F,
    ) where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        F: Function<S, Streaming<I>, O>,
    {
        self.add(
            service,
            method,
            bindings,
            function,
            endpoint::client_streaming,
        );
    }

    /// Adds the bindings of a bidirectional method.
    pub fn bidi_streaming<S, I, O, R, F>(
        &mut self,
        service: &Arc<S>,
        method: &'static MethodDescriptor,
        bindings: &'static [Binding],
        function: F,
    ) where
        S: Send + Sync + 'static,
        I: Message,
        O: Message,
        R: Stream<Item = Result<O, Status>> + Send + 'static,
        F: Function<S, Streaming<I>, R>,
    {
        self.add(
            service,
            method,
            bindings,
            function,
            endpoint::bidi_streaming,
        );
    }

    fn add<S, F, A>(
        &mut self,
        service: &Arc<S>,
        method: &'static MethodDescriptor,
        bindings: &'static [Binding],
        function: F,
        answer: impl Fn(Method<S, F>, Exchange) -> A + Send + Sync + 'static,
    ) where
        S: Send + Sync + 'static,
        F: Send + Sync + 'static,
        A: Future<Output = Answer> + Send + 'static,
    {
        self.know(method);
        let call = Method {
            service: Arc::clone(service),
            function: Arc::new(function),
        };
        let endpoint: Arc<Endpoint> =
            Arc::new(move |exchange| Box::pin(answer(call.clone(), exchange)));
        self.routes.extend(bindings.iter().map(|binding| Route {
            target: Target {
                method,
                plan: Arc::new(Plan::new(method, binding)),
            },
            endpoint: Arc::clone(&endpoint),
        }));
    }

    /// Makes the messages of a method's packages known to `Any`.
    pub(crate) fn know(&mut self, method: &MethodDescriptor) {
        for message in [method.input(), method.output()] {
            message
                .types()
                .into_iter()
                .for_each(|package| self.types.add(package));
        }
    }
}
