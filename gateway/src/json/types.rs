//! The message types that a `google.protobuf.Any` can hold in JSON.

use std::sync::Arc;

use prost_types::{
    Any, Api, Duration, Enum, EnumValue, Field, FieldMask, ListValue, Method, Mixin, SourceContext,
    Struct, Timestamp, Type, Value,
};

use super::{Message, RpcStatus};
use crate::schema::MessageDescriptor;
use crate::schema::PackageTypes;

/// The message types that an `Any` can hold in JSON.
///
/// They always include the types of `google.protobuf` and the error details of `google.rpc`. Each package that
/// `gateway-build` compiles has its own types in a constant `TYPES`:
///
/// ```ignore
/// let types = Types::default().with(&chat::TYPES);
/// let options = JsonOptions::default().types(types);
/// ```
///
/// A [`Gateway`](crate::Gateway) adds the types of its services' packages by itself.
#[derive(Clone, Debug, Default)]
pub struct Types(Option<Arc<Vec<PackageTypes>>>);

impl Types {
    /// Only the types that are always included.
    pub const DEFAULT: Self = Self(None);

    /// Adds the messages of a package, and of the packages that they refer to.
    #[must_use]
    pub fn with(mut self, package: &PackageTypes) -> Self {
        self.add(package);
        self
    }

    pub(crate) fn add(&mut self, package: &PackageTypes) {
        let packages = Arc::make_mut(self.0.get_or_insert_default());
        add(packages, package);
    }

    /// Adds the packages of other types.
    #[cfg(feature = "server")]
    pub(crate) fn extend(&mut self, other: &Self) {
        for package in other.0.iter().flat_map(|packages| packages.iter()) {
            self.add(package);
        }
    }

    /// Returns the message that a type URL such as `type.googleapis.com/chat.v1.Room` names.
    pub(super) fn find(&self, type_url: &str) -> Option<&'static MessageDescriptor> {
        let (_, name) = type_url.rsplit_once('/')?;
        let packages = self.0.iter().flat_map(|packages| packages.iter());
        packages
            .chain([&crate::json::well_known::rpc::TYPES, &GOOGLE])
            .find_map(|package| package.find(name))
    }
}

fn add(packages: &mut Vec<PackageTypes>, package: &PackageTypes) {
    if !packages.iter().any(|known| known.is(package)) {
        packages.push(*package);
        package.uses.iter().for_each(|used| add(packages, &used()));
    }
}

/// Returns the types of the package that a message is in.
pub fn types_of<M: Message>() -> PackageTypes {
    M::TYPES
}

const GOOGLE: PackageTypes = PackageTypes::new(
    "google.protobuf",
    &[
        <Any as Message>::DESCRIPTOR,
        <Api as Message>::DESCRIPTOR,
        <bool as Message>::DESCRIPTOR,
        <Vec<u8> as Message>::DESCRIPTOR,
        <f64 as Message>::DESCRIPTOR,
        <Duration as Message>::DESCRIPTOR,
        <() as Message>::DESCRIPTOR,
        <Enum as Message>::DESCRIPTOR,
        <EnumValue as Message>::DESCRIPTOR,
        <Field as Message>::DESCRIPTOR,
        <FieldMask as Message>::DESCRIPTOR,
        <f32 as Message>::DESCRIPTOR,
        <i32 as Message>::DESCRIPTOR,
        <i64 as Message>::DESCRIPTOR,
        <ListValue as Message>::DESCRIPTOR,
        <Method as Message>::DESCRIPTOR,
        <Mixin as Message>::DESCRIPTOR,
        <prost_types::Option as Message>::DESCRIPTOR,
        <SourceContext as Message>::DESCRIPTOR,
        <String as Message>::DESCRIPTOR,
        <Struct as Message>::DESCRIPTOR,
        <Timestamp as Message>::DESCRIPTOR,
        <Type as Message>::DESCRIPTOR,
        <u32 as Message>::DESCRIPTOR,
        <u64 as Message>::DESCRIPTOR,
        <Value as Message>::DESCRIPTOR,
        <RpcStatus as Message>::DESCRIPTOR,
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
        static NOTHING: MessageDescriptor = MessageDescriptor::new("near.Nothing", &[]);
        const PART: &[&MessageDescriptor] = &[&NOTHING];
        let part = PackageTypes::new("near", PART, &[]);
        let types = Types::default().with(&NEAR).with(&part);
        assert!(types.find("x/near.Nothing").is_some());
    }

    #[test]
    fn packages_are_sorted_by_the_names_of_their_messages() {
        for package in [&crate::json::well_known::rpc::TYPES, &GOOGLE] {
            assert!(package.messages.is_sorted_by_key(|known| known.name()));
        }
    }
}
