//! Where the program keeps what is not configuration, all of it its user's alone; and how a file is replaced.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod platform;
mod replace;

pub use platform::{create_private, mode_for_others, private_file};
pub use replace::replace;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Opens a file that is there to be locked, in a folder that is made where there is none. It is never replaced, so that
/// all who lock it lock the same one.
///
/// # Errors
///
/// Where it cannot be opened.
pub fn lock_file(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        create_private(folder)?;
    }
    // Windows locks only what may be read.
    private_file(File::options().create(true).read(true).append(true), path)
}

/// What lives only while the user is logged in: locks. The state folder where the system has no such place.
#[must_use]
pub fn runtime() -> PathBuf {
    folder(|folders| folders.runtime_dir().or(folders.state_dir()))
}

/// What outlives a login: the history.
#[must_use]
pub fn state() -> PathBuf {
    folder(ProjectDirs::state_dir)
}

/// The folder chosen, or the platform's one for local data; the system's temporary folder where it does not even say
/// where the user's home is.
fn folder(choose: impl Fn(&ProjectDirs) -> Option<&Path>) -> PathBuf {
    let Some(folders) = ProjectDirs::from("", "", "portknocker") else {
        return std::env::temp_dir().join("portknocker");
    };
    choose(&folders)
        .unwrap_or(folders.data_local_dir())
        .to_owned()
}
