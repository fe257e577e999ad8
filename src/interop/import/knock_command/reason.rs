//! What there is to say of lines with knock(1). Nothing of a sequence is repeated.

use crate::say;
use crate::text::Catalogue;

/// What there is to say of a line with knock(1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnockReason {
    /// A text without such a line.
    NoKnock,
    /// A quote without its end.
    Quote,
    /// What only a shell knows: variables, loops.
    Shell,
    /// An option that knock does not know, or one without its value.
    Options,
    /// No host, or no port.
    NoSteps,
    /// Not a host.
    BadHost,
    /// Not a port's number.
    Step {
        /// Which step, from 1.
        number: usize,
    },
    /// A step that looks like UDP, and is sent over TCP.
    SentAsTcp {
        /// Which step, from 1.
        number: usize,
    },
    /// Several commands for one sequence.
    Joined {
        /// How many.
        count: usize,
    },
}

impl KnockReason {
    /// In words.
    pub(in super::super) fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::NoKnock => say!(words, "import-knock-none"),
            Self::Quote => say!(words, "import-knock-quote"),
            Self::Shell => say!(words, "import-knock-shell"),
            Self::Options => say!(words, "import-knock-options"),
            Self::NoSteps => say!(words, "import-knock-no-steps"),
            Self::BadHost => say!(words, "import-knock-bad-host"),
            Self::Step { number } => say!(words, "import-knock-step", number = number),
            Self::SentAsTcp { number } => {
                say!(words, "import-knock-sent-as-tcp", number = number)
            }
            Self::Joined { count } => say!(words, "import-knock-joined", count = count),
        }
    }
}
