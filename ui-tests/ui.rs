//! What compiles, and what does not and why. `TRYBUILD=overwrite cargo test -p ui-tests` writes the texts anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/*/*.rs");
}
