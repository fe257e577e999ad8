//! What a server has to hear of a profile: the other half of its configuration, complete and commented.
//!
//! The comments are English and not in the catalogue: they are part of a file that stays on a server, among others like it.

mod kind;

pub use kind::Kind;

use std::num::NonZeroU16;
use std::time::Duration;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::profile::{Action, Sequence, Server, Spa};

/// What the server is to do, as a profile says it.
pub struct Door<'d> {
    /// The profile's name: what is made on the server bears it.
    pub name: &'d str,
    /// What opens it.
    pub opening: Opening<'d>,
    /// The TCP port of the service behind it.
    pub service: NonZeroU16,
    /// The server's interface that knocks come in by; absent: all of them.
    pub interface: Option<&'d str>,
    /// Between two steps, unless the later one has its own.
    pub delay: Duration,
    /// What is said of the server: how long it waits for the rest of a sequence.
    pub server: Option<Server>,
    /// After so long the server closes by itself.
    pub server_timeout: Option<Duration>,
}

/// What opens a door, with its secrets.
pub enum Opening<'d> {
    /// A sequence.
    Sequence {
        /// It.
        open: &'d Sequence,
        /// What closes it again; absent: the server closes by itself.
        close: Option<&'d Sequence>,
    },
    /// A single packet.
    Packet {
        /// What it asks for.
        spa: &'d Spa,
        /// The key's base64.
        key: &'d str,
        /// The HMAC key's base64.
        hmac_key: Option<&'d str>,
    },
}

/// The server's half.
pub struct ServerHalf {
    /// The file, with everything there is to know about it in its comments.
    pub text: Zeroizing<String>,
    /// How it is loaded, a command or a sentence each: the same as in its comments.
    pub load: Vec<String>,
    /// How that is undone.
    pub undo: Vec<String>,
}

/// Why a server of that kind cannot do what the profile says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It takes single packets alone, or sequences alone.
    #[error("not for this opening")]
    OtherOpening,
    /// It does not see the ICMP steps of this sequence.
    #[error("no ICMP")]
    NoIcmp(Action),
}

/// The half of a server of this kind.
///
/// # Errors
///
/// Where a server of that kind cannot do what the profile says.
pub fn server_half(_kind: Kind, _door: &Door) -> Result<ServerHalf, Refusal> {
    Err(Refusal::OtherOpening)
}
