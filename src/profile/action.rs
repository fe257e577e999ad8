//! What can be done to a profile.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What can be done to a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Send the opening sequence, then see whether the service answers.
    Open,
    /// Send the closing sequence, then see whether the service is gone.
    Close,
    /// Send nothing; only see whether the service answers.
    Check,
}

impl Action {
    /// The word of the command line and of `--json`: `open`, `close` or `check`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Close => "close",
            Self::Check => "check",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
