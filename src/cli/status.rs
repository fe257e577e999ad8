//! The exit status.

use std::process::ExitCode;

use crate::history::Entry;
use crate::knock::{Outcome, Receipt};

/// The exit status; a worse one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 0: done, and verified where a check is set.
    Done,
    /// 3: sent, but the check says otherwise; for `check`: not reachable.
    NotConfirmed,
    /// 1: failed.
    Failed,
    /// 2: a mistake in the arguments or the configuration.
    Usage,
}

impl Status {
    /// The status of what a line of the history says.
    pub(super) fn of_entry(entry: &Entry) -> Self {
        if entry.has_failed_by_check() {
            Self::NotConfirmed
        } else if entry.has_failed() {
            Self::Failed
        } else {
            Self::Done
        }
    }

    /// The status that a receipt ends with.
    #[must_use]
    pub fn of(receipt: &Receipt) -> Self {
        match &receipt.outcome {
            Outcome::Verified | Outcome::Unverified => Self::Done,
            Outcome::Failed(failure) if failure.is_by_check() => Self::NotConfirmed,
            Outcome::Failed(_) => Self::Failed,
        }
    }
}

impl Status {
    /// What the process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotConfirmed => 3,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}
