//! Echo requests, by whatever the platform lets an ordinary user send them with.

#[cfg(unix)]
mod packet;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub(super) use platform::{Echo, send};
