//! Why it cannot be found out or changed whether the agent starts at login.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::say;
use crate::text::Catalogue;

/// Why it cannot be found out or changed whether the agent starts at login.
#[derive(Debug, Error)]
pub enum AutostartError {
    /// The system does not say where the user's home is.
    #[error("no home folder")]
    NoHome,
    /// A file, or the system's list of programs, could not be read or written.
    #[error("{}: {cause}", path.display())]
    System {
        /// What it was about.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// The system's list of programs cannot hold this path.
    #[error("{}: not Unicode", .0.display())]
    NotUnicode(PathBuf),
}

impl AutostartError {
    /// The error in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NoHome => say!(words, "autostart-no-home"),
            Self::System { path, cause } => say!(
                words,
                "autostart-system",
                path = path.display().to_string(),
                error = cause.to_string()
            ),
            Self::NotUnicode(path) => say!(
                words,
                "autostart-not-unicode",
                path = path.display().to_string()
            ),
        }
    }

    /// For `map_err`: what the system said about this path.
    pub(super) fn about(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::System { path, cause }
    }
}
