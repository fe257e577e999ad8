//! What a UDP step carries.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use super::{Secret, SecretValueError};

/// What a UDP step carries: one zero byte unless said otherwise, since some paths drop an empty datagram.
/// It may be a secret, so it does not print; its copies share their bytes.
#[derive(Clone)]
pub struct Payload(Arc<Secret>);

/// Why a secret value is not a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PayloadError {
    /// Not a value at all.
    #[error(transparent)]
    BadValue(#[from] SecretValueError),
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
        self.0.expose()
    }
}

impl Default for Payload {
    fn default() -> Self {
        Self(Arc::new(Secret::new(vec![0])))
    }
}

impl TryFrom<Secret> for Payload {
    type Error = PayloadError;

    fn try_from(secret: Secret) -> Result<Self, PayloadError> {
        if secret.expose().len() > Self::LONGEST {
            return Err(PayloadError::TooLong);
        }
        Ok(Self(Arc::new(secret)))
    }
}

impl FromStr for Payload {
    type Err = PayloadError;

    fn from_str(text: &str) -> Result<Self, PayloadError> {
        Secret::parse(text)?.try_into()
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(format!("{payload:?}"), "Payload");
    }
}
