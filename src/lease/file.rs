//! Leases on the disk: a file for each process that has some, in a folder of the state folder. Whoever comes after a
//! process that was killed takes over what it left.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::Saved;
use crate::folders;

/// The leases of this process on the disk; theirs for as long as it lives.
pub struct LeaseFile {
    path: PathBuf,
    _lock: File,
}

/// Leases cannot be kept, or read.
#[derive(Debug, Error)]
#[error("{path}: {cause}")]
pub struct LeaseFileError {
    path: PathBuf,
    cause: io::Error,
}

/// What a process that has gone left.
pub struct Left {
    /// What it had open.
    pub saved: Saved,
    path: PathBuf,
    _lock: Option<File>,
}

impl LeaseFile {
    /// The folder of all lease files, in a state folder.
    #[must_use]
    pub fn folder(state: &Path) -> PathBuf {
        state.join("leases")
    }

    /// The file of this process, which has a name of its own, in this folder.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be used, or another process has that name.
    pub fn hold(folder: &Path, name: &str) -> Result<Self, LeaseFileError> {
        let path = folder.join(name).with_extension("json");
        let lock = folders::create_private(folder).and_then(|()| lock(&path));
        match lock {
            Ok(lock) => Ok(Self { path, _lock: lock }),
            Err(cause) => Err(LeaseFileError { path, cause }),
        }
    }

    /// What all processes have written down in this folder, whether they live or not. What cannot be read is left out.
    #[must_use]
    pub fn look(folder: &Path) -> Vec<Saved> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Vec::new();
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let files = paths.filter(|path| is_lease_file(path));
        files.filter_map(|path| read(&path).ok()).collect()
    }

    /// Writes the leases down, in one step.
    ///
    /// # Errors
    ///
    /// Where that cannot be done; what was written before stays.
    pub fn save(&self, saved: &Saved) -> Result<(), LeaseFileError> {
        let written = if saved.is_empty() {
            remove(&self.path)
        } else {
            let text = serde_json::to_string(saved).map(Zeroizing::new);
            text.map_err(io::Error::from)
                .and_then(|text| folders::replace(&self.path, &text, None))
        };
        written.map_err(|cause| self.error(cause))
    }

    /// What this process's name and processes that have gone left, and what of that cannot be read; that is kept beside,
    /// under another name.
    pub fn left(&self) -> (Vec<Left>, Vec<LeaseFileError>) {
        let (mut left, mut errors) = (Vec::new(), Vec::new());
        let entries = match self.path.parent().map(fs::read_dir) {
            Some(Ok(entries)) => entries,
            Some(Err(cause)) => return (left, vec![self.error(cause)]),
            None => return (left, errors),
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if !is_lease_file(&path) {
                continue;
            }
            let lock = if path == self.path {
                None
            } else {
                match lock(&path) {
                    Ok(lock) => Some(lock),
                    // Its process lives.
                    Err(_) => continue,
                }
            };
            match read(&path) {
                Ok(saved) => left.push(Left {
                    saved,
                    path,
                    _lock: lock,
                }),
                Err(cause) => {
                    let _ = fs::rename(&path, path.with_extension("broken"));
                    errors.push(LeaseFileError { path, cause });
                }
            }
        }
        (left, errors)
    }

    /// Removes what others left, once it is written down here.
    pub fn forget(&self, left: Vec<PathBuf>) {
        for path in left.into_iter().filter(|path| *path != self.path) {
            let _ = remove(&path);
            let _ = remove(&path.with_extension("lock"));
        }
    }

    fn error(&self, cause: io::Error) -> LeaseFileError {
        LeaseFileError {
            path: self.path.clone(),
            cause,
        }
    }
}

impl Left {
    /// Takes it apart: what was open, and where that was written.
    #[must_use]
    pub fn into_parts(self) -> (Saved, PathBuf) {
        (self.saved, self.path)
    }
}

impl Drop for LeaseFile {
    /// A process that leaves nothing leaves no lock either.
    fn drop(&mut self) {
        if !self.path.exists() {
            let _ = remove(&self.path.with_extension("lock"));
        }
    }
}

fn is_lease_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "json")
}

fn read(path: &Path) -> io::Result<Saved> {
    let text = Zeroizing::new(fs::read_to_string(path)?);
    Ok(serde_json::from_str(&text)?)
}

/// Takes the lock that goes with a lease file. It is a file of its own, since the other is replaced.
fn lock(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    // Windows locks only what may be read.
    options.create(true).read(true).append(true);
    let file = folders::private_file(&mut options, &path.with_extension("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::ResourceBusy.into()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
