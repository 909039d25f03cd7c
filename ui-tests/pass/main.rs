//! What compiles.

mod another_crate_path;
mod below_async_trait;
mod bindings_of_the_proto;
mod conditional_methods;
mod defaults;
mod generic_service;
mod imported_trait;
mod keywords;
mod kinds;
mod queries;
mod templates;
mod two_services_on_one_struct;
