//! The messages of `google.rpc`. Users have the standard details from `tonic-types`; these ones only have a JSON form.

// `gateway-build/tests/generated.rs` writes it.
#[allow(dead_code, missing_docs, unreachable_pub)]
mod generated;
mod status;

pub(crate) use self::generated::TYPES;
pub use self::status::RpcStatus;
