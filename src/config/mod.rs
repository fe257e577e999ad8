//! The configuration: one TOML file. Text goes in; profiles come out, or every mistake that it has.

mod decode;
mod diagnostic;
mod document;
mod edit;
mod example;
mod log_level;
mod path;
mod problem;
mod read;
mod select;
mod sequence_text;
#[cfg(test)]
mod tests;

pub use decode::decode;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use document::{Document, DocumentError, keyring_value, sequence_value};
pub use edit::{Backup, Edit, EditError};
pub use example::create_example;
pub use log_level::LogLevel;
pub use path::{ConfigPath, path};
pub use problem::Problem;
pub use read::{LoadError, load};
pub use select::NotFound;
pub use sequence_text::{SequenceTextError, StepMistake, decode_sequence};

use std::sync::Arc;

use crate::profile::Profile;

/// What a configuration file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// In the file's order; names are unique.
    pub profiles: Vec<Arc<Profile>>,
    /// What only the agent cares for.
    pub agent: AgentSettings,
    /// How much the agent logs.
    pub log_level: LogLevel,
}

impl Config {
    /// The profile of that name.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Arc<Profile>> {
        self.profiles.iter().find(|profile| profile.name == name)
    }
}

/// The `[agent]` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgentSettings {
    /// Which outcomes are notified.
    pub notifications: Notifications,
}

/// Which outcomes are notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Notifications {
    /// Every outcome.
    #[default]
    All,
    /// Only what went wrong.
    Failures,
    /// Nothing; the icon and the menu still tell.
    None,
}

impl Notifications {
    /// The choices' words in a configuration.
    pub const WORDS: [&'static str; 3] = ["all", "failures", "none"];
}

impl std::str::FromStr for Notifications {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "all" => Ok(Self::All),
            "failures" => Ok(Self::Failures),
            "none" => Ok(Self::None),
            _ => Err(()),
        }
    }
}
