//! One window for each user: a second start shows the first one.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::folders;
use crate::ipc::Bell;
use crate::say;
use crate::text::Catalogue;

/// Held by the window that there is; the system lets go of it however the window ends.
pub struct WindowInstance {
    _file: File,
    folder: PathBuf,
}

/// Why there is neither a window of this process nor one that could be shown.
#[derive(Debug, Error)]
pub enum WindowInstanceError {
    /// There is one, and it does not answer.
    #[error("the window does not answer: {0}")]
    Silent(io::Error),
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
            Self::Silent(cause) => say!(words, "window-silent", cause = cause.to_string()),
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
        Bell::hang(&self.folder)
    }
}

/// Makes this process the window of whoever owns `folder`; `None` where there is one, which has been asked to show itself.
///
/// # Errors
///
/// Where the other one does not answer within two seconds, or the folder cannot be used.
pub fn acquire_or_raise(folder: &Path) -> Result<Option<WindowInstance>, WindowInstanceError> {
    let path = folder.join("window.lock");
    let error = |cause| WindowInstanceError::Io {
        path: path.clone(),
        cause,
    };
    let file = folders::lock_file(&path).map_err(error)?;
    match file.try_lock() {
        Ok(()) => {
            let folder = folder.to_owned();
            return Ok(Some(WindowInstance {
                _file: file,
                folder,
            }));
        }
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(cause)) => return Err(error(cause)),
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(error)?;
    runtime
        .block_on(Bell::ring(folder))
        .map_err(WindowInstanceError::Silent)?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_at_a_time_and_a_second_start_rings_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = acquire_or_raise(folder.path()).unwrap().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let bell = first.bell().unwrap();
            let folder = folder.path().to_owned();
            let second = tokio::task::spawn_blocking(move || acquire_or_raise(&folder));
            bell.rung().await;
            assert!(second.await.unwrap().unwrap().is_none());
        });
        drop(first);
        assert!(acquire_or_raise(folder.path()).unwrap().is_some());
    }

    #[test]
    fn one_that_does_not_answer_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let _hung = acquire_or_raise(folder.path()).unwrap().unwrap();
        let second = acquire_or_raise(folder.path());
        assert!(matches!(second, Err(WindowInstanceError::Silent(_))));
    }
}
