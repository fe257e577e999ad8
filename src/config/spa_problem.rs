//! What can be wrong with an `spa` table, and the words for it.

use crate::public_address::ServiceError;
use crate::say;
use crate::spa::{
    AccessError, CipherMode, CipherModeError, KeyError, Target, TargetError, Timeout, Unsupported,
    User, UserError,
};
use crate::text::Catalogue;

/// What is wrong at one place of an `spa` table. No variant carries a value that may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpaProblem {
    /// A key of the profile that goes with a sequence alone.
    Beside(&'static str),
    /// An IPv6 address or family.
    Ipv4Only,
    /// Not a list of ports.
    Access(AccessError),
    /// A key of the profile that stands in the table.
    Outside(String),
    /// Not a key.
    Key(KeyError),
    /// Not a key for an HMAC.
    HmacKey(KeyError),
    /// The same key for both.
    SameKeys,
    /// A key for an HMAC that is not wanted.
    HmacKeyUnused,
    /// A port, and another one each time.
    PortAndRandom,
    /// Another port each time, over what needs a listener.
    RandomNotUdp,
    /// Neither an address nor one of the words nor a URL.
    Allow,
    /// Not a service that answers with an address.
    Service(ServiceError),
    /// A service that would be asked another way than the packet goes.
    ServiceAndBind,
    /// Not so many whole seconds.
    Timeout,
    /// The server would forget before it was asked to.
    TimeoutPassed,
    /// `keep_open` without a time to keep within.
    KeepOpenAlone,
    /// `keep_open` for longer than a server opens for by itself.
    KeepOpenLong,
    /// An end that a packet has to ask for.
    OpenFor,
    /// Not a host and a port.
    Target(TargetError),
    /// Not a user name that the server takes.
    User(UserError),
    /// What fwknop can do and this program cannot.
    Unsupported(Unsupported),
    /// Not a cipher mode.
    UnknownMode,
}

impl SpaProblem {
    /// What is wrong, in one line without a full stop.
    #[must_use]
    pub fn title(&self, words: &Catalogue) -> String {
        match self {
            Self::Beside(key) => say!(words, "config-spa-beside", key = *key),
            Self::Ipv4Only => say!(words, "config-spa-ipv4-only"),
            Self::Access(AccessError::Empty) => say!(words, "config-spa-no-access"),
            Self::Access(AccessError::EmptyPart) => say!(words, "config-spa-empty-access"),
            Self::Access(AccessError::Port { part, .. }) => {
                say!(words, "config-spa-bad-access", part = part.as_str())
            }
            Self::Outside(key) => say!(words, "config-spa-outside", key = key.as_str()),
            Self::Key(KeyError::Empty) | Self::HmacKey(KeyError::Empty) => {
                say!(words, "config-spa-empty-key")
            }
            Self::Key(KeyError::TooLong { longest, .. })
            | Self::HmacKey(KeyError::TooLong { longest, .. }) => say!(
                words,
                "config-spa-key-too-long",
                longest = longest.to_string()
            ),
            Self::SameKeys => say!(words, "config-spa-same-keys"),
            Self::HmacKeyUnused => say!(words, "config-spa-hmac-key-unused"),
            Self::PortAndRandom => say!(words, "config-spa-port-and-random"),
            Self::RandomNotUdp => say!(words, "config-spa-random-not-udp"),
            Self::Allow => say!(words, "config-spa-bad-allow"),
            Self::Service(_) => say!(words, "config-spa-bad-service"),
            Self::ServiceAndBind => say!(words, "config-spa-service-and-bind"),
            Self::Timeout => say!(words, "config-spa-bad-timeout"),
            Self::TimeoutPassed => say!(words, "config-spa-timeout-passed"),
            Self::KeepOpenAlone => say!(words, "config-spa-keep-open-alone"),
            Self::KeepOpenLong => say!(words, "config-spa-keep-open-long"),
            Self::OpenFor => say!(words, "config-spa-open-for"),
            Self::Target(_) => say!(words, "config-spa-bad-target"),
            Self::User(UserError::BadCharacter { .. }) => say!(words, "config-spa-bad-user"),
            Self::User(UserError::Empty | UserError::TooLong { .. }) => {
                say!(words, "config-spa-user-length")
            }
            Self::Unsupported(Unsupported::Mode(mode)) => {
                say!(words, "config-spa-unsupported-mode", mode = *mode)
            }
            Self::Unsupported(Unsupported::Command) => say!(words, "config-spa-no-command"),
            Self::Unsupported(Unsupported::Gpg) => say!(words, "config-spa-no-gpg"),
            Self::UnknownMode => say!(words, "config-unknown-word"),
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn hint(&self, words: &Catalogue) -> String {
        match self {
            Self::Beside(_) => say!(words, "config-hint-spa-beside"),
            Self::Ipv4Only => say!(words, "config-hint-spa-ipv4-only"),
            Self::Access(_) => say!(words, "config-hint-missing-access"),
            Self::Outside(_) => say!(words, "config-hint-spa-outside"),
            Self::HmacKey(_) => say!(words, "config-hint-spa-hmac-key"),
            Self::Key(_) => say!(words, "config-hint-spa-key"),
            Self::SameKeys => say!(words, "config-hint-spa-same-keys"),
            Self::HmacKeyUnused => say!(words, "config-hint-spa-hmac-key-unused"),
            Self::PortAndRandom => say!(words, "config-hint-spa-port-and-random"),
            Self::RandomNotUdp => say!(words, "config-hint-spa-random-not-udp"),
            Self::Allow => say!(words, "config-hint-spa-allow"),
            Self::Service(_) => say!(words, "config-hint-spa-service"),
            Self::ServiceAndBind => say!(words, "config-hint-spa-service-and-bind"),
            Self::Timeout => say!(
                words,
                "config-hint-spa-timeout",
                longest = Timeout::LONGEST.to_string()
            ),
            Self::TimeoutPassed => say!(words, "config-hint-spa-timeout-passed"),
            Self::KeepOpenAlone => say!(words, "config-hint-spa-keep-open-alone"),
            Self::KeepOpenLong => say!(words, "config-hint-spa-keep-open-long"),
            Self::OpenFor => say!(words, "config-hint-spa-open-for"),
            Self::Target(_) => say!(
                words,
                "config-hint-spa-target",
                longest = Target::LONGEST_HOST.to_string()
            ),
            Self::User(_) => say!(
                words,
                "config-hint-spa-user",
                longest = User::LONGEST.to_string()
            ),
            Self::Unsupported(Unsupported::Mode(_)) | Self::UnknownMode => {
                let known = CipherMode::WORDS.map(|word| format!("`{word}`")).join(", ");
                say!(words, "config-hint-one-of", known = known)
            }
            Self::Unsupported(Unsupported::Command) => say!(words, "config-hint-spa-no-command"),
            Self::Unsupported(Unsupported::Gpg) => say!(words, "config-hint-spa-no-gpg"),
        }
    }
}

impl From<AccessError> for SpaProblem {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<ServiceError> for SpaProblem {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<TargetError> for SpaProblem {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
    }
}

impl From<UserError> for SpaProblem {
    fn from(error: UserError) -> Self {
        Self::User(error)
    }
}

impl From<CipherModeError> for SpaProblem {
    fn from(error: CipherModeError) -> Self {
        match error {
            CipherModeError::Unsupported(unsupported) => Self::Unsupported(unsupported),
            CipherModeError::Unknown => Self::UnknownMode,
        }
    }
}
