//! The integration tests: the programs as a whole, against real servers and a real desktop.
//!
//! Where a test stands says what it needs: below `root::` are the tests that make network namespaces, below
//! `desktop::` those that start an X server and a session bus of their own, and below a module named `timing` those
//! that measure time and get the machine to themselves. `tests/run` runs them all.

#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod cli;
mod desktop;
mod root;
mod spa;
mod support;
