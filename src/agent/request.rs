//! What other faces ask of the agent, and what it replies. Both travel between processes as JSON.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedSender;

use crate::config::NotFound;
use crate::history::{Entry, ProfileStatus};
use crate::knock::{Progress, Receipt};
use crate::lease::LeaseStatus;
use crate::profile::{Action, Span, Term};

use super::Need;

/// What another face asks of the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Carry out an action.
    Act(Act),
    /// Put off the end of what is open of a profile, or will be, for as long as whoever asks for it is there.
    Hold {
        /// The profile's name.
        profile: String,
    },
    /// Have what is open last longer.
    Extend {
        /// Profiles by name, or `@GROUP`.
        profiles: Vec<String>,
        /// By how much; as long as the profile is opened for where nobody says, or else a quarter of an hour.
        by: Option<Span>,
    },
    /// Say how profiles stand.
    Status {
        /// Profiles by name, or `@GROUP`; all where there are none.
        profiles: Vec<String>,
        /// Whether to go on, and say what changes.
        watch: bool,
    },
    /// Read the configuration again.
    Reload,
    /// End.
    Quit,
}

/// An action on any number of profiles, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// What is to be done.
    pub action: Action,
    /// Profiles by name, or `@GROUP`. Of a closing, none are all that are open.
    pub profiles: Vec<String>,
    /// How long an opening is meant to last; as its profile says where nobody says otherwise.
    pub term: Option<Term>,
    /// Whether to check afterwards, where the profile has a port to check.
    pub check: bool,
    /// When an opening is needed at all.
    #[serde(default)]
    pub need: Need,
}

/// What the agent replies: to an action its selection, then for each profile what happens, and a receipt at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// These profiles are meant.
    Selected {
        /// Their names.
        profiles: Vec<String>,
        /// Why the configuration file cannot be used now, so that an earlier one is in force.
        trouble: Option<String>,
        /// What could not be taken of drop-ins.
        set_aside: Vec<String>,
    },
    /// Not all that was asked for is there, so nothing is done.
    NotFound {
        /// What is not there.
        names: Vec<NotFound>,
        /// Why the configuration file or a drop-in cannot be used now.
        trouble: Option<String>,
    },
    /// The same action on this profile is under way already; its outcome is this one's too.
    Joined(String),
    /// This profile is open, as far as is known, so there was no need to open it.
    IsOpen {
        /// The profile's name.
        profile: String,
        /// The address that it was opened at, where that is known.
        address: Option<IpAddr>,
    },
    /// An opening of this profile has just failed, while it was waited for; there is no more to say of it than this.
    JustFailed(Box<Entry>),
    /// The end of what is open of this profile is put off from now on.
    Held(String),
    /// Something happens on the way.
    Progress {
        /// The profile's name.
        profile: String,
        /// What happens.
        progress: Progress,
    },
    /// An action ended.
    Ended(Box<Receipt>),
    /// How a profile's lease stands after it was to be extended; none where it has none.
    Extended {
        /// The profile's name.
        profile: String,
        /// Its lease.
        lease: Option<LeaseStatus>,
        /// Whether its end could be put off.
        is_extended: bool,
    },
    /// How profiles stand.
    Status(Vec<ProfileStatus>),
    /// The configuration was read again.
    Reloaded {
        /// How many profiles are in force.
        profiles: usize,
        /// Why the file cannot be used now.
        trouble: Option<String>,
        /// What could not be taken of drop-ins.
        set_aside: Vec<String>,
    },
    /// The configuration file could not be read in time.
    Late,
    /// The agent is about to end, and begins nothing new.
    Ending,
    /// What was asked is not a request.
    Malformed,
    /// That was all.
    Done,
}

/// Whoever waits for the replies to one request; it has been answered when the last copy is gone.
#[derive(Debug, Clone)]
pub struct Asker(UnboundedSender<Reply>);

impl Asker {
    /// The one at the other end of this channel.
    #[must_use]
    pub fn new(replies: UnboundedSender<Reply>) -> Self {
        Self(replies)
    }

    /// Tells it something; whether it still listens is its own affair.
    pub fn tell(&self, reply: Reply) {
        let _ = self.0.send(reply);
    }
}

impl PartialEq for Asker {
    fn eq(&self, other: &Self) -> bool {
        self.0.same_channel(&other.0)
    }
}

impl Eq for Asker {}
