//! Where the program keeps what is not configuration. All of it is its user's alone.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;

pub use platform::{create_private, private_file};

use std::path::PathBuf;

use directories::ProjectDirs;

/// What lives only while the user is logged in: locks and the agent's socket. The state folder where the system has no
/// such place; the system's temporary folder where it does not even say where the user's home is.
#[must_use]
pub fn runtime() -> PathBuf {
    let Some(folders) = ProjectDirs::from("", "", "portknocker") else {
        return std::env::temp_dir().join("portknocker");
    };
    folders
        .runtime_dir()
        .or(folders.state_dir())
        .unwrap_or(folders.data_local_dir())
        .to_owned()
}

/// What outlives a login: the history and the logs.
#[must_use]
pub fn state() -> PathBuf {
    let Some(folders) = ProjectDirs::from("", "", "portknocker") else {
        return std::env::temp_dir().join("portknocker");
    };
    folders
        .state_dir()
        .unwrap_or(folders.data_local_dir())
        .to_owned()
}
