//! [`RpcStatus`], the message that errors are.

use prost_types::Any;

use crate::json::object::object;

/// `google.rpc.Status`: an error as a message.
///
/// `gateway-build` takes `google.rpc.Status` of .proto files for this type. A method fails with a
/// [`tonic::Status`]; this one is for messages that tell of other errors.
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
    /// What programs can make use of.
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
