//! The types of a package that `Any` can hold. They are in a constant, which the compiler evaluates only where it is
//! used.

use crate::path::between_packages;
use crate::schema::Package;

/// Generates the constant that lists a package's messages.
pub(super) fn table(name: &str, package: &Package) -> String {
    let mut messages: Vec<_> = package.messages.iter().collect();
    messages.sort_by_key(|message| &message.full_name);
    let messages: String = messages
        .into_iter()
        .map(|message| format!("    &{},\n", message.table))
        .collect();
    let uses = package.uses.iter();
    let uses = uses.map(|used| format!("|| {}TYPES, ", between_packages(name, used)));
    let externs = package.extern_uses.values();
    let externs = externs.map(|path| format!("::gateway::json::__private::types_of::<{path}>, "));
    let uses: String = uses.chain(externs).collect();
    format!(
        "/// The messages of this package and of those that they name, which a `google.protobuf.Any` can hold in JSON.\n\
         #[allow(unreachable_pub)]\n\
         pub const TYPES: ::gateway::json::PackageTypes = ::gateway::json::PackageTypes::new({name:?}, const {{ &[\n{messages}] }}, &[{uses}]);\n"
    )
}
