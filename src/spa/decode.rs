//! From a packet to what it asks for.

use ctutils::CtEq as _;
use data_encoding::BASE64_NOPAD;
use thiserror::Error;

use super::cipher::Cipher;
use super::encode::{MAGIC, PREFIX, seal, sign};
use super::plaintext;
use super::{
    AccessError, Hmac, Keys, Once, Packet, RandomError, Refusal, Request, ServerAuthError,
    TargetError, TimeoutError, Unsupported, UserError, Version, VersionError,
};

/// What a packet asks for. Only what [`Decoded::encode`] makes again, byte for byte, is read: a server takes a little
/// more, such as padded base64 or leading zeros, but nobody sends that.
///
/// # Errors
///
/// Where it is no such packet, or not one of these keys. Nothing is decrypted before its HMAC is right.
pub fn decode(packet: &str, keys: &Keys) -> Result<Decoded, DecodeError> {
    match packet.len() {
        ..Packet::SHORTEST => {
            return Err(DecodeError::TooShort {
                length: packet.len(),
            });
        }
        Packet::SHORTEST..=Packet::LONGEST => {}
        _ => return Err(Unsupported::Gpg.into()),
    }
    let text = match keys.hmac() {
        Some(hmac) => signed(packet, hmac).ok_or(DecodeError::Hmac)?,
        None => packet,
    };
    let bytes = BASE64_NOPAD
        .decode(format!("{PREFIX}{text}").as_bytes())
        .map_err(|_| DecodeError::NotBase64)?;
    let (salt, encrypted) = bytes
        .strip_prefix(MAGIC)
        .and_then(|rest| rest.split_first_chunk())
        .ok_or(DecodeError::NotSalted)?;
    let decrypted = Cipher::derive(keys.key(), *salt)
        .decrypt(encrypted)
        .ok_or(DecodeError::NotDecrypted)?;
    let text = str::from_utf8(&decrypted).map_err(|_| DecodeError::NotDecrypted)?;
    plaintext::read(text, *salt)
}

/// A packet's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What it asks for, and its digest.
    pub request: Request,
    /// When it was made, its random value and its salt.
    pub once: Once,
    /// The version that its sender names.
    pub version: Version,
}

impl Decoded {
    /// The packet again, byte for byte, with the keys that it was read with.
    ///
    /// # Errors
    ///
    /// As [`encode`](super::encode) has them; never for what was read.
    pub fn encode(&self, keys: &Keys) -> Result<Packet, Refusal> {
        seal(&self.request, &self.once, &self.version, keys)
    }
}

/// Why a text is not a packet for these keys.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DecodeError {
    /// Less than [`Packet::SHORTEST`] bytes.
    #[error("{length} bytes, less than {}", Packet::SHORTEST)]
    TooShort {
        /// How many there are.
        length: usize,
    },
    /// What fwknop can do and this program cannot. More than [`Packet::LONGEST`] bytes are GPG to every server.
    #[error("{0} is not supported")]
    Unsupported(#[from] Unsupported),
    /// No HMAC of this key and algorithm, or something was changed.
    #[error("the HMAC is not right")]
    Hmac,
    /// Not base64 without padding.
    #[error("not base64")]
    NotBase64,
    /// It does not begin as a packet does: with `8`, `9`, `+` or `/`.
    #[error("not salted")]
    NotSalted,
    /// Encrypted with another key, or in another mode.
    #[error("not decrypted by this key")]
    NotDecrypted,
    /// The check sum inside is not right.
    #[error("the digest is not right")]
    Digest,
    /// Too few fields for its type, or too many.
    #[error("not the fields of a packet")]
    Fields,
    /// A field that is not text in base64 without padding.
    #[error("a field is not base64 of text")]
    FieldNotText,
    /// Not 16 digits.
    #[error("random value: {0}")]
    Random(#[from] RandomError),
    /// No name that a server takes.
    #[error("user: {0}")]
    User(#[from] UserError),
    /// Not a number of seconds up to [`Once::LAST_TIME`].
    #[error("not a time")]
    Time,
    /// Not one to eight characters.
    #[error("version: {0}")]
    Version(#[from] VersionError),
    /// No type that exists.
    #[error("unknown message type")]
    MessageType,
    /// Who is to be let in is not an IPv4 address.
    #[error("not an IPv4 address")]
    Address,
    /// Not a list of ports.
    #[error("ports: {0}")]
    Access(#[from] AccessError),
    /// Not a host and a port.
    #[error("NAT: {0}")]
    Nat(#[from] TargetError),
    /// More than a server reads.
    #[error("server authentication: {0}")]
    ServerAuth(#[from] ServerAuthError),
    /// Not from 1 to 65536 seconds.
    #[error("timeout: {0}")]
    Timeout(#[from] TimeoutError),
    /// A field that says it otherwise than this program does, or more than a server reads.
    #[error("not written as it would be here")]
    NotCanonical,
}

/// The encrypted part of a packet whose HMAC is right; compared in a time that says nothing of where it differs.
fn signed<'p>(packet: &'p str, hmac: &Hmac) -> Option<&'p str> {
    let length = packet.len().checked_sub(hmac.algorithm.text_size())?;
    let (text, signature) = packet.split_at_checked(length)?;
    let right = sign(hmac, text).as_bytes().ct_eq(signature.as_bytes());
    right.to_bool().then_some(text)
}
