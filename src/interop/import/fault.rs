//! Why a file could not be read as its format.

use thiserror::Error;

use super::Reason;
use crate::config::Diagnostics;

/// Why nothing of a file was taken.
#[derive(Debug, Error)]
pub enum Fault {
    /// It is not of that format.
    #[error("line {line}: {reason:?}")]
    Broken {
        /// Where, from 1.
        line: usize,
        /// What is wrong there.
        reason: Reason,
    },
    /// It is one of our own configurations, with mistakes.
    #[error("{} mistakes", .0.count())]
    Mistakes(Box<Diagnostics>),
    /// It names no server.
    #[error("no host")]
    NeedsHost,
}
