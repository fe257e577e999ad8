//! Leases on the disk: a file for each process that has some, in a folder of the state folder. Whoever comes after a
//! process that was killed takes over what it left.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::{Leases, Saved};
use crate::clock::{Now, boot_id};
use crate::folders;

/// The leases of this process on the disk; theirs for as long as it lives.
pub struct LeaseFile {
    path: PathBuf,
    takes_over: TakesOver,
    _lock: File,
}

/// What is taken over of what others left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TakesOver {
    Nothing,
    AllButTheAgents,
    All,
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
    /// What it had open; taken out by whoever takes it over.
    pub saved: Option<Saved>,
    path: PathBuf,
    _lock: Option<File>,
}

impl LeaseFile {
    /// The agent's name.
    pub const AGENT: &str = "agent";

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
        Self::lock(folder, name, TakesOver::Nothing)
    }

    /// The same, for a process that sees to what others left.
    ///
    /// # Errors
    ///
    /// As for [`LeaseFile::hold`].
    pub fn hold_for_all(folder: &Path, name: &str) -> Result<Self, LeaseFileError> {
        Self::lock(folder, name, TakesOver::All)
    }

    /// The same, except for what an agent left: the next agent goes on with that, keeping open what was kept open.
    ///
    /// # Errors
    ///
    /// As for [`LeaseFile::hold`].
    pub fn hold_for_holders(folder: &Path, name: &str) -> Result<Self, LeaseFileError> {
        Self::lock(folder, name, TakesOver::AllButTheAgents)
    }

    fn lock(folder: &Path, name: &str, takes_over: TakesOver) -> Result<Self, LeaseFileError> {
        let path = folder.join(name).with_extension("json");
        match lock(&path) {
            Ok(lock) => Ok(Self {
                path,
                takes_over,
                _lock: lock,
            }),
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

    /// The leases that are written down in this folder, by processes that live or have ended meanwhile.
    #[must_use]
    pub fn written(folder: &Path, now: Now) -> Leases {
        let boot = boot_id();
        let mut leases = Leases::default();
        for saved in Self::look(folder) {
            saved.restore(&mut leases, now, boot.as_deref());
        }
        leases
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
            let is_own = path == self.path;
            let is_meant = match self.takes_over {
                TakesOver::Nothing => false,
                TakesOver::AllButTheAgents => path.file_stem() != Some(Self::AGENT.as_ref()),
                TakesOver::All => true,
            };
            if !is_own && !is_meant {
                continue;
            }
            let lock = match lock(&path) {
                Ok(lock) => Some(lock),
                // This process holds it.
                Err(_) if is_own => None,
                // Its process lives.
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => continue,
                // Where there are no locks, one file too many is better than one too few.
                Err(_) => None,
            };
            match read(&path) {
                Ok(saved) => left.push(Left {
                    saved: Some(saved),
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

    /// Removes what others left, once it is written down here; nobody else takes it over until then.
    pub fn forget(&self, left: Vec<Left>) {
        for left in left.into_iter().filter(|left| left.path != self.path) {
            let _ = remove(&left.path);
            let _ = remove(&left.path.with_extension("lock"));
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
    /// Where it was written down.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the file beside, under another name: not all of it was understood.
    pub fn keep_aside(&self) {
        let _ = fs::copy(&self.path, self.path.with_extension("broken"));
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
    let file = folders::lock_file(&path.with_extension("lock"))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::config::decode;
    use crate::profile::Term;

    const NOW: Now = Now {
        moment: Moment::new(std::time::Duration::from_secs(100)),
        wall: jiff::Timestamp::UNIX_EPOCH,
    };

    /// One lease that has just begun.
    fn saved() -> Saved {
        let text =
            "[[profile]]\nname = \"a\"\nhost = \"192.0.2.1\"\nopen = [\"1\"]\nclose = [\"2\"]\n";
        let config = decode(text, Path::new("")).unwrap();
        let mut leases = Leases::default();
        leases.begin_opening(NOW.moment, &config.profiles[0], Term::UntilClosed);
        Saved::of(&leases, NOW, None)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_written_is_left_until_there_is_nothing_more() {
        let folder = tempfile::tempdir().unwrap();
        let file = LeaseFile::hold(folder.path(), "1").unwrap();
        file.save(&saved()).unwrap();
        assert_eq!(names(folder.path()), ["1.json", "1.lock"]);
        assert_eq!(LeaseFile::look(folder.path()).len(), 1);
        file.save(&Saved::of(&Leases::default(), NOW, None))
            .unwrap();
        drop(file);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn what_a_process_left_is_taken_over_once_it_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let agent = LeaseFile::hold_for_all(folder.path(), "agent").unwrap();
        let other = LeaseFile::hold(folder.path(), "1").unwrap();
        other.save(&saved()).unwrap();
        assert_eq!(agent.left().0.len(), 0);
        drop(other);
        let (left, errors) = agent.left();
        assert_eq!((left.len(), errors.len()), (1, 0));
        // While one takes it over, nobody else does; and who only holds its own never does.
        assert!(LeaseFile::hold(folder.path(), "1").is_err());
        let third = LeaseFile::hold(folder.path(), "3").unwrap();
        assert_eq!(third.left().0.len(), 0);
        agent.forget(left);
        drop(third);
        assert_eq!(names(folder.path()), ["agent.lock"]);
    }

    #[test]
    fn what_an_agent_left_is_for_the_next_agent() {
        let folder = tempfile::tempdir().unwrap();
        for name in [LeaseFile::AGENT, "1"] {
            let killed = LeaseFile::hold(folder.path(), name).unwrap();
            killed.save(&saved()).unwrap();
        }
        let window = LeaseFile::hold_for_holders(folder.path(), "2").unwrap();
        let (left, _) = window.left();
        let paths: Vec<_> = left.iter().map(Left::path).collect();
        assert_eq!(paths, [folder.path().join("1.json")]);
        drop(left);
        let agent = LeaseFile::hold_for_all(folder.path(), LeaseFile::AGENT).unwrap();
        assert_eq!(agent.left().0.len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let agent = LeaseFile::hold_for_all(folder.path(), "agent").unwrap();
        fs::write(folder.path().join("agent.json"), "{ torn").unwrap();
        let (left, errors) = agent.left();
        assert_eq!((left.len(), errors.len()), (0, 1));
        assert!(
            errors[0].to_string().contains("agent.json"),
            "{}",
            errors[0]
        );
        assert_eq!(names(folder.path()), ["agent.broken", "agent.lock"]);
    }
}
