//! What can be warned of, and the words for it. No variant carries a port of a sequence, a payload or a key.

use std::num::NonZeroU16;
use std::time::Duration;

use crate::profile::{Action, Family, Field, Profile, Span, TcpFlags, Window};
use crate::say;
use crate::secret::field_words;
use crate::text::Catalogue;

/// What is allowed in a profile, and will hardly be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A sequence that its server forgets before it is over.
    TooSlow {
        /// Whose sequence.
        action: Action,
        /// The time that counts: of all steps, or of the longest wait between two.
        takes: Duration,
        /// What surely works.
        window: Window,
        /// A `delay` that would do, where there is one that is not too fast.
        fits: Option<Duration>,
    },
    /// Steps that may overtake one another on their way.
    TooFast {
        /// Whose sequence.
        action: Action,
        /// The shortest time between two steps.
        gap: Duration,
        /// What should be between them.
        least: Duration,
    },
    /// Steps to ports that get packets by themselves.
    CommonPort {
        /// Whose sequence.
        action: Action,
        /// Which steps, from 1; at least one.
        numbers: Vec<usize>,
    },
    /// A step to the port that is opened by it.
    ServicePort {
        /// Whose sequence.
        action: Action,
    },
    /// An opening sequence that a scan sends by accident.
    Ascending,
    /// A server that minds TCP packets alone that no program can send.
    TcpFlags {
        /// Which it minds.
        flags: TcpFlags,
    },
    /// A single packet to a port that it asks for.
    PacketPort,
    /// A single packet without an HMAC.
    Unsigned,
    /// One sequence for two things.
    Same {
        /// The one.
        one: Door,
        /// And the other.
        other: Door,
    },
    /// A sequence that another one has in it.
    Contains {
        /// The longer one.
        outer: Door,
        /// The one in it.
        inner: Door,
    },
    /// Sequences that begin alike, so that a knockd loses one of them where they part.
    Begins {
        /// The one.
        one: Door,
        /// And the other.
        other: Door,
    },
    /// The same way into the same server as another profile's.
    SameOpening {
        /// The other profile.
        other: String,
    },
    /// The same service as another profile's, opened by another sequence.
    SameService {
        /// The other profile.
        other: String,
        /// The port of the service.
        port: NonZeroU16,
    },
    /// A key that others than its owner may read.
    KeyForOthers {
        /// Which key.
        field: Field,
        /// The file's permissions.
        mode: u32,
        /// Whether the file is the user's own, and no drop-in.
        is_own: bool,
    },
    /// Sequences that others than their owner may read.
    SequencesForOthers {
        /// The file's permissions.
        mode: u32,
        /// Whether the file is the user's own, and no drop-in.
        is_own: bool,
    },
    /// A server that is gone to by a family of addresses that this machine has no way for.
    NoFamily {
        /// IPv4 or IPv6.
        family: Family,
        /// Why no other will do.
        only: Only,
    },
}

/// What a server does for a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// Whose it is; absent: of the profile that is warned of.
    profile: Option<String>,
    /// Open or close.
    action: Action,
}

/// Why only one family of addresses will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// The key `family` says so.
    Key,
    /// The host is an address.
    Host,
    /// fwknop has IPv4 alone.
    Packet,
}

