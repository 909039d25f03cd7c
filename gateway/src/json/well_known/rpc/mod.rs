//! The messages of `google.rpc`. Users get the standard details from `tonic-types`; these only have a JSON form.

// Written by `gateway-build/tests/generated.rs`.
#[allow(dead_code, missing_docs, unreachable_pub)]
mod generated;
mod status;

pub(crate) use self::generated::TYPES;
pub use self::status::RpcStatus;
