//! What opens a profile by itself.

use std::str::FromStr;

/// What opens a profile by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    /// The agent starts, which it does at login.
    Login,
    /// The machine wakes.
    Resume,
    /// The way to the server has changed, or is there again.
    Network,
}

impl Trigger {
    /// The words of a configuration.
    pub const WORDS: [&'static str; 3] = ["login", "resume", "network"];

    /// `login`, `resume` or `network`.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl FromStr for Trigger {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "login" => Ok(Self::Login),
            "resume" => Ok(Self::Resume),
            "network" => Ok(Self::Network),
            _ => Err(()),
        }
    }
}