impl Flaw {
    /// What is wrong, in one line without a full stop and without a secret.
    #[must_use]
    pub(super) fn problem(&self, words: &Catalogue) -> String {
        match self {
            Self::TooSlow {
                action,
                takes,
                window,
                ..
            } => {
                let (id, longest) = match window {
                    Window::Whole(longest) => ("lint-too-slow", longest),
                    Window::EachStep(longest) => ("lint-too-slow-step", longest),
                };
                say!(
                    words,
                    id,
                    sequence = sequence(words, *action),
                    takes = Span::written(*takes),
                    longest = Span::written(*longest)
                )
            }
            Self::TooFast { action, gap, .. } => say!(
                words,
                "lint-too-fast",
                sequence = sequence(words, *action),
                gap = Span::written(*gap)
            ),
            Self::CommonPort { action, numbers } => {
                let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                say!(
                    words,
                    "lint-common-port",
                    sequence = sequence(words, *action),
                    count = numbers.len(),
                    numbers = list.join(", ")
                )
            }
            Self::ServicePort { action } => {
                let sequence = sequence(words, *action);
                say!(words, "lint-service-port", sequence = sequence)
            }
            Self::Ascending => say!(words, "lint-ascending"),
            Self::TcpFlags { flags } => {
                say!(words, "lint-tcp-flags", flags = flags.to_string())
            }
            Self::PacketPort => say!(words, "lint-packet-port"),
            Self::Unsigned => say!(words, "lint-unsigned"),
            Self::Same { one, other } => say!(
                words,
                "lint-same",
                one = one.words(words),
                other = other.words(words)
            ),
            Self::Contains { outer, inner } => say!(
                words,
                "lint-contains",
                one = outer.words(words),
                other = inner.words(words)
            ),
            Self::Begins { one, other } => say!(
                words,
                "lint-begins",
                one = one.words(words),
                other = other.words(words)
            ),
            Self::SameOpening { other } => {
                say!(words, "lint-same-opening", other = other.as_str())
            }
            Self::SameService { other, port } => say!(
                words,
                "lint-same-service",
                other = other.as_str(),
                port = port.to_string()
            ),
            Self::KeyForOthers { field, mode, .. } => say!(
                words,
                "lint-key-for-others",
                field = field_words(words, *field),
                mode = format!("{mode:o}")
            ),
            Self::SequencesForOthers { mode, .. } => {
                say!(
                    words,
                    "lint-sequences-for-others",
                    mode = format!("{mode:o}")
                )
            }
            Self::NoFamily { family, .. } => {
                let family = say!(words, &format!("lint-family-{family}"));
                say!(words, "lint-no-family", family = family)
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub(super) fn hint(&self, words: &Catalogue) -> String {
        match self {
            Self::TooSlow { fits: None, .. } => say!(words, "lint-hint-too-slow"),
            Self::TooSlow {
                fits: Some(delay), ..
            } => {
                let delay = Span::written(*delay);
                say!(words, "lint-hint-too-slow-delay", delay = delay)
            }
            Self::TooFast { least, .. } => {
                let least = Span::written(*least);
                say!(words, "lint-hint-too-fast", least = least)
            }
            Self::CommonPort { .. } => say!(words, "lint-hint-common-port"),
            Self::ServicePort { .. } => say!(words, "lint-hint-service-port"),
            Self::Ascending => say!(words, "lint-hint-ascending"),
            Self::TcpFlags { .. } => say!(words, "lint-hint-tcp-flags"),
            Self::PacketPort => say!(words, "lint-hint-packet-port"),
            Self::Unsigned => say!(words, "lint-hint-unsigned"),
            Self::Same { .. } => say!(words, "lint-hint-same"),
            Self::Contains { .. } => say!(words, "lint-hint-contains"),
            Self::Begins { .. } => say!(words, "lint-hint-begins"),
            Self::SameOpening { .. } => say!(words, "lint-hint-same-opening"),
            Self::SameService { .. } => say!(words, "lint-hint-same-service"),
            Self::KeyForOthers { is_own, .. } | Self::SequencesForOthers { is_own, .. } => {
                let id = if *is_own {
                    "lint-hint-for-others"
                } else {
                    "lint-hint-for-others-drop-in"
                };
                say!(words, id)
            }
            Self::NoFamily { only, .. } => match only {
                Only::Key => say!(words, "lint-hint-no-family"),
                Only::Host => say!(words, "lint-hint-no-family-host"),
                Only::Packet => say!(words, "lint-hint-no-family-packet"),
            },
        }
    }

    /// Whether it is about a file as a whole, and not about one profile.
    #[must_use]
    pub(super) fn is_of_file(&self) -> bool {
        matches!(self, Self::SequencesForOthers { .. })
    }

    /// Whether it is of the same kind.
    #[must_use]
    pub(super) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Door {
    /// A sequence of the profile that is warned of.
    #[must_use]
    pub fn own(action: Action) -> Self {
        Self {
            profile: None,
            action,
        }
    }

    /// A sequence of another profile.
    #[must_use]
    pub fn of(profile: &Profile, action: Action) -> Self {
        Self {
            profile: Some(profile.name.clone()),
            action,
        }
    }

    fn words(&self, words: &Catalogue) -> String {
        let sequence = sequence(words, self.action);
        match &self.profile {
            None => sequence,
            Some(profile) => say!(
                words,
                "lint-sequence-of",
                sequence = sequence,
                profile = profile.as_str()
            ),
        }
    }
}

fn sequence(words: &Catalogue, action: Action) -> String {
    field_words(words, Field::Sequence(action))
}
