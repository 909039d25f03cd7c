//! The standard details of `google.rpc`. Users have them from `tonic-types`; these ones only have a JSON form.

// `gateway-build/tests/generated.rs` writes it.
#[allow(dead_code, missing_docs, unreachable_pub)]
mod generated;

pub(crate) use self::generated::TYPES;
