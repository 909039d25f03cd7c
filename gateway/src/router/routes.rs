//! [`Routes`]: the bindings of services, as `#[gateway]` adds them.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_core::Stream;
use tonic::{Request, Response, Status, Streaming};

use crate::bind::BindPlan;
use crate::call::Method;
use crate::exchange::{Answer, Endpoint, Exchange, Target, kinds};
use crate::future::BoxFuture;
use crate::json::{Message, Types};
use crate::schema::{PackageTypes, RpcKind, Table};

/// The bindings of services, as `#[gateway]` adds them.
#[derive(Debug, Default)]
pub struct Routes {
    pub(crate) routes: Vec<Route>,
    /// The messages of the packages that the methods' own messages come from.
    pub(crate) types: Types,
}

/// A binding and the endpoint that answers it.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) target: Target,
    pub(crate) endpoint: Arc<Endpoint>,
}

impl Route {
    /// Returns whether its method has a stream.
    pub(crate) fn streams(&self) -> bool {
        self.target.method.kind() != RpcKind::Unary
    }

    /// Returns the route of a GET that asks for a WebSocket; `None` if none can be opened.
    pub(crate) fn of_websocket(&self) -> Option<Self> {
        let Target { method, plan } = &self.target;
        let binding = &plan.binding;
        if !self.streams() || !binding.opens_websocket() {
            return None;
        }
        let plan = if binding.http_method == "GET" {
            Arc::clone(plan)
        } else {
            Arc::new(BindPlan::new(method, &binding.of_websocket(method.kind())))
        };
        Some(Self {
            target: Target { method, plan },
            endpoint: Arc::clone(&self.endpoint),
        })
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.target.describe())
    }
}

/// A method of a tonic service trait, as a function of the service. A pointer takes less of the user's compile time
/// than a type parameter with a bound.
pub(crate) type MethodFn<S, I, O> =
    for<'a> fn(&'a Arc<S>, Request<I>) -> BoxFuture<'a, Result<Response<O>, Status>>;

impl Routes {
    /// Returns the routes of a service whose methods and bindings are in this table.
    pub fn of<S>(&mut self, service: Arc<S>, table: &'static Table) -> ServiceRoutes<'_, S> {
        ServiceRoutes {
            routes: self,
            service,
            table,
        }
    }

    /// Adds the messages of a method's packages to those that an `Any` can hold.
    pub(crate) fn add_types(&mut self, types: [PackageTypes; 2]) {
        types.iter().for_each(|package| self.types.add(package));
    }
}

/// The bindings of one service, as `#[gateway]` adds them: each method by its index in the table.
#[derive(Debug)]
pub struct ServiceRoutes<'a, S> {
    routes: &'a mut Routes,
    service: Arc<S>,
    table: &'static Table,
}

impl<S: Send + Sync + 'static> ServiceRoutes<'_, S> {
    /// Adds the bindings of a unary method.
    pub fn unary<I, O>(&mut self, index: usize, handler: MethodFn<S, I, O>)
    where
        I: Message,
        O: Message,
    {
        self.add(index, [I::TYPES, O::TYPES], handler, kinds::unary);
    }

    /// Adds the bindings of a server-streaming method.
    pub fn server_streaming<I, O, R>(&mut self, index: usize, handler: MethodFn<S, I, R>)
    where
        I: Message,
        O: Message,
        R: Stream<Item = Result<O, Status>> + Send + 'static,
    {
        self.add(
            index,
            [I::TYPES, O::TYPES],
            handler,
            kinds::server_streaming,
        );
    }

    /// Adds the bindings of a client-streaming method.
    pub fn client_streaming<I, O>(&mut self, index: usize, handler: MethodFn<S, Streaming<I>, O>)
    where
        I: Message,
        O: Message,
    {
        self.add(
            index,
            [I::TYPES, O::TYPES],
            handler,
            kinds::client_streaming,
        );
    }

    /// Adds the bindings of a bidirectional method.
    pub fn bidi_streaming<I, O, R>(&mut self, index: usize, handler: MethodFn<S, Streaming<I>, R>)
    where
        I: Message,
        O: Message,
        R: Stream<Item = Result<O, Status>> + Send + 'static,
    {
        self.add(index, [I::TYPES, O::TYPES], handler, kinds::bidi_streaming);
    }

    /// Adds the bindings of a method. For a method that the service lacks, which does not compile, it adds nothing.
    fn add<F, A>(
        &mut self,
        index: usize,
        types: [PackageTypes; 2],
        function: F,
        answer: impl Fn(Method<S, F>, Box<Exchange>) -> A + Send + Sync + 'static,
    ) where
        F: Send + Sync + 'static,
        A: Future<Output = Answer> + Send + 'static,
    {
        let method = self.table.methods.get(index).copied().flatten();
        let (Some(method), Some(bindings)) = (method, self.table.bindings.get(index)) else {
            return;
        };
        self.routes.add_types(types);
        let call = Method {
            service: Arc::clone(&self.service),
            function: Arc::new(function),
        };
        let endpoint: Arc<Endpoint> =
            Arc::new(move |exchange| Box::pin(answer(call.clone(), exchange)));
        self.routes
            .routes
            .extend(bindings.iter().map(|binding| Route {
                target: Target {
                    method,
                    plan: Arc::new(BindPlan::new(method, binding)),
                },
                endpoint: Arc::clone(&endpoint),
            }));
    }
}
