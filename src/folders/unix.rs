//! Unix: modes 0700 and 0600; a file's mode says who may read it.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
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

/// The permissions of a file, where anybody but its owner has some.
#[must_use]
pub fn mode_for_others(metadata: &Metadata) -> Option<u32> {
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}
