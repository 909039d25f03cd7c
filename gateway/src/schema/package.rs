//! [`PackageTypes`]: the messages of a package.

use super::message::MessageDescriptor;

/// The message types of a package. `gateway-build` generates a constant `TYPES` that holds them.
#[derive(Clone, Copy, Debug)]
pub struct PackageTypes {
    pub(crate) name: &'static str,
    /// Sorted by name.
    pub(crate) messages: &'static [&'static MessageDescriptor],
    /// Functions rather than values, as packages may use each other.
    pub(crate) uses: &'static [fn() -> Self],
}

impl PackageTypes {
    /// No messages.
    pub const NONE: Self = Self::new("", &[], &[]);

    /// Describes a package by its name, its messages, sorted by name, and the packages whose types they use.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        messages: &'static [&'static MessageDescriptor],
        uses: &'static [fn() -> Self],
    ) -> Self {
        Self {
            name,
            messages,
            uses,
        }
    }

    /// Returns whether both are the same package. A constant may exist in several places, as it is copied wherever it
    /// is used, and several crates may each have a part of one package.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let names = |package: &Self| package.messages.iter().map(|message| message.name());
        self.name == other.name && names(self).eq(names(other))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&'static MessageDescriptor> {
        let by_name = |message: &&MessageDescriptor| message.name().cmp(name);
        let index = self.messages.binary_search_by(by_name).ok()?;
        self.messages.get(index).copied()
    }
}
