//! Notices that the configuration file changed, however it was changed: written, replaced by a rename, deleted, or
//! a symbolic link that now leads elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use thiserror::Error;

/// Watches the configuration file until it is dropped.
pub struct Watcher {
    _watcher: RecommendedWatcher,
}

/// The file cannot be watched; its changes are then not noticed.
#[derive(Debug, Error)]
#[error("cannot watch {folder}: {cause}")]
pub struct WatchError {
    folder: PathBuf,
    cause: notify::Error,
}

impl Watcher {
    /// Calls `changed` from another thread at each change near the file, several times for one edit.
    ///
    /// The folder is watched, not the file: an editor's rename gives the file a new inode. Where the file is a
    /// symbolic link, so is the folder that it leads to; where the folder is not there, so is the nearest above it.
    /// What is watched is found out once: after a change, watch anew, then read.
    ///
    /// # Errors
    ///
    /// Where the folder does not exist, or the system has no watches left.
    pub fn new(path: &Path, changed: impl Fn() + Send + 'static) -> Result<Self, WatchError> {
        let error = |folder: &Path, cause| WatchError {
            folder: folder.to_owned(),
            cause,
        };
        let mut folders = vec![existing(folder_of(path))];
        if let Ok(target) = fs::canonicalize(path) {
            folders.push(folder_of(&target));
        }
        folders.dedup();
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // Reading the file is an event too; to react to that would be a loop.
                if !matches!(
                    event,
                    Ok(notify::Event {
                        kind: EventKind::Access(_),
                        ..
                    })
                ) {
                    changed();
                }
            })
            .map_err(|cause| error(&folders[0], cause))?;
        for folder in &folders {
            watcher
                .watch(folder, RecursiveMode::NonRecursive)
                .map_err(|cause| error(folder, cause))?;
        }
        Ok(Self { _watcher: watcher })
    }
}

/// The folder, or the nearest above it that exists.
fn existing(folder: PathBuf) -> PathBuf {
    let found = folder.ancestors().find(|folder| folder.is_dir());
    found.map(Path::to_owned).unwrap_or(folder)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
