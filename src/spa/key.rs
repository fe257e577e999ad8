//! The two kinds of key.

use std::fmt;

use secrecy::{ExposeSecret as _, SecretSlice};
use thiserror::Error;

/// What a packet is encrypted with: 1 to [`Key::LONGEST`] bytes of any value. It does not print, and is overwritten
/// when it goes. Nothing stretches it, so that a weak one is found by trying.
pub struct Key(SecretSlice<u8>);

/// What a packet is signed with: 1 to [`HmacKey::LONGEST`] bytes of any value. It does not print, and is overwritten
/// when it goes.
pub struct HmacKey(SecretSlice<u8>);

/// Why bytes are not a key. The bytes themselves are never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// More bytes than fwknop takes.
    #[error("{length} bytes, more than {longest}")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many there may be.
        longest: usize,
    },
}

impl Key {
    /// In bytes.
    pub const LONGEST: usize = 32;

    /// A key of these bytes.
    ///
    /// # Errors
    ///
    /// Where there are none, or too many.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(secret(bytes, Self::LONGEST)?))
    }

    pub(super) fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

impl HmacKey {
    /// In bytes. fwknop's own client cuts a longer text, and its server does not.
    pub const LONGEST: usize = 128;

    /// A key of these bytes.
    ///
    /// # Errors
    ///
    /// Where there are none, or too many.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(secret(bytes, Self::LONGEST)?))
    }

    pub(super) fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

fn secret(bytes: &[u8], longest: usize) -> Result<SecretSlice<u8>, KeyError> {
    match bytes.len() {
        0 => Err(KeyError::Empty),
        length if length > longest => Err(KeyError::TooLong { length, longest }),
        _ => Ok(bytes.to_vec().into()),
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1, Ok(()))]
    #[case(32, Ok(()))]
    #[case(0, Err(KeyError::Empty))]
    #[case(33, Err(KeyError::TooLong { length: 33, longest: 32 }))]
    fn a_key_has_up_to_32_bytes(#[case] length: usize, #[case] outcome: Result<(), KeyError>) {
        assert_eq!(Key::new(&vec![0; length]).map(|_| ()), outcome);
    }

    #[rstest]
    #[case(1, Ok(()))]
    #[case(128, Ok(()))]
    #[case(0, Err(KeyError::Empty))]
    #[case(129, Err(KeyError::TooLong { length: 129, longest: 128 }))]
    #[case(137, Err(KeyError::TooLong { length: 137, longest: 128 }))]
    fn an_hmac_key_has_up_to_128(#[case] length: usize, #[case] outcome: Result<(), KeyError>) {
        assert_eq!(HmacKey::new(&vec![0; length]).map(|_| ()), outcome);
    }

    #[test]
    fn they_do_not_print() {
        let keys = (Key::new(b"abc").unwrap(), HmacKey::new(b"def").unwrap());
        assert_eq!(format!("{keys:?}"), "(Key, HmacKey)");
    }
}
