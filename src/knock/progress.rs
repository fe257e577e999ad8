//! What is told while an action runs.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::profile::Transport;

/// What is told while an action runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// A secret is read, which may ask the user something.
    ReadingSecret,
    /// A service is asked for this machine's address.
    AskingAddress,
    /// Another knock to this address goes first.
    Waiting(IpAddr),
    /// A packet left.
    Hit {
        /// Its number, from 1.
        number: usize,
        /// How many the sequence has.
        of: usize,
        /// When it left, since the first.
        at: Duration,
        /// What carried it.
        protocol: Transport,
        /// Where it went.
        remote: SocketAddr,
    },
    /// The service port is being asked.
    Checking(NonZeroU16),
    /// The sequence is sent once more; the number of this try, from 2.
    Again(u32),
}
