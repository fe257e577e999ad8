//! Whether the profiles' names are found.

use std::net::SocketAddr;

use serde::Serialize;
use tokio::net::lookup_host;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::{Config, PATIENCE, State};
use crate::profile::Host;
use crate::say;
use crate::text::{Catalogue, duration};

/// So many names are looked up at the most: each takes a thread while it waits.
const MOST: usize = 32;

/// What came of the profiles' names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found", content = "data")]
pub enum NamesFound {
    /// No profile has a name to look up.
    NoNames,
    /// All that were looked up were found.
    All {
        /// How many.
        found: usize,
        /// How many more there are.
        not_looked_up: usize,
    },
    /// Some were not found.
    Missing {
        /// How many were.
        found: usize,
        /// Those that were not, and the resolver's words.
        missing: Vec<MissingName>,
        /// Those that the resolver did not answer for in time.
        late: Vec<Host>,
        /// How many more there are.
        not_looked_up: usize,
    },
}

/// A name that was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingName {
    /// The name.
    pub host: Host,
    /// The resolver's words.
    pub cause: String,
}

/// A name that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lookup {
    pub host: Host,
    pub answer: Answer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Addresses(Vec<SocketAddr>),
    NotFound(String),
    Late,
}

/// Looks up the profiles' names side by side, in their order.
pub(super) async fn look_up(config: &Config) -> Vec<Lookup> {
    let mut lookups = JoinSet::new();
    for (place, host) in names(config).into_iter().take(MOST).enumerate() {
        lookups.spawn(async move {
            let answer = match timeout(PATIENCE, lookup_host((host.as_str(), 0))).await {
                Ok(Ok(addresses)) => Answer::Addresses(addresses.collect()),
                Ok(Err(error)) => Answer::NotFound(error.to_string()),
                Err(_) => Answer::Late,
            };
            (place, Lookup { host, answer })
        });
    }
    let mut lookups = lookups.join_all().await;
    lookups.sort_by_key(|(place, _)| *place);
    lookups.into_iter().map(|(_, lookup)| lookup).collect()
}

/// How many names the profiles have.
pub(super) fn count(config: &Config) -> usize {
    names(config).len()
}

/// The hosts that are names, each once.
fn names(config: &Config) -> Vec<Host> {
    let mut names: Vec<Host> = Vec::new();
    for profile in &config.profiles {
        if profile.host.address().is_none() && !names.contains(&profile.host) {
            names.push(profile.host.clone());
        }
    }
    names
}

impl NamesFound {
    /// Of `count` names, those were looked up.
    pub(super) fn of(lookups: &[Lookup], count: usize) -> Self {
        let mut missing = Vec::new();
        let mut late = Vec::new();
        for Lookup { host, answer } in lookups {
            match answer {
                Answer::Addresses(_) => {}
                Answer::NotFound(cause) => missing.push(MissingName {
                    host: host.clone(),
                    cause: cause.clone(),
                }),
                Answer::Late => late.push(host.clone()),
            }
        }
        let found = lookups.len() - missing.len() - late.len();
        let not_looked_up = count - lookups.len();
        if count == 0 {
            Self::NoNames
        } else if missing.is_empty() && late.is_empty() {
            Self::All {
                found,
                not_looked_up,
            }
        } else {
            Self::Missing {
                found,
                missing,
                late,
                not_looked_up,
            }
        }
    }

    pub(super) fn state(&self) -> State {
        match self {
            Self::NoNames => State::Good,
            Self::All { not_looked_up, .. } => State::good_if(*not_looked_up == 0),
            Self::Missing { .. } => State::Bad,
        }
    }

    pub(super) fn line(&self, words: &Catalogue) -> String {
        let (parts, not_looked_up) = match self {
            Self::NoNames => (vec![say!(words, "machine-names-none")], 0),
            Self::All {
                found,
                not_looked_up,
            } => {
                let found = say!(words, "machine-names-found", count = *found);
                (vec![found], *not_looked_up)
            }
            Self::Missing {
                missing,
                late,
                not_looked_up,
                ..
            } => {
                let missing = missing.iter().map(|name| {
                    say!(
                        words,
                        "machine-names-missing",
                        host = name.host.as_str(),
                        cause = name.cause.as_str()
                    )
                });
                let late = late.iter().map(|host| {
                    say!(
                        words,
                        "machine-names-late",
                        host = host.as_str(),
                        after = duration(words, PATIENCE)
                    )
                });
                (missing.chain(late).collect(), *not_looked_up)
            }
        };
        let more = (not_looked_up > 0)
            .then(|| say!(words, "machine-names-not-looked-up", count = not_looked_up));
        parts.into_iter().chain(more).collect::<Vec<_>>().join("; ")
    }

    pub(super) fn hint(&self, words: &Catalogue) -> Option<String> {
        match self {
            Self::Missing { found: 0, .. } => Some(say!(words, "machine-names-hint-resolver")),
            Self::Missing { .. } => Some(say!(words, "machine-names-hint-names")),
            Self::NoNames | Self::All { .. } => None,
        }
    }
}
