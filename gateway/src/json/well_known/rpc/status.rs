//! [`RpcStatus`], the message that represents errors.

use prost_types::Any;

use crate::json::object::object;

/// `google.rpc.Status`: an error as a message.
///
/// `gateway-build` maps `google.rpc.Status` in .proto files to this type. A method fails with a
/// [`tonic::Status`]; this type is for messages that report other errors.
///
/// ```
/// let failed = gateway::RpcStatus {
///     code: gateway::tonic::Code::NotFound.into(),
///     message: "there is no such room".to_owned(),
///     ..Default::default()
/// };
/// ```
#[derive(Clone, PartialEq, prost::Message)]
pub struct RpcStatus {
    /// The gRPC code.
    #[prost(int32, tag = "1")]
    pub code: i32,
    /// What went wrong, for developers.
    #[prost(string, tag = "2")]
    pub message: String,
    /// The details of the error, for programs.
    #[prost(message, repeated, tag = "3")]
    pub details: Vec<Any>,
}

impl prost::Name for RpcStatus {
    const NAME: &'static str = "Status";
    const PACKAGE: &'static str = "google.rpc";
}

object!(RpcStatus, "google.rpc.Status", {
    code "code" 1 singular Int32;
    message "message" 2 singular String;
    details "details" 3 repeated Message(Any);
});
