//! The configuration file while it is changed: nobody else changes it meanwhile, and it is replaced in one step.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use thiserror::Error;
use zeroize::Zeroizing;

use super::example::create;
use super::{Config, Diagnostics, Document, DocumentError, decode, drop_ins};
use crate::folders::{self, replace};

/// How long another change may take, unless it waits for its user.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// The configuration file while it is changed.
pub struct Edit {
    path: PathBuf,
    /// Absent: there is no file yet.
    before: Option<Zeroizing<String>>,
    /// What is to be changed.
    pub document: Document,
    _lock: File,
}

/// What becomes of the text as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// It is kept beside the file.
    Keep,
    /// Nowhere: it holds what is not to be in a file. A backup that there is goes too.
    Forget,
}

/// Why the file was not changed. It is as it was.
#[derive(Debug, Error)]
pub enum EditError {
    /// Another process is changing it.
    #[error("another change is going on")]
    Busy,
    /// Somebody else, such as an editor, has changed it meanwhile.
    #[error("changed by somebody else meanwhile")]
    Changed,
    /// The system would not read or write it.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// It is written in a way that cannot be changed.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// With the change it would have mistakes.
    #[error("{} mistakes", .0.count())]
    Mistakes(Box<Diagnostics>),
}

impl Edit {
    /// Reads the file at `path`, and keeps others from changing it by a lock in `folder`.
    ///
    /// # Errors
    ///
    /// Where another process is changing it, or it cannot be read.
    pub fn begin(path: &Path, folder: &Path) -> Result<Self, EditError> {
        let lock = lock(folder)?;
        let before = read(path).map_err(|cause| failed(path, cause))?;
        Ok(Self {
            path: path.to_owned(),
            document: Document::parse(&before)?,
            before: Some(before),
            _lock: lock,
        })
    }

    /// The same; where there is no file yet, one is made when the change is saved, of the commented example.
    ///
    /// # Errors
    ///
    /// Where another process is changing it, or it cannot be read.
    pub fn begin_or_new(path: &Path, folder: &Path) -> Result<Self, EditError> {
        match Self::begin(path, folder) {
            Err(EditError::Io { path: of, cause })
                if of == path && cause.kind() == io::ErrorKind::NotFound =>
            {
                Ok(Self {
                    path: of,
                    document: Document::example()?,
                    before: None,
                    _lock: lock(folder)?,
                })
            }
            begun => begun,
        }
    }

    /// What the file says; absent: there is none yet.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.before.as_ref().map(|text| text.as_str())
    }

    /// What the file would say with the change, and its drop-ins with it.
    ///
    /// # Errors
    ///
    /// Where it would have mistakes.
    pub fn changed(&self) -> Result<Config, EditError> {
        let text = self.document.text();
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let mut config = decode(&text, folder).map_err(|list| {
            let diagnostics = Diagnostics::new(&self.path, text.to_string(), list);
            EditError::Mistakes(Box::new(diagnostics))
        })?;
        drop_ins::add_all(&mut config, &self.path);
        Ok(config)
    }

    /// Replaces the file in one step, with the permissions it has; says where its backup is, or was.
    ///
    /// # Errors
    ///
    /// Where the text would have mistakes, or cannot be written.
    pub fn save(&self, backup: Backup) -> Result<Option<PathBuf>, EditError> {
        self.changed()?;
        let Some(before) = &self.before else {
            return self.create().map(|()| None);
        };
        if read(&self.path).map_err(|cause| failed(&self.path, cause))? != *before {
            return Err(EditError::Changed);
        }
        let kept = backup_of(&self.path);
        // What is not to be in a file is in none from the first moment on, wherever this is broken off.
        let written = match backup {
            Backup::Keep => replace(&kept, before, None).map(|()| true),
            Backup::Forget => match fs::remove_file(&kept) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
                removed => removed.map(|()| true),
            },
        };
        let is_there = written.map_err(|cause| failed(&kept, cause))?;
        // Behind a link, the file that it leads to.
        let path = fs::canonicalize(&self.path).map_err(|cause| failed(&self.path, cause))?;
        let mode = fs::metadata(&path).map(|there| there.permissions());
        let written = mode.and_then(|mode| replace(&path, &self.document.text(), Some(mode)));
        written.map_err(|cause| failed(&self.path, cause))?;
        Ok(is_there.then_some(kept))
    }

    /// Makes the file, with its folders; one that has come meanwhile is left alone.
    fn create(&self) -> Result<(), EditError> {
        match create(&self.path, &self.document.text()) {
            Ok(true) => Ok(()),
            Ok(false) => Err(EditError::Changed),
            Err(cause) => Err(failed(&self.path, cause)),
        }
    }
}

