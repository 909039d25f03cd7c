//! [`Table`]: the methods of an impl with `#[gateway]`, and their bindings.

use super::binding::Binding;
use super::service::{MethodDescriptor, ServiceDescriptor};

/// The methods of an impl with `#[gateway]`, and their bindings; the index of a method is the same in every list.
///
/// One argument for all of it, as each part of a call costs the user's compiler.
#[derive(Debug)]
pub struct Table {
    pub(crate) service: &'static ServiceDescriptor,
    /// Their names in tonic's trait.
    pub(crate) names: &'static [&'static str],
    /// None where the service has no method of the name, which does not compile.
    pub(crate) methods: &'static [Option<&'static MethodDescriptor>],
    pub(crate) bindings: &'static [&'static [Binding]],
}

impl Table {
    /// The table of these lists.
    pub const fn new(
        service: &'static ServiceDescriptor,
        names: &'static [&'static str],
        methods: &'static [Option<&'static MethodDescriptor>],
        bindings: &'static [&'static [Binding]],
    ) -> Self {
        Self {
            service,
            names,
            methods,
            bindings,
        }
    }
}
