//! One window for each user: a second start shows the first one.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::folders;
use crate::ipc::Bell;
use crate::say;
use crate::text::{Catalogue, duration};

/// Held by the window that there is; the system lets go of it however the window ends.
pub struct WindowInstance {
    _file: File,
    folder: PathBuf,
    /// The configuration file of this window.
    config: PathBuf,
}

/// Why there is neither a window of this process nor one that could be shown.
#[derive(Debug, Error)]
pub enum WindowInstanceError {
    /// There is one, and it does not answer.
    #[error("the window does not answer")]
    Silent,
    /// There is one, of this other configuration file.
    #[error("there is a window of {0}")]
    Other(String),
    /// It cannot be found out.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The lock's file, or what it takes to wait.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
}

impl WindowInstanceError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Silent => {
                let after = duration(words, Bell::PATIENCE);
                say!(words, "window-silent", after = after)
            }
            Self::Other(config) => say!(words, "window-other-config", config = config.as_str()),
            Self::Io { path, cause } => say!(
                words,
                "window-no-lock",
                path = path.display().to_string(),
                error = cause.to_string()
            ),
        }
    }
}

impl WindowInstance {
    /// Hangs up the bell by which others show this window; needs a runtime.
    ///
    /// # Errors
    ///
    /// Where the system does not give it.
    pub(super) fn bell(&self) -> io::Result<Bell> {
        Bell::hang(&self.folder, &self.config)
    }
}

/// Makes this process the window of whoever owns `folder`, for a configuration file; `None` where there is one, which has
/// been asked to show itself.
///
/// # Errors
///
/// Where the other one does not answer within two seconds or is of another configuration file, or the folder cannot be used.
pub fn acquire_or_raise(
    folder: &Path,
    config: &Path,
) -> Result<Option<WindowInstance>, WindowInstanceError> {
    let path = folder.join("window.lock");
    let error = |cause| WindowInstanceError::Io {
        path: path.clone(),
        cause,
    };
    let file = folders::lock_file(&path).map_err(error)?;
    match file.try_lock() {
        Ok(()) => {
            return Ok(Some(WindowInstance {
                _file: file,
                folder: folder.to_owned(),
                config: config.to_owned(),
            }));
        }
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(cause)) => return Err(error(cause)),
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(error)?;
    match runtime.block_on(Bell::ring(folder)) {
        Some(window) if window.holds(config) => Ok(None),
        Some(window) => Err(WindowInstanceError::Other(window.config)),
        None => Err(WindowInstanceError::Silent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::runtime::Runtime;
    use tokio::task::spawn_blocking;

    const CONFIG: &str = "/a/config.toml";

    fn start(folder: &Path, config: &str) -> Result<Option<WindowInstance>, WindowInstanceError> {
        acquire_or_raise(folder, Path::new(config))
    }

    fn runtime() -> Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    }

    /// A second start, with this file, of which the window that there is hears.
    fn second_start(config: &'static str) -> Result<Option<WindowInstance>, WindowInstanceError> {
        let folder = tempfile::tempdir().unwrap();
        let first = start(folder.path(), CONFIG).unwrap().unwrap();
        runtime().block_on(async {
            let bell = first.bell().unwrap();
            let folder = folder.path().to_owned();
            let second = spawn_blocking(move || start(&folder, config));
            bell.rung().await;
            second.await.unwrap()
        })
    }

    #[test]
    fn there_is_one_at_a_time_and_a_second_start_rings_for_it() {
        assert!(second_start(CONFIG).unwrap().is_none());
        let folder = tempfile::tempdir().unwrap();
        drop(start(folder.path(), CONFIG).unwrap());
        assert!(start(folder.path(), CONFIG).unwrap().is_some());
    }

    #[test]
    fn one_of_another_configuration_is_said() {
        let Err(error) = second_start("/another/config.toml") else {
            panic!("it is taken for the same");
        };
        assert_eq!(
            error.line(&Catalogue::english()),
            "a window of /a/config.toml is open, and there is one at a time: close that one first"
        );
    }

    #[test]
    fn one_that_does_not_answer_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let hung = start(folder.path(), CONFIG).unwrap().unwrap();
        let runtime = runtime();
        let _runtime = runtime.enter();
        // It can be connected to.
        let _bell = hung.bell().unwrap();
        let second = std::thread::scope(|scope| {
            let second = scope.spawn(|| start(folder.path(), CONFIG));
            second.join().unwrap()
        });
        assert!(matches!(second, Err(WindowInstanceError::Silent)));
    }
}
