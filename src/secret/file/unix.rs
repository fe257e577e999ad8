//! Unix: a file's mode says who may read it.

use std::fs::Metadata;
use std::os::unix::fs::PermissionsExt as _;

/// The permissions, where anybody but the owner has some.
pub(super) fn mode_for_others(metadata: &Metadata) -> Option<u32> {
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}
