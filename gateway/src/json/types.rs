//! The message types that a `google.protobuf.Any` can hold in JSON.

use std::sync::Arc;

use prost_types::{
    Any, Api, Duration, Enum, EnumValue, Field, FieldMask, ListValue, Method, Mixin, SourceContext,
    Struct, Timestamp, Type, Value,
};

use crate::message::Message;
use crate::rpc::RpcStatus;

use super::well_known::any;
use super::{ReadError, Reader, Writer};

/// The message types that an `Any` can hold in JSON.
///
/// Those of `google.protobuf` and the error details of `google.rpc` are always among them. Each package that
/// `gateway-build` compiles has its own in a constant `TYPES`:
///
/// ```ignore
/// let types = Types::default().with(&chat::TYPES);
/// let options = JsonOptions::default().types(types);
/// ```
///
/// A [`Gateway`](crate::Gateway) knows the types of its services' packages by itself.
#[derive(Clone, Debug, Default)]
pub struct Types(Option<Arc<Vec<PackageTypes>>>);

impl Types {
    /// Nothing but the types that are always known.
    pub const DEFAULT: Self = Self(None);

    /// The same with the messages of a package, and of those that they name.
    #[must_use]
    pub fn with(mut self, package: &PackageTypes) -> Self {
        self.add(package);
        self
    }

    pub(crate) fn add(&mut self, package: &PackageTypes) {
        let packages = Arc::make_mut(self.0.get_or_insert_default());
        add(packages, package);
    }

    /// Adds those of other types.
    #[cfg(feature = "server")]
    pub(crate) fn extend(&mut self, other: &Self) {
        for package in other.0.iter().flat_map(|packages| packages.iter()) {
            self.add(package);
        }
    }

    /// The message that a type URL such as `type.googleapis.com/chat.v1.Room` names.
    pub(super) fn find(&self, type_url: &str) -> Option<&'static MessageType> {
        let (_, name) = type_url.rsplit_once('/')?;
        let packages = self.0.iter().flat_map(|packages| packages.iter());
        packages
            .chain([&crate::rpc::TYPES, &GOOGLE])
            .find_map(|package| package.find(name))
    }
}

fn add(packages: &mut Vec<PackageTypes>, package: &PackageTypes) {
    if !packages.iter().any(|known| known.is(package)) {
        packages.push(*package);
        package.uses.iter().for_each(|used| add(packages, &used()));
    }
}

/// The message types of a package. `gateway-build` makes a constant `TYPES` of them.
#[derive(Clone, Copy, Debug)]
pub struct PackageTypes {
    name: &'static str,
    /// Sorted by name.
    messages: &'static [MessageType],
    /// Functions, as packages may use each other.
    uses: &'static [fn() -> Self],
}

impl PackageTypes {
    /// No messages.
    pub const NONE: Self = Self::new("", &[], &[]);

    /// The package's name, its messages, which are sorted by name, and the packages whose types they name.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        messages: &'static [MessageType],
        uses: &'static [fn() -> Self],
    ) -> Self {
        Self {
            name,
            messages,
            uses,
        }
    }

    /// Whether it is the same. It may be in several places, as a constant is wherever it is used, and several crates may
    /// each have a part of one package.
    fn is(&self, other: &Self) -> bool {
        let names = |package: &Self| package.messages.iter().map(|message| message.name);
        self.name == other.name && names(self).eq(names(other))
    }

    fn find(&self, name: &str) -> Option<&'static MessageType> {
        let by_name = |message: &MessageType| message.name.cmp(name);
        let index = self.messages.binary_search_by(by_name).ok()?;
        self.messages.get(index)
    }
}

/// The types of the package that a message is in.
pub fn types_of<M: Message>() -> PackageTypes {
    M::TYPES
}

/// What an `Any` needs to know of a message type.
#[derive(Debug)]
pub struct MessageType {
    name: &'static str,
    /// Writes the members that the message of these bytes has beside its `@type`; false if the bytes are none.
    pub(super) write: fn(&[u8], &mut Writer<'_>) -> bool,
    /// Reads the object that a message and its `@type` are, and encodes the message.
    pub(super) read: fn(&mut Reader<'_>) -> Result<Vec<u8>, ReadError>,
}

impl MessageType {
    /// The type `M` of this full proto name.
    pub const fn of<M: Message>(name: &'static str) -> Self {
        Self {
            name,
            write: any::write_message::<M>,
            read: any::read_message::<M>,
        }
    }
}

const GOOGLE: PackageTypes = PackageTypes::new(
    "google.protobuf",
    &[
        MessageType::of::<Any>("google.protobuf.Any"),
        MessageType::of::<Api>("google.protobuf.Api"),
        MessageType::of::<bool>("google.protobuf.BoolValue"),
        MessageType::of::<Vec<u8>>("google.protobuf.BytesValue"),
        MessageType::of::<f64>("google.protobuf.DoubleValue"),
        MessageType::of::<Duration>("google.protobuf.Duration"),
        MessageType::of::<()>("google.protobuf.Empty"),
        MessageType::of::<Enum>("google.protobuf.Enum"),
        MessageType::of::<EnumValue>("google.protobuf.EnumValue"),
        MessageType::of::<Field>("google.protobuf.Field"),
        MessageType::of::<FieldMask>("google.protobuf.FieldMask"),
        MessageType::of::<f32>("google.protobuf.FloatValue"),
        MessageType::of::<i32>("google.protobuf.Int32Value"),
        MessageType::of::<i64>("google.protobuf.Int64Value"),
        MessageType::of::<ListValue>("google.protobuf.ListValue"),
        MessageType::of::<Method>("google.protobuf.Method"),
        MessageType::of::<Mixin>("google.protobuf.Mixin"),
        MessageType::of::<prost_types::Option>("google.protobuf.Option"),
        MessageType::of::<SourceContext>("google.protobuf.SourceContext"),
        MessageType::of::<String>("google.protobuf.StringValue"),
        MessageType::of::<Struct>("google.protobuf.Struct"),
        MessageType::of::<Timestamp>("google.protobuf.Timestamp"),
        MessageType::of::<Type>("google.protobuf.Type"),
        MessageType::of::<u32>("google.protobuf.UInt32Value"),
        MessageType::of::<u64>("google.protobuf.UInt64Value"),
        MessageType::of::<Value>("google.protobuf.Value"),
        MessageType::of::<RpcStatus>("google.rpc.Status"),
    ],
    &[],
);

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: PackageTypes = PackageTypes::new("near", &[], &[|| FAR]);
    const FAR: PackageTypes = PackageTypes::new("far", &[], &[|| NEAR, || FAR]);

    #[test]
    fn packages_that_use_each_other_are_known_once() {
        let types = Types::default().with(&NEAR).with(&FAR);
        let packages = types.0.unwrap_or_default();
        let names = packages.iter().map(|package| package.name);
        assert_eq!(names.collect::<Vec<_>>(), ["near", "far"]);
    }

    #[test]
    fn parts_of_a_package_are_all_known() {
        const PART: &[MessageType] = &[MessageType::of::<()>("near.Nothing")];
        let part = PackageTypes::new("near", PART, &[]);
        let types = Types::default().with(&NEAR).with(&part);
        assert!(types.find("x/near.Nothing").is_some());
    }

    #[test]
    fn packages_are_sorted_by_the_names_of_their_messages() {
        for package in [&crate::rpc::TYPES, &GOOGLE] {
            assert!(package.messages.is_sorted_by_key(|known| known.name));
        }
    }
}
