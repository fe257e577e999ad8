//! What there is to say of the lines of a `knockd.conf`. Nothing of a sequence is repeated.

use std::time::Duration;

use crate::config::StepMistake;
use crate::profile::{Host, Span, TcpFlags};
use crate::say;
use crate::text::Catalogue;

/// What there is to say of a line of a `knockd.conf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnockdReason {
    /// A text without a `[name]`.
    NoSection,
    /// A line before the first `[name]`.
    BeforeSections,
    /// A line that begins like a `[name]`, and is none.
    BadSection,
    /// Neither a `key = value` nor a comment.
    NotAKey,
    /// A key that knockd does not know.
    UnknownKey {
        /// The key.
        key: String,
        /// What it most likely means.
        nearest: Option<&'static str>,
    },
    /// A door without a sequence.
    NoSequence,
    /// A step that is none.
    Step {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        mistake: StepMistake,
    },
    /// More steps than knockd takes.
    TooManySteps,
    /// A step with more than its number.
    StepAndMore {
        /// Its number, from 1.
        number: usize,
    },
    /// A time with more than its number.
    TimeAndMore,
    /// A door that takes its sequences from a list.
    OneTime {
        /// Where the profile looks for it.
        path: String,
        /// Whether it is there.
        is_there: bool,
    },
    /// No flags of TCP packets.
    Flags {
        /// Which is unknown, from 1.
        number: usize,
    },
    /// Flags with blanks between them.
    BlanksInFlags,
    /// Flags that no program can send.
    Unsendable {
        /// Which.
        flags: TcpFlags,
    },
    /// The server is where the door says.
    Target {
        /// Where.
        host: Host,
    },
    /// Not a host.
    BadTarget,
    /// Less time between the steps than usual.
    Faster {
        /// The delay.
        delay: Duration,
    },
    /// No delay is sure to be in time.
    NeverInTime,
    /// What opens closes in the same moment.
    ClosesAtOnce,
    /// It closes by itself after more than a profile can say.
    ClosesLate,
    /// A door that closes, and none that opens goes with it.
    ClosesAlone,
}

impl KnockdReason {
    /// In words.
    pub(in super::super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NoSection => say!(words, "import-knockd-no-section"),
            Self::BeforeSections => say!(words, "import-knockd-before-sections"),
            Self::BadSection => say!(words, "import-knockd-bad-section"),
            Self::NotAKey => say!(words, "import-knockd-not-a-key"),
            Self::UnknownKey { key, nearest } => {
                let key = key.as_str();
                match nearest {
                    Some(nearest) => say!(
                        words,
                        "import-knockd-unknown-key-nearest",
                        key = key,
                        nearest = *nearest
                    ),
                    None => say!(words, "import-knockd-unknown-key", key = key),
                }
            }
            Self::NoSequence => say!(words, "import-knockd-no-sequence"),
            Self::Step { number, mistake } => {
                let id = match mistake {
                    StepMistake::UnknownProtocol => "import-knockd-step-protocol",
                    _ => "import-knockd-step-port",
                };
                say!(words, id, number = number)
            }
            Self::TooManySteps => say!(words, "import-knockd-too-many-steps"),
            Self::StepAndMore { number } => {
                say!(words, "import-knockd-step-and-more", number = number)
            }
            Self::TimeAndMore => say!(words, "import-knockd-time-and-more"),
            Self::OneTime { path, is_there } => {
                let id = if *is_there {
                    "import-knockd-one-time"
                } else {
                    "import-knockd-one-time-missing"
                };
                say!(words, id, path = path.as_str())
            }
            Self::Flags { number } => say!(words, "import-knockd-flags", number = number),
            Self::BlanksInFlags => say!(words, "import-knockd-blanks-in-flags"),
            Self::Unsendable { flags } => {
                say!(words, "import-knockd-unsendable", flags = flags.to_string())
            }
            Self::Target { host } => say!(words, "import-knockd-target", host = host.as_str()),
            Self::BadTarget => say!(words, "import-knockd-bad-target"),
            Self::Faster { delay } => {
                let delay = Span::written(*delay);
                say!(words, "import-knockd-faster", delay = delay)
            }
            Self::NeverInTime => say!(words, "import-knockd-never-in-time"),
            Self::ClosesAtOnce => say!(words, "import-knockd-closes-at-once"),
            Self::ClosesLate => say!(words, "import-knockd-closes-late"),
            Self::ClosesAlone => say!(words, "import-knockd-closes-alone"),
        }
    }
}
