//! The hash functions, for the check sum inside a packet and for the HMAC around it.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64_NOPAD;
use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use sha3::{Sha3_256, Sha3_512};
use thiserror::Error;

use super::HmacKey;

/// A hash function, for the check sum inside a packet and for the HMAC around it. The two need not be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// MD5. Broken as a hash; as an HMAC it still holds.
    Md5,
    /// SHA-1. Broken as a hash; as an HMAC it still holds.
    Sha1,
    /// SHA-256, fwknop's default for both.
    #[default]
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA3-256, as FIPS 202 has it.
    Sha3_256,
    /// SHA3-512, as FIPS 202 has it.
    Sha3_512,
}

/// Why a word is not a hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("unknown algorithm")]
pub struct AlgorithmError;

impl Algorithm {
    /// All of them, in fwknop's order.
    pub const ALL: [Self; 7] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha3_256,
        Self::Sha3_512,
    ];

    /// The words, for a configuration and for hints; in the same order.
    pub const WORDS: [&'static str; 7] = [
        "md5", "sha1", "sha256", "sha384", "sha512", "sha3_256", "sha3_512",
    ];

    /// The word, in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sha3_256 => "sha3_256",
            Self::Sha3_512 => "sha3_512",
        }
    }

    /// How many bytes it gives.
    fn size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 | Self::Sha3_256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 | Self::Sha3_512 => 64,
        }
    }

    /// How many characters of base64 it gives.
    pub(super) fn text_size(self) -> usize {
        BASE64_NOPAD.encode_len(self.size())
    }

    /// The check sum of a text, in base64.
    pub(super) fn digest(self, text: &str) -> String {
        let bytes = match self {
            Self::Md5 => digest::<Md5>(text),
            Self::Sha1 => digest::<Sha1>(text),
            Self::Sha256 => digest::<Sha256>(text),
            Self::Sha384 => digest::<Sha384>(text),
            Self::Sha512 => digest::<Sha512>(text),
            Self::Sha3_256 => digest::<Sha3_256>(text),
            Self::Sha3_512 => digest::<Sha3_512>(text),
        };
        BASE64_NOPAD.encode(&bytes)
    }

    /// The HMAC (RFC 2104) of what comes in parts, in base64.
    pub(super) fn hmac(self, key: &HmacKey, parts: &[&[u8]]) -> String {
        let bytes = match self {
            Self::Md5 => hmac::<Md5>(key, parts),
            Self::Sha1 => hmac::<Sha1>(key, parts),
            Self::Sha256 => hmac::<Sha256>(key, parts),
            Self::Sha384 => hmac::<Sha384>(key, parts),
            Self::Sha512 => hmac::<Sha512>(key, parts),
            Self::Sha3_256 => hmac::<Sha3_256>(key, parts),
            Self::Sha3_512 => hmac::<Sha3_512>(key, parts),
        };
        BASE64_NOPAD.encode(&bytes)
    }
}

fn digest<D: Digest>(text: &str) -> Vec<u8> {
    D::digest(text).to_vec()
}

fn hmac<D: EagerHash>(key: &HmacKey, parts: &[&[u8]]) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "an HMAC takes a key of any length")]
    let mut hmac = Hmac::<D>::new_from_slice(key.expose()).expect("a key of any length");
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().to_vec()
}

impl FromStr for Algorithm {
    type Err = AlgorithmError;

    /// In any case, as fwknop's own files write it.
    fn from_str(text: &str) -> Result<Self, AlgorithmError> {
        Self::ALL
            .into_iter()
            .find(|one| text.eq_ignore_ascii_case(one.word()))
            .ok_or(AlgorithmError)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
