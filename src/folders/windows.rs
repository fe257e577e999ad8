//! Windows: what lies below the user's own folders is the user's alone.

use std::fs::{self, File, OpenOptions};
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
