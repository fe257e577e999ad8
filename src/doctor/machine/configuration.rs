//! The configuration file and its drop-ins.

use serde::{Serialize, Serializer};

use super::{Config, ConfigPath, PATIENCE, State, in_time};
use crate::config::{self, Diagnostics, LoadError, SetAside};
use crate::say;
use crate::text::{Catalogue, duration};

/// What there is of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum ConfigurationFound {
    /// It was read, and has no mistake.
    Read {
        /// The file.
        path: String,
        /// How many profiles there are, with those of drop-ins.
        profiles: usize,
        /// What of the drop-ins could not be taken.
        #[serde(serialize_with = "paths")]
        set_aside: Vec<SetAside>,
    },
    /// It has mistakes.
    Mistakes {
        /// The file.
        path: String,
        /// What they are.
        #[serde(serialize_with = "count")]
        mistakes: Diagnostics,
    },
    /// The system would not read it.
    Unreadable {
        /// The file.
        path: String,
        /// The system's words.
        cause: String,
    },
    /// It could not be read in time.
    Late {
        /// The file.
        path: String,
    },
    /// There is none.
    Missing {
        /// Where it would be.
        path: String,
        /// Whether somebody has said that it is there.
        named: bool,
    },
    /// The system does not say where the user's home is.
    NoHome,
}

/// What there is, and what it says.
pub(super) async fn look(place: Option<ConfigPath>) -> (ConfigurationFound, Option<Config>) {
    let Some(ConfigPath { path, named }) = place else {
        return (ConfigurationFound::NoHome, None);
    };
    let shown = path.display().to_string();
    match in_time(move || config::load(&path)).await {
        None => (ConfigurationFound::Late { path: shown }, None),
        Some(Ok(config)) => {
            let found = ConfigurationFound::Read {
                path: shown,
                profiles: config.profiles.len(),
                set_aside: config.set_aside.clone(),
            };
            (found, Some(config))
        }
        Some(Err(error)) => (ConfigurationFound::of(error, shown, named), None),
    }
}

impl ConfigurationFound {
    fn of(error: LoadError, path: String, named: bool) -> Self {
        match error {
            LoadError::Missing(_) => Self::Missing { path, named },
            LoadError::Unreadable(_, error) => Self::Unreadable {
                path,
                cause: error.to_string(),
            },
            LoadError::Mistakes(mistakes) => Self::Mistakes { path, mistakes },
        }
    }

    pub(super) fn state(&self) -> State {
        match self {
            Self::Read { set_aside, .. } => State::good_if(set_aside.is_empty()),
            Self::Missing { named, .. } => State::bad_if(*named),
            Self::Mistakes { .. } | Self::Unreadable { .. } | Self::Late { .. } | Self::NoHome => {
                State::Bad
            }
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Read {
                path,
                profiles,
                set_aside,
            } => {
                let read = say!(
                    words,
                    "machine-configuration-read",
                    path = path.as_str(),
                    profiles = *profiles
                );
                let lines = set_aside
                    .iter()
                    .map(|one| say!(words, "drop-in-set-aside", line = one.line(words)));
                std::iter::once(read)
                    .chain(lines)
                    .collect::<Vec<_>>()
                    .join("; ")
            }
            Self::Mistakes { path, mistakes } => say!(
                words,
                "machine-configuration-mistakes",
                path = path.as_str(),
                mistakes = say!(words, "config-mistakes", count = mistakes.count()),
                first = mistakes.first(words)
            ),
            Self::Unreadable { path, cause } => say!(
                words,
                "config-unreadable",
                path = path.as_str(),
                error = cause.as_str()
            ),
            Self::Late { path } => say!(
                words,
                "machine-configuration-late",
                path = path.as_str(),
                after = duration(words, PATIENCE)
            ),
            Self::Missing { path, .. } => {
                say!(words, "machine-configuration-missing", path = path.as_str())
            }
            Self::NoHome => say!(words, "config-no-home"),
        }
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Read { .. } | Self::Mistakes { .. } => {
                Some(say!(words, "machine-configuration-hint-check"))
            }
            Self::Unreadable { .. } => Some(say!(words, "machine-configuration-hint-owner")),
            Self::Late { .. } => Some(say!(words, "machine-configuration-hint-disk")),
            Self::Missing { .. } => Some(say!(words, "machine-configuration-hint-edit")),
            // The line says it.
            Self::NoHome => None,
        }
    }
}

/// For a program, the files.
fn paths<S: Serializer>(set_aside: &[SetAside], serializer: S) -> Result<S::Ok, S::Error> {
    let paths = set_aside.iter().map(|one| one.path().display().to_string());
    serializer.collect_seq(paths)
}

/// For a program, how many there are; `config check` shows them.
fn count<S: Serializer>(mistakes: &Diagnostics, serializer: S) -> Result<S::Ok, S::Error> {
    mistakes.count().serialize(serializer)
}
