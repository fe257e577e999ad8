//! Why a server cannot do what a profile says.

use thiserror::Error;

use crate::profile::Action;
use crate::say;
use crate::text::Catalogue;

use super::Kind;

/// Why a server of a kind cannot do what a profile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It takes single packets, and the profile has a sequence.
    #[error("takes single packets")]
    TakesPackets,
    /// It takes sequences, and the profile has a single packet.
    #[error("takes sequences")]
    TakesSequences,
    /// It does not see the ICMP steps of this sequence.
    #[error("no ICMP")]
    NoIcmp(Action),
    /// It cannot tell the size of an echo request of this sequence: it is larger than [`Refusal::LARGEST_ECHO`].
    #[error("echo too large")]
    EchoTooLarge(Action),
    /// It takes no more than so many steps.
    #[error("too many steps")]
    TooLong {
        /// Whose sequence.
        action: Action,
        /// The most.
        most: usize,
    },
    /// It is to be said which interface knocks come in by: a router is shut for its own network else.
    #[error("which interface")]
    NeedsInterface,
    /// No interface has such a name.
    #[error("not an interface")]
    Interface,
}

impl Refusal {
    /// The largest echo request whose size iptables and `RouterOS` can tell over both families, in bytes of payload.
    pub const LARGEST_ECHO: u16 = u16::MAX - 48;

    /// The refusal in words, in one line.
    #[must_use]
    pub fn line(self, words: &Catalogue, profile: &str, kind: Kind) -> String {
        let server = kind.word();
        match self {
            Self::TakesPackets => say!(
                words,
                "export-half-takes-packets",
                profile = profile,
                server = server
            ),
            Self::TakesSequences => say!(
                words,
                "export-half-takes-sequences",
                profile = profile,
                server = server
            ),
            Self::NoIcmp(action) => say!(
                words,
                "export-half-no-icmp",
                profile = profile,
                server = server,
                key = action.word()
            ),
            Self::EchoTooLarge(action) => say!(
                words,
                "export-half-echo-too-large",
                profile = profile,
                server = server,
                key = action.word(),
                most = Self::LARGEST_ECHO.to_string()
            ),
            Self::TooLong { action, most } => say!(
                words,
                "export-half-too-long",
                profile = profile,
                server = server,
                key = action.word(),
                most = most
            ),
            Self::NeedsInterface => {
                say!(words, "export-half-needs-interface", server = server)
            }
            Self::Interface => say!(words, "export-half-interface"),
        }
    }
}
