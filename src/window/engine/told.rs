//! What the engine tells the window.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::autostart::Autostart;
use crate::config::{Config, Diagnostics};
use crate::history::{Entry, ProfileStatus};
use crate::knock::{Progress, Receipt};
use crate::profile::{Action, Profile};
use crate::secret::{SecretError, SecretText};

/// What the engine tells the window.
#[derive(Debug)]
pub enum Told {
    /// What the configuration file says now: at the start, and after each change of it or of its drop-ins.
    File(FileRead),
    /// Who carries out actions now.
    Hands(Hands),
    /// How the profiles stand now.
    Statuses(Vec<ProfileStatus>),
    /// An action has begun.
    Begun {
        /// The profile's name.
        profile: String,
        /// The action.
        action: Action,
    },
    /// Something happens on the way of an action.
    Progress {
        /// The profile's name.
        profile: String,
        /// What happens.
        progress: Progress,
    },
    /// An action ended.
    Ended(Box<Receipt>),
    /// Something that was asked for a profile could not even be begun; why, in a line.
    Refused {
        /// The profile's name.
        profile: String,
        /// Why.
        line: String,
    },
    /// There is a practice door, which is tried next.
    Practice(Arc<Profile>),
    /// A test is over, and all that it opened has been closed, or told otherwise by its receipts.
    Tested(String),
    /// How an entry of the keyring stands.
    Secret {
        /// The account.
        account: String,
        /// How it stands.
        found: SecretFound,
    },
    /// What came of the writing.
    Saved(Result<(), SaveFailed>),
    /// What was done, oldest first: at the start, and after each change.
    History(Vec<Entry>),
    /// The history cannot be read, because …
    HistoryFailed(String),
    /// Whether the agent starts at login: at the start, and after each change.
    Autostart(Autostart),
    /// An import is over; what `portknocker import` said, line by line.
    Imported(Vec<String>),
    /// What else could not be done; in a line.
    Failed(String),
    /// Somebody wants to see the window.
    Raise,
    /// The end: the window may go. A line for each profile that this process held and could not close, to be shown before.
    Over(Vec<String>),
}

/// A configuration file as it was read.
#[derive(Debug)]
pub struct FileRead {
    /// Its text; absent: there is none. A file that is not UTF-8 cannot be changed here, and is in `mistakes`.
    pub text: Option<Zeroizing<String>>,
    /// What it says with its drop-ins, or what is wrong with it.
    pub config: Result<Config, FileTrouble>,
}

/// Why a file is no configuration.
#[derive(Debug)]
pub enum FileTrouble {
    /// The system would not read it; in a line.
    Unreadable(String),
    /// It has mistakes.
    Mistakes(Diagnostics),
}

/// Who carries out actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hands {
    /// The agent.
    Agent {
        /// The profiles that this process holds open all the same, since before the agent came: they are closed when the
        /// window is.
        holds: Vec<String>,
    },
    /// This process: no agent runs. What has an end is closed when the window is.
    Own {
        /// The profiles that this process holds open.
        holds: Vec<String>,
    },
    /// This process, although an agent runs; why, in a line.
    Apart {
        /// Why the agent is passed over.
        line: String,
        /// The profiles that this process holds open.
        holds: Vec<String>,
    },
}

/// How an entry of the keyring stands.
#[derive(Debug)]
pub enum SecretFound {
    /// It is there.
    There,
    /// It is not.
    Missing,
    /// It is there, and this is it.
    Revealed(SecretText),
    /// The keyring does not say.
    Failed(SecretError),
}

/// Why the configuration file was not written. It is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveFailed {
    /// Somebody else has changed it meanwhile; a [`Told::File`] with what it says now follows.
    Changed,
    /// Another reason, in a line.
    Failed(String),
}
