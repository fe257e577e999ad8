//! Where a secret comes from: the secrets themselves are not here.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Secret, Sequence};

/// Where a secret value comes from. It is read at the moment of the knock, and nowhere kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// The system's keyring: this account of the service `portknocker`.
    Keyring(String),
    /// This environment variable.
    Env(String),
    /// What this program writes to its standard output; its arguments come after its name. No shell sees them.
    Command(Vec<String>),
    /// What this file holds, which nobody but its owner may read.
    File(PathBuf),
}

impl SecretSource {
    /// The kinds' words in a configuration and in `--json`.
    pub const WORDS: [&'static str; 4] = ["keyring", "env", "command", "file"];

    /// `keyring`, `env`, `command` or `file`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Keyring(_) => "keyring",
            Self::Env(_) => "env",
            Self::Command(_) => "command",
            Self::File(_) => "file",
        }
    }
}

/// Where a sequence comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SequenceSource {
    /// The configuration itself.
    Literal {
        /// Its steps.
        sequence: Sequence,
        /// The payloads that come from elsewhere, by the index of their steps.
        payloads: Vec<(usize, SecretSource)>,
    },
    /// It is a secret as a whole.
    Secret(SecretSource),
    /// The first line of a list that has not been used, which is then spent.
    OneTime(ListSource),
}

/// Where a key comes from.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// The configuration itself.
    Literal(Arc<Secret>),
    /// Somewhere else.
    Secret(SecretSource),
}

/// Keys that stand in a configuration are not compared: they are the same where they are the same one.
impl PartialEq for KeySource {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => Arc::ptr_eq(one, other),
            (Self::Secret(one), Self::Secret(other)) => one == other,
            _ => false,
        }
    }
}

impl Eq for KeySource {}

/// Where a list of one-time sequences is. What is read can be written there too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListSource {
    /// The system's keyring: this account of the service `portknocker`.
    Keyring(String),
    /// A file in the format of knockd's `one_time_sequences`.
    File(PathBuf),
}

impl SequenceSource {
    /// The sequence that stands in the configuration itself, where it does.
    #[must_use]
    pub fn literal(&self) -> Option<&Sequence> {
        match self {
            Self::Literal { sequence, .. } => Some(sequence),
            Self::Secret(_) | Self::OneTime(_) => None,
        }
    }
}

impl From<&ListSource> for SecretSource {
    fn from(list: &ListSource) -> Self {
        match list {
            ListSource::Keyring(account) => Self::Keyring(account.clone()),
            ListSource::File(path) => Self::File(path.clone()),
        }
    }
}

impl From<Sequence> for SequenceSource {
    fn from(sequence: Sequence) -> Self {
        Self::Literal {
            sequence,
            payloads: Vec::new(),
        }
    }
}
