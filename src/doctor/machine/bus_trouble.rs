//! Why nothing on the session bus (Linux) can be asked.

use serde::Serialize;

use super::PATIENCE;
use crate::say;
use crate::text::{Catalogue, duration};

/// Why nothing on the session bus can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "trouble")]
pub enum BusTrouble {
    /// There is none, as in a login over ssh or in a job of cron.
    NoSession {
        /// The system's words.
        cause: String,
    },
    /// What was asked does not answer in time.
    Late,
    /// It answers with an error.
    Failed {
        /// Its words.
        cause: String,
    },
}

impl BusTrouble {
    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NoSession { cause } => {
                say!(words, "machine-no-session", cause = cause.as_str())
            }
            Self::Late => {
                let after = duration(words, PATIENCE);
                say!(words, "machine-late", after = after)
            }
            Self::Failed { cause } => say!(words, "machine-failed", cause = cause.as_str()),
        }
    }
}
