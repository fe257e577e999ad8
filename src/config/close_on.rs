//! What closes everything that is open, besides its time.

use std::str::FromStr;

/// What closes everything that is open, besides its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloseOn {
    /// The user ends the agent.
    Quit,
    /// The session ends.
    Logout,
    /// The machine shuts down.
    Shutdown,
    /// The machine goes to sleep.
    Sleep,
    /// The screen is locked.
    Lock,
}

impl CloseOn {
    /// The words of a configuration.
    pub const WORDS: [&'static str; 5] = ["quit", "logout", "shutdown", "sleep", "lock"];

    /// Whether the agent ends then, so that nobody would be there to close anything at its time.
    #[must_use]
    pub fn ends_agent(self) -> bool {
        matches!(self, Self::Quit | Self::Logout | Self::Shutdown)
    }

    /// Whether the network is about to go, so that there is no time for a check.
    #[must_use]
    pub fn is_hasty(self) -> bool {
        matches!(self, Self::Sleep | Self::Shutdown)
    }
}

impl FromStr for CloseOn {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "quit" => Ok(Self::Quit),
            "logout" => Ok(Self::Logout),
            "shutdown" => Ok(Self::Shutdown),
            "sleep" => Ok(Self::Sleep),
            "lock" => Ok(Self::Lock),
            _ => Err(()),
        }
    }
}
