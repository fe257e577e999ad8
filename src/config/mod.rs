//! The configuration: one TOML file. Text goes in; profiles come out, or every mistake that it has.

mod close_on;
mod decode;
mod diagnostic;
mod document;
mod drop_ins;
mod edit;
mod edit_words;
mod encode;
mod example;
mod interface;
mod judge;
mod log_level;
mod path;
mod places;
mod problem;
mod read;
mod select;
mod sequence_text;
mod snippet;
mod spa_problem;
#[cfg(test)]
mod spa_tests;
#[cfg(test)]
mod tests;
mod watched;

pub use close_on::CloseOn;
pub use decode::decode;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use document::{
    Document, DocumentError, Merged, Prefer, StepChange, StepRow, keyring_value, sequence_value,
};
pub use drop_ins::SetAside;
pub use edit::{Backup, Edit, EditError};
pub use edit_words::edit_error_words;
pub use encode::{encode_closing, encode_profile};
#[cfg(all(test, feature = "window"))]
pub(crate) use example::EXAMPLE;
pub use example::create_example;
pub use interface::{Interface, LanguageChoice, Theme};
pub use judge::{Mistake, judge};
pub use log_level::LogLevel;
pub use path::{ConfigPath, path};
pub(crate) use places::Places;
pub use problem::Problem;
pub use read::{LoadError, load, load_with_text};
pub use select::NotFound;
pub use sequence_text::{SequenceTextError, StepMistake, decode_sequence};
pub(crate) use snippet::Finding;
pub use spa_problem::SpaProblem;
pub use watched::watched;

use std::path::PathBuf;
use std::sync::Arc;

use crate::profile::{ListSource, Profile, SequenceSource, Settings};

/// What a configuration file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// In the file's order; names are unique.
    pub profiles: Vec<Arc<Profile>>,
    /// What holds for every profile that does not say otherwise.
    pub defaults: Settings,
    /// What only the agent cares for.
    pub agent: AgentSettings,
    /// How the agent and the window speak, and look.
    pub interface: Interface,
    /// How much the agent logs.
    pub log_level: LogLevel,
    /// What of the drop-ins could not be taken.
    pub set_aside: Vec<SetAside>,
}

impl Config {
    /// Takes over what a drop-in that is broken now held before: an edit with mistakes does not take away what may be
    /// needed to close a port.
    pub fn keep_broken_drop_ins(&mut self, before: &Self) {
        for old in &before.profiles {
            let is_broken = |set_aside: &SetAside| {
                set_aside.is_broken() && Some(set_aside.path()) == old.origin.as_deref()
            };
            if self.set_aside.iter().any(is_broken) && self.profile(&old.name).is_none() {
                self.profiles.push(Arc::clone(old));
            }
        }
    }

    /// The files that one-time sequences are in.
    #[must_use]
    pub fn list_files(&self) -> Vec<PathBuf> {
        let sequences = self.profiles.iter().flat_map(|profile| {
            let close = profile.close.as_ref();
            [profile.open.sequence(), close].into_iter().flatten()
        });
        let files = sequences.filter_map(|source| match source {
            SequenceSource::OneTime(ListSource::File(path)) => Some(path.clone()),
            _ => None,
        });
        files.collect()
    }

    /// As it is for a process that is an agent only while it holds something open: nothing opens or is asked by itself,
    /// every outcome is told, and whatever ends the process closes what has an end.
    #[must_use]
    pub fn for_a_holder(self) -> Self {
        let alone = |profile: &Arc<Profile>| {
            Arc::new(Profile {
                open_on: Vec::new(),
                watch: None,
                ..Profile::clone(profile)
            })
        };
        Self {
            agent: AgentSettings::default(),
            profiles: self.profiles.iter().map(alone).collect(),
            ..self
        }
    }

    /// The profile of that name.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&Arc<Profile>> {
        self.profiles.iter().find(|profile| profile.name == name)
    }
}

/// The `[agent]` table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgentSettings {
    /// Which outcomes are notified.
    pub notifications: Notifications,
    /// What closes everything that is open; where it is unsaid, whatever ends the agent closes what has an end.
    pub close_on: Option<Vec<CloseOn>>,
}

impl AgentSettings {
    /// Whether an opening with or without an end is closed on `event`.
    #[must_use]
    pub fn closes(&self, event: CloseOn, has_end: bool) -> bool {
        match &self.close_on {
            Some(chosen) => chosen.contains(&event),
            None => has_end && event.ends_agent(),
        }
    }
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
