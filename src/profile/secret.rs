//! A secret value: bytes that neither print nor compare, and are overwritten when they are dropped.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use secrecy::{ExposeSecret as _, SecretBox};
use thiserror::Error;

/// A secret value, written `text:…` (also what is meant without a prefix), `hex:…` or `base64:…` wherever it comes from.
pub struct Secret(SecretBox<Vec<u8>>);

/// Why a text is not a secret value. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretValueError {
    /// `hex:` with an odd number of digits, or a character that is not one.
    #[error("not hexadecimal")]
    BadHex,
    /// `base64:` with a bad character, or without its padding.
    #[error("not base64")]
    BadBase64,
}

impl Secret {
    /// A secret of these bytes, which are moved, not copied.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    /// The value that a text stands for.
    ///
    /// # Errors
    ///
    /// Where the text is not what its prefix says.
    pub fn parse(text: &str) -> Result<Self, SecretValueError> {
        let bytes = if let Some(hex) = text.strip_prefix("hex:") {
            HEXLOWER_PERMISSIVE
                .decode(hex.as_bytes())
                .map_err(|_| SecretValueError::BadHex)?
        } else if let Some(base64) = text.strip_prefix("base64:") {
            BASE64
                .decode(base64.as_bytes())
                .map_err(|_| SecretValueError::BadBase64)?
        } else {
            text.strip_prefix("text:").unwrap_or(text).into()
        };
        Ok(Self::new(bytes))
    }

    /// The bytes, for whatever they are the secret of.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("text:open sesame", b"open sesame")]
    #[case("open sesame", b"open sesame")]
    #[case("hex:00ffA0", b"\x00\xff\xa0")]
    #[case("base64:AP+g", b"\x00\xff\xa0")]
    #[case("text:", b"")]
    #[case("text:hex:00", b"hex:00")]
    fn every_way_of_writing_one_is_read(#[case] text: &str, #[case] bytes: &[u8]) {
        assert_eq!(Secret::parse(text).unwrap().expose(), bytes);
    }

    #[rstest]
    #[case("hex:0", SecretValueError::BadHex)]
    #[case("hex:0g", SecretValueError::BadHex)]
    #[case("base64:A", SecretValueError::BadBase64)]
    fn bad_ones_are_refused(#[case] text: &str, #[case] error: SecretValueError) {
        assert_eq!(Secret::parse(text).unwrap_err(), error);
    }

    #[test]
    fn it_does_not_print() {
        let secret = Secret::parse("open sesame").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
