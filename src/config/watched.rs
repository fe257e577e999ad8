//! What a configuration depends on.

use std::path::Path;

use super::drop_ins;
use crate::follow::Watched;

/// The configuration file, the folder of its drop-ins, and what is in it now.
#[must_use]
pub fn watched(path: &Path) -> Watched {
    let mut files = drop_ins::files(path).unwrap_or_default();
    files.push(path.to_owned());
    Watched {
        files,
        folders: vec![drop_ins::folder(path)],
    }
}
