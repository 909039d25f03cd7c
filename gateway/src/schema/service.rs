//! [`DescribedService`] and [`MethodDescriptor`]: services and methods as constant data.

use super::binding::Binding;
use super::message::MessageDescriptor;

/// A tonic server type whose methods and messages are known at compile time.
///
/// `gateway-build` implements it for every server type that it emits, such as `ChatServer<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tonic server compiled by `gateway-build`",
    label = "compile its .proto with `gateway_build::compile_protos`, or name the server: `#[gateway(server = path)]`"
)]
pub trait DescribedService {
    /// The service's name and methods.
    const DESCRIPTOR: &'static ServiceDescriptor;
}

/// A service's name and methods.
#[derive(Debug)]
pub struct ServiceDescriptor {
    name: &'static str,
    methods: &'static [MethodDescriptor],
}

impl ServiceDescriptor {
    /// Describes the service with this full proto name, such as `chat.v1.Chat`.
    pub const fn new(name: &'static str, methods: &'static [MethodDescriptor]) -> Self {
        Self { name, methods }
    }

    /// Returns the full proto name, such as `chat.v1.Chat`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the methods, in the order of their declaration.
    pub const fn methods(&self) -> &'static [MethodDescriptor] {
        self.methods
    }
}

/// One RPC of a service.
#[derive(Debug)]
pub struct MethodDescriptor {
    service: &'static str,
    name: &'static str,
    rust_name: &'static str,
    kind: RpcKind,
    input: &'static MessageDescriptor,
    output: &'static MessageDescriptor,
    bindings: &'static [Binding],
}

impl MethodDescriptor {
    /// Describes the RPC `name` of `service`, which is `rust_name` in tonic's trait.
    pub const fn new(
        service: &'static str,
        name: &'static str,
        rust_name: &'static str,
        kind: RpcKind,
        input: &'static MessageDescriptor,
        output: &'static MessageDescriptor,
    ) -> Self {
        Self {
            service,
            name,
            rust_name,
            kind,
            input,
            output,
            bindings: &[],
        }
    }

    /// Sets the bindings that the RPC's options in the .proto file give it.
    #[must_use]
    pub const fn with_bindings(mut self, bindings: &'static [Binding]) -> Self {
        self.bindings = bindings;
        self
    }

    /// Returns the bindings that the RPC's options in the .proto file give it. `#[gateway(proto)]` serves them.
    pub const fn bindings(&self) -> &'static [Binding] {
        self.bindings
    }

    /// Returns the full proto name of the service.
    pub const fn service(&self) -> &'static str {
        self.service
    }

    /// Returns the name in the .proto file, such as `GetRoom`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the name in tonic's trait, such as `get_room`.
    pub const fn rust_name(&self) -> &'static str {
        self.rust_name
    }

    /// Returns which sides stream.
    pub const fn kind(&self) -> RpcKind {
        self.kind
    }

    /// Returns the descriptor of the request message.
    pub const fn input(&self) -> &'static MessageDescriptor {
        self.input
    }

    /// Returns the descriptor of the response message.
    pub const fn output(&self) -> &'static MessageDescriptor {
        self.output
    }
}

/// The kind of an RPC: which sides stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RpcKind {
    /// One request, one response.
    Unary,
    /// One request, a stream of responses.
    ServerStreaming,
    /// A stream of requests, one response.
    ClientStreaming,
    /// A stream in each direction.
    BidiStreaming,
}

impl RpcKind {
    /// Returns `true` if the requests are a stream.
    pub const fn streams_requests(self) -> bool {
        matches!(self, Self::ClientStreaming | Self::BidiStreaming)
    }

    /// Returns `true` if the responses are a stream.
    pub const fn streams_responses(self) -> bool {
        matches!(self, Self::ServerStreaming | Self::BidiStreaming)
    }
}
