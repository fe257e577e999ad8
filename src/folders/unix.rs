//! Unix: modes 0700 and 0600.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Makes a folder that only its user can enter, with those above it. One that exists is left as it is.
///
/// # Errors
///
/// Where it cannot be made.
pub fn create_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Opens a file, or makes one that only its user can read.
///
/// # Errors
///
/// Where it cannot be opened.
pub fn private_file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.mode(0o600).open(path)
}