/// What a file says, which may hold secrets.
fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    fs::read_to_string(path).map(Zeroizing::new)
}

/// `config.toml.bak`
fn backup_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".bak");
    name.into()
}

fn lock(folder: &Path) -> Result<File, EditError> {
    let path = folder.join("config.lock");
    let error = |cause| failed(&path, cause);
    let file = folders::lock_file(&path).map_err(error)?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(cause)) => return Err(error(cause)),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(EditError::Busy),
        }
    }
}

fn failed(path: &Path, cause: io::Error) -> EditError {
    EditError::Io {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::example::EXAMPLE;
    use toml_edit::Value;

    const FILE: &str = "[[profile]]\nname = \"a\"\nhost = \"a.example\"\nopen = [\"1\"]\n";

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, FILE).unwrap();
        (folder, path)
    }

    #[test]
    fn what_was_there_is_kept_beside_it() {
        let (folder, path) = file();
        let mut edit = Edit::begin(&path, folder.path()).unwrap();
        edit.document.set("a", "check", Value::from(22)).unwrap();
        let backup = edit.save(Backup::Keep).unwrap().unwrap();
        assert_eq!(fs::read_to_string(&backup).unwrap(), FILE);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{FILE}check = 22\n"));
        drop(edit);
        let edit = Edit::begin(&path, folder.path()).unwrap();
        assert_eq!(edit.save(Backup::Forget).unwrap(), Some(backup.clone()));
        assert!(!backup.exists());
    }

    #[test]
    fn a_file_that_is_not_there_is_made_only_when_it_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        let add = |edit: &mut Edit| {
            let profile: toml_edit::DocumentMut =
                "name = \"a\"\nhost = \"a.example\"\nopen = [\"1\"]\n"
                    .parse()
                    .unwrap();
            edit.document.add(profile.as_table().clone());
        };
        let mut edit = Edit::begin_or_new(&path, folder.path()).unwrap();
        add(&mut edit);
        assert!(!path.parent().unwrap().exists());
        assert_eq!(edit.save(Backup::Keep).unwrap(), None);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{EXAMPLE}\n{FILE}"));
        drop(edit);
        fs::remove_file(&path).unwrap();
        let mut late = Edit::begin_or_new(&path, folder.path()).unwrap();
        add(&mut late);
        fs::write(&path, FILE).unwrap();
        let error = late.save(Backup::Keep).unwrap_err();
        assert!(matches!(error, EditError::Changed));
        assert_eq!(fs::read_to_string(&path).unwrap(), FILE);
    }

    #[test]
    fn a_change_that_would_be_a_mistake_changes_nothing() {
        let (folder, path) = file();
        let mut edit = Edit::begin(&path, folder.path()).unwrap();
        edit.document.unset("a", "host").unwrap();
        let error = edit.save(Backup::Keep).unwrap_err();
        assert!(matches!(error, EditError::Mistakes(found) if found.count() == 1));
        assert_eq!(fs::read_to_string(&path).unwrap(), FILE);
        assert!(!backup_of(&path).exists());
    }

    #[test]
    fn what_an_editor_wrote_meanwhile_is_not_lost() {
        let (folder, path) = file();
        let mut edit = Edit::begin(&path, folder.path()).unwrap();
        edit.document.set("a", "check", Value::from(22)).unwrap();
        let theirs = format!("# theirs\n{FILE}");
        fs::write(&path, &theirs).unwrap();
        let error = edit.save(Backup::Keep).unwrap_err();
        assert!(matches!(error, EditError::Changed));
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    }

    #[test]
    fn there_is_one_change_at_a_time() {
        let (folder, path) = file();
        let first = Edit::begin(&path, folder.path()).unwrap();
        let second = Edit::begin(&path, folder.path());
        assert!(matches!(second, Err(EditError::Busy)));
        drop(first);
        assert!(Edit::begin(&path, folder.path()).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_mode_a_mode() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let (folder, path) = file();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        // Somebody else's file, which others may read, is no place for a backup.
        let public = folder.path().join("public");
        fs::write(&public, "").unwrap();
        symlink("public", folder.path().join("link.toml.bak")).unwrap();
        let link = folder.path().join("link.toml");
        symlink("config.toml", &link).unwrap();
        let mut edit = Edit::begin(&link, folder.path()).unwrap();
        edit.document.set("a", "check", Value::from(22)).unwrap();
        let backup = edit.save(Backup::Keep).unwrap().unwrap();
        assert!(link.is_symlink());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&backup)), (0o640, 0o600));
        assert_eq!(fs::read_to_string(&public).unwrap(), "");
        assert!(fs::read_to_string(&path).unwrap().contains("check = 22"));
    }
}
