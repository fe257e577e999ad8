//! How one profile stands, for whoever asks: the command line, or another process by way of the agent.

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::lease::LeaseStatus;

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
