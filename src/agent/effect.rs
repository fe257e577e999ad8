//! What the agent does about an event.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::autostart::Autostart;
use crate::config::LogLevel;
use crate::doctor::Fix;
use crate::history::Entry;
use crate::knock::{Order, Receipt};
use crate::lease::{LeaseId, LeaseStatus};
use crate::profile::{Action, Bind, Filled, Profile};

use super::{Asker, Cause, ConfigTrouble, DropInTrouble, ExaminationNotice, Reply, Run};

/// What the agent does about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Carry out an action.
    Perform(Run, Order),
    /// Keep the leases as they are now on the disk.
    SaveLeases,
    /// Find out which local address packets to a lease's server leave from.
    FindWay {
        /// The lease.
        lease: LeaseId,
        /// Its server.
        address: SocketAddr,
        /// Which way its packets leave, where that is said.
        bind: Option<Bind>,
    },
    /// Find out which local address packets to a profile's server leave from.
    FindProfileWay(Arc<Profile>),
    /// Ask a service whether it answers, beside all actions.
    Probe(Arc<Profile>),
    /// Do what follows an action.
    FollowUp {
        /// The profile's name.
        profile: String,
        /// The action.
        action: Action,
        /// What is done.
        what: Filled,
    },
    /// Put a text into the clipboard.
    Copy(String),
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
    /// Look at what can be seen of a profile's server without sending anything.
    Observe(Arc<Profile>),
    /// Find out why a profile does not open.
    Examine(Arc<Profile>),
    /// Write into a profile what puts it right.
    WriteFix {
        /// The profile's name.
        profile: String,
        /// The change.
        fix: Fix,
        /// The configuration file.
        path: PathBuf,
    },
    /// Open the window; where it is not installed, the configuration file in the user's editor.
    OpenWindow,
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
        /// Why it was done.
        cause: Cause,
        /// The profile's lease, where it still has one.
        lease: Option<LeaseStatus>,
    },
    /// A closing has failed for a day, and is not tried any more.
    GivenUp {
        /// The profile's name.
        profile: String,
    },
    /// The address that a server let in is no longer this machine's.
    Moved {
        /// The profile's name.
        profile: String,
    },
    /// What was to be done after an action failed.
    FollowUpFailed {
        /// The profile's name.
        profile: String,
        /// The action.
        action: Action,
        /// Why, in the system's words.
        cause: String,
    },
    /// The clipboard did not take what was to be copied.
    NotCopied {
        /// Why, in the system's words.
        cause: String,
    },
    /// Leases that were written down cannot be read: what they are about may stay open.
    LeasesLost {
        /// Which file, and the system's words.
        cause: String,
    },
    /// Leases cannot be kept on the disk.
    NoLeases {
        /// Why, in the system's words.
        cause: String,
    },
    /// What was asked for is under way already.
    UnderWay {
        /// The profile's name.
        profile: String,
        /// What is being done.
        action: Action,
    },
    /// It is being found out why a profile does not open.
    Examination(ExaminationNotice),
    /// The configuration file cannot be used; the last good one stays in force.
    Config(ConfigTrouble),
    /// A drop-in, or a profile of one, could not be taken.
    DropIn(DropInTrouble),
    /// The window could not be opened.
    NoWindow {
        /// The system's words.
        cause: String,
    },
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
