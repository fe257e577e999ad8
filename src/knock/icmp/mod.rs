//! Echo requests, by whatever the platform lets an ordinary user send them with.

#[cfg(unix)]
mod packet;
mod permission;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub use permission::{EchoPermission, echo_permission};
pub(super) use platform::{Echo, send};
