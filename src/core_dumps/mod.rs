//! A process that may hold a secret leaves no picture of its memory behind when it crashes.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;

/// Turns core dumps off for this process, for as long as it runs. Where the system does not let it, it is logged: the
/// program is of use all the same.
pub fn disable() {
    if let Err(error) = platform::disable() {
        tracing::warn!("a crash may leave a core dump: {error}");
    }
}
