//! How one profile stands, for whoever asks: the command line, or another process by way of the agent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Standing, Standings};
use crate::lease::LeaseStatus;
use crate::profile::Profile;

/// How one profile stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileStatus {
    /// The profile's name.
    pub profile: String,
    /// Whether there is a service that can be asked.
    pub checkable: bool,
    /// How it stands; `None` where nothing was ever done to its server.
    pub standing: Option<Standing>,
    /// Its lease, where it has one.
    pub lease: Option<LeaseStatus>,
    /// Whether its service answered when it was asked last, where it is watched.
    pub answers: Option<bool>,
}

impl ProfileStatus {
    /// How this profile stands, as far as the history knows.
    #[must_use]
    pub fn of(profile: &Profile, standings: &Standings, now: Timestamp) -> Self {
        Self {
            profile: profile.name.clone(),
            checkable: profile.check.is_some(),
            standing: standings.at(profile, now),
            lease: None,
            answers: None,
        }
    }
}
