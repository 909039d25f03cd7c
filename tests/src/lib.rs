//! Messages and services that the tests in `it/` serve, and the client that looks at them.

pub mod annotated_service;
pub mod bound;
pub mod echo;
pub mod log;
pub mod memory;
pub mod script;
pub mod seen;
pub mod server;
pub mod sheets;
pub mod sources_service;
pub mod spans;
pub mod websocket;
pub mod witness;

/// Every kind of field that protobuf has.
#[allow(missing_docs)]
pub mod all {
    gateway::include_proto!("all.v1");
}

/// Methods with `google.api.http`, and with well-known types as their messages.
#[allow(missing_docs)]
pub mod rules {
    gateway::include_proto!("rules.v1");
}

/// What describes types and services.
#[allow(missing_docs)]
pub mod reflection {
    gateway::include_proto!("reflection.v1");
}

/// The four kinds of RPC.
#[allow(missing_docs)]
pub mod wire {
    gateway::include_proto!("wire.v1");
}

/// Every kind of binding.
#[allow(missing_docs)]
pub mod binding {
    gateway::include_proto!("binding.v1");
}

/// Messages of any type, nested as their packages are.
#[allow(missing_docs)]
pub mod any {
    pub mod v1 {
        gateway::include_proto!("any.v1");
    }
    pub mod other {
        pub mod v1 {
            gateway::include_proto!("any.other.v1");
        }
    }
    pub mod stranger {
        pub mod v1 {
            gateway::include_proto!("any.stranger.v1");
        }
    }
}

/// Errors with details.
#[allow(missing_docs)]
pub mod details {
    gateway::include_proto!("details.v1");
}

/// What the parts of a request set.
#[allow(missing_docs)]
pub mod sources {
    gateway::include_proto!("sources.v1");
}

/// Bindings in the .proto file.
#[allow(missing_docs)]
pub mod annotated {
    gateway::include_proto!("annotated.v1");
}

/// Messages that are large in memory.
#[allow(missing_docs)]
pub mod wide {
    gateway::include_proto!("wide.v1");
}
