//! Notices that a file changed, however it was changed: written, replaced by a rename, deleted, or
//! a symbolic link that now leads elsewhere.

use std::fs;
use std::path::{Path, PathBuf};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use thiserror::Error;

use super::Watched;

/// A chain of links that is longer than this is a ring; Linux draws the line there too.
const MOST_LINKS: usize = 40;

/// Watches a file until it is dropped.
pub(super) struct Watcher {
    _watcher: RecommendedWatcher,
}

/// Nothing can be watched; changes are then not noticed.
#[derive(Debug, Error)]
#[error("nothing can be watched: {0}")]
pub(super) struct WatchError(notify::Error);

impl Watcher {
    /// Calls `changed` from another thread at each change of what is watched, several times for one edit.
    ///
    /// Folders are watched, not the file: an editor's rename gives the file a new inode. Where the file is a symbolic
    /// link, so is each folder on the way that it leads; where a folder is not there, so is the nearest above it.
    /// What is watched is found out once: after a change, watch anew, then read.
    ///
    /// # Errors
    ///
    /// Where the system lets nothing be watched. One folder that cannot be costs only itself, and is logged.
    pub(super) fn new(
        what: &Watched,
        changed: impl Fn() + Send + 'static,
    ) -> Result<Self, WatchError> {
        let paths = what.files.iter().chain(&what.folders);
        let files: Vec<PathBuf> = paths.flat_map(|path| links(path)).collect();
        let wholes: Vec<PathBuf> = what.folders.iter().flat_map(|path| links(path)).collect();
        let mut folders: Vec<PathBuf> = files.iter().map(|file| existing_folder(file)).collect();
        folders.extend(wholes.iter().filter(|folder| folder.is_dir()).cloned());
        folders.sort();
        folders.dedup();
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                if event.is_ok_and(|event| concerns(&event, &files, &wholes)) {
                    changed();
                }
            })
            .map_err(WatchError)?;
        for folder in &folders {
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                let folder = folder.display();
                tracing::warn!("changes in {folder} go unnoticed: {error}");
            }
        }
        Ok(Self { _watcher: watcher })
    }
}

/// Whether an event is about one of the files, a folder above one, or something in one of the folders. Reading is an
/// event too; to react to that would be a loop.
fn concerns(event: &notify::Event, files: &[PathBuf], folders: &[PathBuf]) -> bool {
    let is_above = |path: &PathBuf| {
        files.iter().any(|file| file.starts_with(path))
            || folders.iter().any(|folder| path.starts_with(folder))
    };
    !matches!(event.kind, EventKind::Access(_))
        && (event.paths.is_empty() || event.paths.iter().any(is_above))
}

/// The file, and what it leads to where it is a link, link by link.
fn links(path: &Path) -> Vec<PathBuf> {
    let mut files = vec![path.to_owned()];
    let mut last = path.to_owned();
    while let Ok(target) = fs::read_link(&last)
        && files.len() < MOST_LINKS
    {
        last = last
            .parent()
            .map_or(target.clone(), |folder| folder.join(&target));
        files.push(last.clone());
    }
    // A folder on the way may be a link too: events name what lies at its end.
    files.extend(fs::canonicalize(path));
    files
}

/// The folder of a file, or the nearest above it that exists.
fn existing_folder(file: &Path) -> PathBuf {
    let found = file.ancestors().skip(1).find(|folder| folder.is_dir());
    found.unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    fn watched(path: &Path) -> (Watcher, Receiver<()>) {
        let (sender, receiver) = channel();
        let watcher = Watcher::new(&Watched::file(path.to_owned()), move || {
            let _ = sender.send(());
        });
        (watcher.unwrap(), receiver)
    }

    fn is_noticed(changes: &Receiver<()>) -> bool {
        changes.recv_timeout(Duration::from_millis(500)).is_ok()
    }

    #[test]
    fn a_change_of_the_file_is_noticed_and_one_of_its_neighbour_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let (_watcher, changes) = watched(&path);
        fs::write(folder.path().join("other"), "1").unwrap();
        assert!(!is_noticed(&changes));
        fs::write(&path, "1").unwrap();
        assert!(is_noticed(&changes));
        while is_noticed(&changes) {}
        fs::read(&path).unwrap();
        assert!(!is_noticed(&changes));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_a_link_may_lead_elsewhere() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, text) in [("one", "1"), ("two", "2")] {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("config.toml"), text).unwrap();
        }
        symlink("one", at("now")).unwrap();
        symlink("now/config.toml", at("config.toml")).unwrap();
        let (_watcher, changes) = watched(&at("config.toml"));
        symlink("two", at("next")).unwrap();
        fs::rename(at("next"), at("now")).unwrap();
        assert!(is_noticed(&changes));
    }

    #[test]
    fn a_folder_that_comes_to_be_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/deeper/config.toml");
        let (_watcher, changes) = watched(&path);
        fs::create_dir(folder.path().join("new")).unwrap();
        assert!(is_noticed(&changes));
    }
}
