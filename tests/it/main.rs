//! The tests of gateway: one binary, a module for each part.

mod build;
mod json;
