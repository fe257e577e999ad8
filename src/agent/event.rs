//! What can happen to the agent.

use crate::autostart::{Autostart, AutostartError};
use crate::config::{Config, LoadError};
use crate::history::Entry;
use crate::knock::{Progress, Receipt};
use crate::profile::Action;

use super::{Asker, Request, Run};

/// What can happen to the agent.
#[derive(Debug)]
pub enum Event {
    /// The user wants something done, by the menu or a notification's button.
    Act {
        /// The profile's name.
        profile: String,
        /// What is to be done.
        action: Action,
    },
    /// Another face asks for something.
    Asked(Request, Asker),
    /// Something happens on the way of an action.
    Progress(Run, Progress),
    /// An action ended; with the line that the history gets.
    Ended(Run, Box<Receipt>, Entry),
    /// A list of one-time sequences was counted.
    ListCounted {
        /// The profile that is opened with it.
        profile: String,
        /// How many are left.
        left: usize,
    },
    /// The history was read, at the start or after a change; oldest first.
    HistoryRead(Vec<Entry>),
    /// The history cannot be read or written, because …
    HistoryFailed(String),
    /// The user has seen that an action on this profile failed.
    Dismiss(String),
    /// The configuration file was read, at the start or after a change.
    ConfigRead(Result<Config, LoadError>),
    /// The user wants to see or change the profiles.
    ManageProfiles,
    /// No editor could be started, because …
    EditorFailed(String),
    /// The user wants to see what was done.
    ViewHistory,
    /// The history could not be shown, because …
    ViewFailed(String),
    /// The user wants the agent to start at login, or no longer.
    ToggleAutostart,
    /// Whether the agent starts at login was read, at the start or after a change from outside.
    AutostartRead(Autostart),
    /// What came of the change that the user wanted.
    AutostartSet(Result<Autostart, AutostartError>),
    /// There has been no tray host since the start, long enough to say so.
    NoTrayHost,
    /// The user, or the session, wants the agent to end.
    Quit,
}
