//! What the agent does about an event.

use std::path::PathBuf;
use std::sync::Arc;

use crate::autostart::Autostart;
use crate::history::Entry;
use crate::knock::Receipt;
use crate::profile::{Action, Profile};

use super::ConfigTrouble;

/// What the agent does about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Carry out an action.
    Perform(Arc<Profile>, Action),
    /// Add a line to the history.
    Record(Entry),
    /// Tell the user.
    Notify(Notice),
    /// Have the agent start at login, or no longer.
    SetAutostart(Autostart),
    /// Open the configuration file in the user's editor.
    OpenEditor,
    /// End.
    Quit,
}

/// What the user is told by a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// How an action ended.
    Outcome {
        /// What was done, and what came of it.
        receipt: Box<Receipt>,
        /// Whether the profile can be closed by a knock.
        closable: bool,
    },
    /// The configuration file cannot be used; the last good one stays in force.
    Config(ConfigTrouble),
    /// No editor could be started.
    NoEditor {
        /// The file to edit.
        path: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// It could not be changed whether the agent starts at login.
    AutostartNotSet {
        /// What the user wanted.
        wanted: Autostart,
        /// Why not, in words.
        cause: String,
    },
    /// The history cannot be read or written; everything else goes on.
    NoHistory {
        /// The system's words, with the path.
        cause: String,
    },
    /// This desktop shows no tray icons.
    NoTrayHost,
}
