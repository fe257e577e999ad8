//! What can happen to the agent.

use std::net::IpAddr;

use crate::autostart::{Autostart, AutostartError};
use crate::config::{CloseOn, Config, LoadError};
use crate::history::Entry;
use crate::knock::{Progress, Receipt};
use crate::lease::{LeaseId, Leases};
use crate::profile::{Action, Term};

use super::{Asker, Examination, Request, Run};

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
    /// The user wants a profile opened, for so long or so.
    Open {
        /// The profile's name.
        profile: String,
        /// How long it is meant to last; as the profile says where nobody says otherwise.
        term: Option<Term>,
        /// Whether what the profile has for “open and connect” is done afterwards.
        connects: bool,
    },
    /// The user wants what is open opened from this machine's new address, until the end that it has.
    OpenAgain(String),
    /// The user wants what is open of a profile to last longer.
    Extend(String),
    /// The user wants all closed that is open.
    CloseAll,
    /// The user wants this text in the clipboard.
    Copy(String),
    /// Something happens to the session; the asker is gone when all that is done about it has ended.
    Session(SessionEvent, Asker),
    /// The ways of this machine into the network have changed.
    NetworkChanged,
    /// Packets to a lease's server leave from this local address now, or do not leave.
    WayFound(LeaseId, Option<IpAddr>),
    /// Packets to a profile's server leave from this local address now, or do not leave.
    ProfileWayFound(String, Option<IpAddr>),
    /// A service that is watched was asked: whether it answers, where that could be found out.
    Probed(String, Option<bool>),
    /// What agents before this one left open.
    LeasesRead(Leases),
    /// Leases cannot be kept on the disk, because …
    LeasesFailed(String),
    /// Leases that were written down cannot be read, because …
    LeasesLost(String),
    /// What was to be done after an action failed.
    FollowUpFailed {
        /// The profile's name.
        profile: String,
        /// The action.
        action: Action,
        /// Why.
        cause: String,
    },
    /// The clipboard did not take it.
    CopyFailed(String),
    /// One of those who hold what is open of this profile uses it no longer.
    LetGo(String),
    /// Something may be due.
    Tick,
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
    /// The window could not be opened, because …
    WindowFailed(String),
    /// The user wants to see or change the configuration file.
    EditConfig,
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
    /// It is being found out why a profile does not open.
    Examination(Examination),
    /// There has been no tray host since the start, long enough to say so.
    NoTrayHost,
    /// The user, or the session's end, wants the agent to end.
    Quit(CloseOn),
}

/// What happens to the session, without the agent's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEvent {
    /// Everything is closed that the user wants closed then.
    Closes(CloseOn),
    /// The machine is awake again.
    Resumed,
}
