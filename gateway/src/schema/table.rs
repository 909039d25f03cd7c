//! [`Table`]: the methods of an impl with `#[gateway]`, and their bindings.

use super::binding::Binding;
use super::service::{MethodDescriptor, ServiceDescriptor};

/// The methods of an impl with `#[gateway]`, and their bindings. A method has the same index in every list.
///
/// It is passed as one argument, as each part of a call costs the user's compiler time.
#[derive(Debug)]
pub struct Table {
    pub(crate) service: &'static ServiceDescriptor,
    /// The names of the methods in tonic's trait.
    pub(crate) names: &'static [&'static str],
    /// `None` where the service has no method with that name, which does not compile.
    pub(crate) methods: &'static [Option<&'static MethodDescriptor>],
    pub(crate) bindings: &'static [&'static [Binding]],
}

impl Table {
    /// Creates a table from these lists.
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
