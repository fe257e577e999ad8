//! What a packet is made with, and read with.

use ctutils::CtEq as _;
use thiserror::Error;

use super::{Algorithm, HmacKey, Key};

/// What a packet is made with, and read with.
#[derive(Debug)]
pub struct Keys {
    key: Key,
    hmac: Option<Hmac>,
}

/// How a packet is signed. Nothing in it tells, so that both sides have to be told.
#[derive(Debug)]
pub struct Hmac {
    /// What with.
    pub key: HmacKey,
    /// By which algorithm.
    pub algorithm: Algorithm,
}

/// Why two keys do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeysError {
    /// The same bytes for both. fwknop refuses to run with them.
    #[error("the encryption key and the HMAC key are the same")]
    Identical,
}

impl Keys {
    /// These keys. Without an HMAC a server cannot tell a packet that was tampered with before it decrypts it.
    ///
    /// # Errors
    ///
    /// Where both have the same bytes.
    pub fn new(key: Key, hmac: Option<Hmac>) -> Result<Self, KeysError> {
        let identical = |hmac: &Hmac| key.expose().ct_eq(hmac.key.expose()).to_bool();
        if hmac.as_ref().is_some_and(identical) {
            return Err(KeysError::Identical);
        }
        Ok(Self { key, hmac })
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    pub(super) fn hmac(&self) -> Option<&Hmac> {
        self.hmac.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"same", b"same", Some(KeysError::Identical))]
    #[case(b"same", b"sane", None)]
    #[case(b"same", b"same and more", None)]
    #[case(b"same\0", b"same", None)]
    fn two_that_are_the_same_are_refused(
        #[case] key: &[u8],
        #[case] hmac_key: &[u8],
        #[case] error: Option<KeysError>,
    ) {
        let hmac = Hmac {
            key: HmacKey::new(hmac_key).unwrap(),
            algorithm: Algorithm::default(),
        };
        assert_eq!(Keys::new(Key::new(key).unwrap(), Some(hmac)).err(), error);
    }

    #[test]
    fn an_hmac_is_optional() {
        let keys = Keys::new(Key::new(b"abc").unwrap(), None).unwrap();
        assert_eq!(format!("{keys:?}"), "Keys { key: Key, hmac: None }");
    }
}
