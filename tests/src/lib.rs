//! Messages and services that the tests in `it/` serve.
