//! One piece of the machine, and what it means for the profiles that there are.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::needs::Needs;
use super::{
    AgentFound, AutostartFound, ClockFound, ConfigurationFound, EchoFound, FamilyFound,
    KeyringFound, NamesFound, NotificationsFound, TrayFound,
};
use crate::say;
use crate::text::Catalogue;

/// One piece of the machine, and what it means for the profiles that there are. As JSON: `subject`, `state`, `found` and
/// `data`, which is `null` where the word of `found` says everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// How it is.
    pub state: State,
    /// What was found.
    pub found: Found,
}

/// How a piece of the machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// Something is not there, or not known, that no profile depends on.
    WorthKnowing,
    /// Something that is asked for does not work as it is.
    Bad,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The configuration file, and its drop-ins.
    Configuration,
    /// Whether an agent runs.
    Agent,
    /// Whether one starts at login.
    Autostart,
    /// Whether this desktop shows tray icons.
    Tray,
    /// Whether it shows notifications.
    Notifications,
    /// The system's keyring.
    Keyring,
    /// Whether the profiles' names are found.
    Names,
    /// The way to the outside by IPv4.
    Ipv4,
    /// The way to the outside by IPv6.
    Ipv6,
    /// Whether echo requests may be sent.
    Echo,
    /// Whether this machine's clock is right.
    Clock,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each is of the subject of that name")]
pub enum Found {
    Configuration(ConfigurationFound),
    Agent(AgentFound),
    Autostart(AutostartFound),
    Tray(TrayFound),
    Notifications(NotificationsFound),
    Keyring(KeyringFound),
    Names(NamesFound),
    Ipv4(FamilyFound),
    Ipv6(FamilyFound),
    Echo(EchoFound),
    Clock(ClockFound),
}

impl Examined {
    /// What was found, and what it means for profiles with such needs.
    pub(super) fn of(found: Found, needs: Needs) -> Self {
        let state = match &found {
            Found::Configuration(found) => found.state(),
            Found::Agent(found) => found.state(),
            Found::Autostart(found) => found.state(needs),
            Found::Tray(found) => found.state(),
            Found::Notifications(found) => found.state(),
            Found::Keyring(found) => found.state(needs),
            Found::Names(found) => found.state(),
            Found::Ipv4(found) | Found::Ipv6(found) => found.state(),
            Found::Echo(found) => found.state(needs),
            Found::Clock(found) => found.state(needs),
        };
        Self { state, found }
    }

    /// What was looked at.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match &self.found {
            Found::Configuration(_) => Subject::Configuration,
            Found::Agent(_) => Subject::Agent,
            Found::Autostart(_) => Subject::Autostart,
            Found::Tray(_) => Subject::Tray,
            Found::Notifications(_) => Subject::Notifications,
            Found::Keyring(_) => Subject::Keyring,
            Found::Names(_) => Subject::Names,
            Found::Ipv4(_) => Subject::Ipv4,
            Found::Ipv6(_) => Subject::Ipv6,
            Found::Echo(_) => Subject::Echo,
            Found::Clock(_) => Subject::Clock,
        }
    }

    /// What was found, in a line that goes with the subject's label.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match &self.found {
            Found::Configuration(found) => found.line(words),
            Found::Agent(found) => found.line(words),
            Found::Autostart(found) => found.line(words),
            Found::Tray(found) => found.line(words),
            Found::Notifications(found) => found.line(words),
            Found::Keyring(found) => found.line(words),
            Found::Names(found) => found.line(words),
            Found::Ipv4(found) | Found::Ipv6(found) => found.line(words),
            Found::Echo(found) => found.line(words),
            Found::Clock(found) => found.line(words),
        }
    }

    /// What to do about it; `None` where there is nothing to do.
    #[must_use]
    pub fn hint(&self, words: &Catalogue) -> Option<String> {
        if self.state == State::Good {
            return None;
        }
        match &self.found {
            Found::Configuration(found) => found.hint(words),
            Found::Agent(found) => found.hint(words),
            Found::Autostart(found) => found.hint(words),
            Found::Tray(found) => found.hint(words),
            Found::Notifications(found) => found.hint(words),
            Found::Keyring(found) => found.hint(words),
            Found::Names(found) => found.hint(words),
            Found::Ipv4(found) | Found::Ipv6(found) => Some(found.hint(words)),
            Found::Echo(found) => found.hint(words),
            Found::Clock(found) => found.hint(words),
        }
    }
}

impl Subject {
    /// The subject in a word or three.
    #[must_use]
    pub fn label(self, words: &Catalogue) -> String {
        match self {
            Self::Configuration => say!(words, "machine-configuration"),
            Self::Agent => say!(words, "machine-agent"),
            Self::Autostart => say!(words, "machine-autostart"),
            Self::Tray => say!(words, "machine-tray"),
            Self::Notifications => say!(words, "machine-notifications"),
            Self::Keyring => say!(words, "machine-keyring"),
            Self::Names => say!(words, "machine-names"),
            Self::Ipv4 => say!(words, "machine-ipv4"),
            Self::Ipv6 => say!(words, "machine-ipv6"),
            Self::Echo => say!(words, "machine-echo"),
            Self::Clock => say!(words, "machine-clock"),
        }
    }
}

impl State {
    /// Good, or else worth knowing.
    pub(super) fn good_if(is_good: bool) -> Self {
        if is_good {
            Self::Good
        } else {
            Self::WorthKnowing
        }
    }

    /// Bad, or else worth knowing.
    pub(super) fn bad_if(is_bad: bool) -> Self {
        if is_bad {
            Self::Bad
        } else {
            Self::WorthKnowing
        }
    }
}

impl Serialize for Examined {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record {
            subject: Subject,
            state: State,
            found: Value,
            data: Value,
        }
        let mut found = serde_json::to_value(&self.found).map_err(S::Error::custom)?;
        Record {
            subject: self.subject(),
            state: self.state,
            found: found["found"].take(),
            data: found.get_mut("data").map(Value::take).unwrap_or_default(),
        }
        .serialize(serializer)
    }
}
