//! One agent for each user.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::folders;

/// Held by the agent that runs; the system lets go of it however the agent ends.
pub struct Instance {
    _file: File,
}

/// Why this process is not the agent.
#[derive(Debug, Error)]
pub enum InstanceError {
    /// Another one is.
    #[error("another agent is running")]
    Running,
    /// It cannot be found out.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

impl Instance {
    /// Makes this process the agent of whoever owns `folder`.
    ///
    /// # Errors
    ///
    /// Where another process is, or the folder cannot be used.
    pub fn acquire(folder: &Path) -> Result<Self, InstanceError> {
        let path = folder.join("agent.lock");
        let error = |error| InstanceError::Io(path.clone(), error);
        let file = folders::lock_file(&path).map_err(error)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(InstanceError::Running),
            Err(TryLockError::Error(cause)) => Err(error(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Instance::acquire(folder.path()).unwrap();
        let second = Instance::acquire(folder.path());
        assert!(matches!(second, Err(InstanceError::Running)));
        drop(first);
        assert!(Instance::acquire(folder.path()).is_ok());
    }
}
