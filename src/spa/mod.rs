//! Single Packet Authorization: from a request to the one packet that fwknopd opens for, and back. Values only: the
//! clock and the randomness are parameters, and nothing is sent here.
//!
//! The packet is protocol 3.0.0 as fwknop 2.6.10 and 2.6.11 speak it. Every limit here was measured against their
//! server, which never answers: what it would drop in silence, [`encode()`] refuses by name. What the two programs made
//! and said stands in `tests/spa/vectors.json`.

mod access;
mod algorithm;
mod cipher;
mod cipher_mode;
mod decode;
mod encode;
mod key;
mod keys;
mod message_type;
mod nat;
mod once;
mod packet;
mod plaintext;
mod port;
mod random;
mod request;
mod server_auth;
mod target;
mod timeout;
mod unsupported;
mod user;
mod version;

pub use access::{Access, AccessError};
pub use algorithm::{Algorithm, AlgorithmError};
pub use cipher_mode::{CipherMode, CipherModeError};
pub use decode::{DecodeError, Decoded, decode};
pub use encode::{Refusal, encode};
pub use key::{HmacKey, Key, KeyError};
pub use keys::{Hmac, Keys, KeysError};
pub use message_type::MessageType;
pub use nat::Nat;
pub use once::Once;
pub use packet::Packet;
pub use port::{Port, PortError, Protocol};
pub use random::{Random, RandomError};
pub use request::Request;
pub use server_auth::{ServerAuth, ServerAuthError};
pub use target::{Target, TargetError};
pub use timeout::{Timeout, TimeoutError};
pub use unsupported::Unsupported;
pub use user::{User, UserError};
pub use version::{Version, VersionError};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;
