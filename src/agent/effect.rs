//! What the agent does about an event.

use std::path::PathBuf;
use std::sync::Arc;

use crate::autostart::Autostart;
use crate::config::LogLevel;
use crate::history::Entry;
use crate::knock::Receipt;
use crate::profile::{Action, Profile};

use super::{Asker, ConfigTrouble, DropInTrouble, Reply, Run};

/// What the agent does about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Carry out an action.
    Perform(Arc<Profile>, Run),
    /// Let somebody hear what becomes of an action.
    Listen(Run, Asker),
    /// Tell everybody who hears of an action what happens.
    Tell(Run, Reply),
    /// Add the line of an action that ended to the history, then tell everybody who hears of it.
    Conclude {
        /// What ended.
        run: Run,
        /// What came of it.
        receipt: Box<Receipt>,
        /// The history's line.
        entry: Entry,
    },
    /// Reply to somebody.
    Reply(Asker, Reply),
    /// Tell the user, and log it.
    Notify(Notice),
    /// Only log it: the user wants no notifications.
    Log(Notice),
    /// Log from this level up.
    SetLogLevel(LogLevel),
    /// Count what is left of a list of one-time sequences.
    CountList {
        /// The profile that is opened with it.
        profile: String,
        /// The list's file.
        path: PathBuf,
    },
    /// Have the agent start at login, or no longer.
    SetAutostart(Autostart),
    /// Open the configuration file in the user's editor.
    OpenEditor,
    /// Open the history in whatever shows text.
    OpenHistory,
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
    /// What was asked for is under way already.
    UnderWay {
        /// The profile's name.
        profile: String,
        /// What is being done.
        action: Action,
    },
    /// The configuration file cannot be used; the last good one stays in force.
    Config(ConfigTrouble),
    /// A drop-in, or a profile of one, could not be taken.
    DropIn(DropInTrouble),
    /// No editor could be started.
    NoEditor {
        /// The file to edit.
        path: PathBuf,
        /// The system's words.
        cause: String,
    },
    /// The history could not be shown.
    HistoryNotShown {
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
