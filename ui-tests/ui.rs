//! What does not compile, and why. `TRYBUILD=overwrite cargo test -p ui-tests --test ui` writes the texts anew.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("fail/*/*.rs");
}
