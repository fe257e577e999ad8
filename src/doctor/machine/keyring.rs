//! The system's keyring. No secret of it is read, and it is not made to ask the user anything.

use serde::Serialize;

use super::needs::Needs;
use super::{BusTrouble, State};
use crate::say;
use crate::text::Catalogue;

/// What there is of a keyring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum KeyringFound {
    /// One is on the session bus (Linux), and open.
    Unlocked,
    /// One is there, and asks for its password before it gives anything.
    Locked,
    /// One is there that has no place for new secrets.
    NoCollection,
    /// One is installed that the session bus starts when it is first asked for something.
    Startable,
    /// The system's own is there (Windows, macOS).
    System,
    /// There is none.
    Absent,
    /// It cannot be found out.
    NotKnown(BusTrouble),
}

impl KeyringFound {
    pub(super) fn state(&self, needs: Needs) -> State {
        match self {
            Self::Unlocked | Self::System => State::Good,
            Self::Locked | Self::Startable => State::WorthKnowing,
            Self::NoCollection | Self::Absent | Self::NotKnown(_) => State::bad_if(needs.keyring),
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Unlocked => say!(words, "machine-keyring-unlocked"),
            Self::Locked => say!(words, "machine-keyring-locked"),
            Self::NoCollection => say!(words, "machine-keyring-no-collection"),
            Self::Startable => say!(words, "machine-keyring-startable"),
            Self::System => say!(words, "machine-keyring-system"),
            Self::Absent => say!(words, "machine-keyring-absent"),
            Self::NotKnown(trouble) => trouble.line(words),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Locked | Self::Startable => Some(say!(words, "machine-keyring-hint-locked")),
            Self::NoCollection => Some(say!(words, "machine-keyring-hint-no-collection")),
            Self::Absent => Some(say!(words, "machine-keyring-hint-absent")),
            Self::NotKnown(BusTrouble::NoSession { .. }) => {
                Some(say!(words, "machine-keyring-hint-no-session"))
            }
            Self::NotKnown(_) => Some(say!(words, "machine-keyring-hint-restart")),
            Self::Unlocked | Self::System => None,
        }
    }
}
