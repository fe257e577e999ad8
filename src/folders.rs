//! Where the program keeps what is not configuration.

use std::path::PathBuf;

use directories::ProjectDirs;

/// What lives only while the user is logged in: locks. The state folder where the system has no such place; the
/// system's temporary folder where it does not even say where the user's home is.
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
