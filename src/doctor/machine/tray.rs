//! Whether this desktop shows tray icons.

use serde::Serialize;

use super::{BusTrouble, State};
use crate::say;
use crate::text::Catalogue;

/// Who shows tray icons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum TrayFound {
    /// A host on the session bus (Linux).
    Host,
    /// The system itself (Windows, macOS).
    System,
    /// Icons are collected, and nobody shows them.
    NoHost,
    /// Nobody.
    NoWatcher,
    /// It cannot be found out.
    NotKnown(BusTrouble),
}

impl TrayFound {
    /// No profile needs a tray: the command line does what the menu does.
    pub(super) fn state(&self) -> State {
        State::good_if(matches!(self, Self::Host | Self::System))
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Host => say!(words, "machine-tray-host"),
            Self::System => say!(words, "machine-tray-system"),
            Self::NoHost => say!(words, "machine-tray-no-host"),
            Self::NoWatcher => say!(words, "machine-tray-no-watcher"),
            Self::NotKnown(trouble) => trouble.line(words),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::NoHost | Self::NoWatcher => Some(say!(words, "machine-tray-hint-extension")),
            Self::NotKnown(_) => Some(say!(words, "machine-tray-hint-without")),
            Self::Host | Self::System => None,
        }
    }
}
