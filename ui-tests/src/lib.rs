//! Messages and services that the compile tests name.
