//! Windows: what lies below the user's own folders is the user's alone; access lists are not looked at.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, with those above it.
///
/// # Errors
///
/// Where it cannot be made.
pub fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Opens or makes a file.
///
/// # Errors
///
/// Where it cannot be opened.
pub fn private_file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

/// Never any.
#[must_use]
pub fn mode_for_others(_metadata: &Metadata) -> Option<u32> {
    None
}
