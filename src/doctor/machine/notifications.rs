//! Whether this desktop shows notifications.

use serde::Serialize;

use super::{BusTrouble, State};
use crate::say;
use crate::text::Catalogue;

/// Who shows notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum NotificationsFound {
    /// A daemon on the session bus (Linux).
    Daemon {
        /// Its name, such as `dunst`, as it says it.
        name: String,
    },
    /// A daemon that the session bus starts for the first notification.
    Startable,
    /// The system itself (Windows, macOS).
    System,
    /// Nobody.
    Nobody,
    /// It cannot be found out.
    NotKnown(BusTrouble),
}

impl NotificationsFound {
    /// No profile needs notifications.
    pub(super) fn state(&self) -> State {
        State::good_if(matches!(
            self,
            Self::Daemon { .. } | Self::Startable | Self::System
        ))
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Daemon { name } => {
                say!(words, "machine-notifications-daemon", name = name.as_str())
            }
            Self::Startable => say!(words, "machine-notifications-startable"),
            Self::System => say!(words, "machine-notifications-system"),
            Self::Nobody => say!(words, "machine-notifications-nobody"),
            Self::NotKnown(trouble) => trouble.line(words),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Nobody => Some(say!(words, "machine-notifications-hint-daemon")),
            Self::NotKnown(BusTrouble::Late | BusTrouble::Failed { .. }) => {
                Some(say!(words, "machine-notifications-hint-restart"))
            }
            // Without a session there is nobody to show them to.
            Self::NotKnown(BusTrouble::NoSession { .. })
            | Self::Daemon { .. }
            | Self::Startable
            | Self::System => None,
        }
    }
}
