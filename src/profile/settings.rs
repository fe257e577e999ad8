//! How a knock is made: every key of `[defaults]`, each of which a profile may override.

use std::time::Duration;

use super::{Bind, Family, Term};

/// How a knock is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Between two steps, unless the later one has its own. 300 ms is what most servers and paths bear:
    /// faster knocks get reordered, slower ones miss the server's window.
    pub delay: Duration,
    /// Which of the host's addresses are knocked on.
    pub family: Family,
    /// How long the service may take to answer after an open; more than zero.
    pub check_timeout: Duration,
    /// How often the whole sequence is sent again where a check says that it had no effect.
    pub retries: u32,
    /// How long a secret may take to come, with whatever its keyring or its program asks the user; more than zero.
    pub secret_timeout: Duration,
    /// How long an opening is meant to last, where nobody says otherwise.
    pub open_for: Term,
    /// Which way the packets leave; absent: as the system chooses.
    pub bind: Option<Bind>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            delay: Duration::from_millis(300),
            family: Family::Auto,
            check_timeout: Duration::from_secs(5),
            retries: 2,
            secret_timeout: Duration::from_mins(1),
            open_for: Term::UntilClosed,
            bind: None,
        }
    }
}
