//! The descriptor set, as tonic's server reflection takes it.

use futures_util::{StreamExt as _, stream};
use prost::Message as _;
use prost_types::FileDescriptorProto;
use tests::all::FILE_DESCRIPTOR_SET;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

async fn ask(request: MessageRequest) -> MessageResponse {
    let service = tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET)
        .build_v1()
        .expect("descriptors that hold together");
    let mut client = ServerReflectionClient::new(service);
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(request),
    };
    let answers = client.server_reflection_info(stream::iter([request])).await;
    let answer = answers.expect("a stream").into_inner().next().await;
    let answer = answer.expect("an answer").expect("no error");
    answer.message_response.expect("a response")
}

#[tokio::test]
async fn services_and_files_are_found() {
    let MessageResponse::ListServicesResponse(services) =
        ask(MessageRequest::ListServices(String::new())).await
    else {
        panic!("services")
    };
    let mut names = services.service.iter().map(|service| &service.name);
    assert!(names.any(|name| name == "all.v1.Everything"));

    let symbol = MessageRequest::FileContainingSymbol("all.v1.Outer.Inner.Level".to_owned());
    let MessageResponse::FileDescriptorResponse(files) = ask(symbol).await else {
        panic!("a file")
    };
    let file = FileDescriptorProto::decode(&files.file_descriptor_proto[0][..]).expect("a file");
    assert_eq!(file.name(), "all.proto");
    assert!(
        file.dependency
            .contains(&"google/api/annotations.proto".to_owned())
    );
}
