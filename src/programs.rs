//! The programs, which lie side by side wherever they are.

use std::env;
use std::io;
use std::path::PathBuf;

/// The tray agent's file name.
pub const AGENT: &str = if cfg!(windows) {
    "portknocker-agent.exe"
} else {
    "portknocker-agent"
};

/// The tray agent beside the running program, whether it is there or not.
///
/// # Errors
///
/// Where the system does not say which program is running.
pub fn agent() -> io::Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name(AGENT))
}
