//! Messages and services that the tests in `it/` serve.

/// Every kind of field that protobuf has.
pub mod all {
    tonic::include_proto!("all.v1");
}
