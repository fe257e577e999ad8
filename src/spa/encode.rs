//! From a request to a packet.

use data_encoding::BASE64_NOPAD;
use thiserror::Error;

use super::cipher::Cipher;
use super::plaintext;
use super::{Hmac, Keys, Once, Packet, Request, Version};

/// The packet for a request: encrypted, and signed where there is a key for it.
///
/// # Errors
///
/// Where the server would drop it in silence, which is not in the types: too much is asked for at once, or too little
/// without an HMAC, or its time does not fit.
pub fn encode(request: &Request, once: &Once, keys: &Keys) -> Result<Packet, Refusal> {
    seal(request, once, &Version::default(), keys)
}

/// Why a request cannot become a packet that a server opens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// After [`Once::LAST_TIME`], which the server cannot read.
    #[error(
        "{time} seconds since 1970 are more than the server reads, which is {}",
        Once::LAST_TIME
    )]
    Time {
        /// The time, in seconds since 1970.
        time: u64,
    },
    /// More ports than the server reads: [`Refusal::LONGEST_MESSAGE`].
    #[error(
        "{length} bytes of ports and address, more than {}",
        Refusal::LONGEST_MESSAGE
    )]
    Message {
        /// How many bytes the ports and the address take.
        length: usize,
    },
    /// A packet of less than [`Packet::SHORTEST`] characters: without an HMAC, and with a short digest.
    #[error("a packet of {length} characters, less than {}", Packet::SHORTEST)]
    TooShort {
        /// How many there are.
        length: usize,
    },
    /// A packet of more than [`Packet::LONGEST`] characters: too many ports, or names that are too long together.
    #[error("a packet of {length} characters, more than {}", Packet::LONGEST)]
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl Refusal {
    /// In bytes: what fits into the 256 characters of base64 that the server reads as a message. Most packets are too
    /// long before.
    pub const LONGEST_MESSAGE: usize = 192;
}

/// What the encrypted bytes begin with.
pub(super) const MAGIC: &[u8] = b"Salted__";

/// What [`MAGIC`] makes the text begin with. It is not sent, but the HMAC is over it too.
pub(super) const PREFIX: &str = "U2FsdGVkX1";

/// [`encode`], for any version.
pub(super) fn seal(
    request: &Request,
    once: &Once,
    version: &Version,
    keys: &Keys,
) -> Result<Packet, Refusal> {
    let text = plaintext::write(request, once, version)?;
    let encrypted = Cipher::derive(keys.key(), once.salt).encrypt(text.as_bytes());
    let salted = [MAGIC, &once.salt, &encrypted].concat();
    let mut packet = BASE64_NOPAD.encode(&salted).split_off(PREFIX.len());
    if let Some(hmac) = keys.hmac() {
        let signature = sign(hmac, &packet);
        packet.push_str(&signature);
    }
    Packet::new(packet)
}

/// The HMAC of an encrypted text without its prefix, in base64.
pub(super) fn sign(hmac: &Hmac, text: &str) -> String {
    let parts = [PREFIX.as_bytes(), text.as_bytes()];
    hmac.algorithm.hmac(&hmac.key, &parts)
}
