//! What a UDP step carries.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use thiserror::Error;

/// What a UDP step carries: one zero byte unless said otherwise, since some paths drop an empty datagram.
///
/// Written `text:…` (also what is meant without a prefix), `hex:…` or `base64:…`.
/// A payload may be a secret, so it does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload(Vec<u8>);

/// Why a text is not a payload. The text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PayloadError {
    /// `hex:` with an odd number of digits, or a character that is not one.
    #[error("not hexadecimal")]
    BadHex,
    /// `base64:` with a bad character, or without its padding.
    #[error("not base64")]
    BadBase64,
    /// More than fits into a datagram.
    #[error("longer than {} bytes", Payload::LONGEST)]
    TooLong,
}

impl Payload {
    /// The most bytes that a UDP datagram carries over IPv4: 65,535 less the IP and UDP headers.
    pub const LONGEST: usize = 65_507;

    /// The bytes to send.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self(vec![0])
    }
}

impl FromStr for Payload {
    type Err = PayloadError;

    fn from_str(text: &str) -> Result<Self, PayloadError> {
        let bytes = if let Some(hex) = text.strip_prefix("hex:") {
            HEXLOWER_PERMISSIVE
                .decode(hex.as_bytes())
                .map_err(|_| PayloadError::BadHex)?
        } else if let Some(base64) = text.strip_prefix("base64:") {
            BASE64
                .decode(base64.as_bytes())
                .map_err(|_| PayloadError::BadBase64)?
        } else {
            text.strip_prefix("text:").unwrap_or(text).into()
        };
        if bytes.len() > Self::LONGEST {
            return Err(PayloadError::TooLong);
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.0.len())
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
        assert_eq!(text.parse::<Payload>().unwrap().bytes(), bytes);
    }

    #[rstest]
    #[case("hex:0", PayloadError::BadHex)]
    #[case("hex:0g", PayloadError::BadHex)]
    #[case("base64:A", PayloadError::BadBase64)]
    fn bad_ones_are_refused(#[case] text: &str, #[case] error: PayloadError) {
        assert_eq!(text.parse::<Payload>().unwrap_err(), error);
    }

    #[test]
    fn more_than_a_datagram_is_refused() {
        let longest = "x".repeat(Payload::LONGEST);
        assert!(longest.parse::<Payload>().is_ok());
        assert_eq!(
            format!("{longest}x").parse::<Payload>().unwrap_err(),
            PayloadError::TooLong
        );
    }

    #[test]
    fn it_does_not_print() {
        let payload: Payload = "open sesame".parse().unwrap();
        assert_eq!(format!("{payload:?}"), "Payload(11 bytes)");
    }
}
