//! How the system, or a person at a terminal, asks a process to end.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub use platform::{asked_to_end, interrupted};
