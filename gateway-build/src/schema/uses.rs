//! The packages that a package uses.

use prost_types::{DescriptorProto, FieldDescriptorProto, FileDescriptorProto};

use super::Package;
use super::types::Types;

impl Types {
    /// Adds the other packages that the file's messages and methods use.
    pub(super) fn add_uses(&self, file: &FileDescriptorProto, package: &mut Package) {
        let methods = file.service.iter().flat_map(|service| &service.method);
        let methods = methods.flat_map(|method| [method.input_type(), method.output_type()]);
        let types = file
            .message_type
            .iter()
            .flat_map(field_types)
            .chain(methods);
        let externs = types
            .clone()
            .filter_map(|type_name| self.extern_message(type_name));
        package.extern_uses.extend(externs);
        let used = types.filter_map(|type_name| self.package(type_name));
        package.uses.extend(
            used.filter(|package| *package != file.package())
                .map(str::to_owned),
        );
    }
}

/// Returns the types of the fields of a message and of the messages inside it.
fn field_types(message: &DescriptorProto) -> Vec<&str> {
    let own = message.field.iter().map(FieldDescriptorProto::type_name);
    let nested = message.nested_type.iter().flat_map(field_types);
    own.chain(nested).collect()
}
