//! What a packet carries for the server's own authentication.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;

/// What a packet carries for the server's own authentication, such as `crypt,PASSWORD`: one to [`ServerAuth::LONGEST`]
/// bytes. No server that is known looks at it, and fwknop's own client never sends it. It may be a password, so it
/// does not print, and is overwritten when it goes.
#[derive(Clone)]
pub struct ServerAuth(SecretString);

/// Why a text does not fit there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ServerAuthError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// More than [`ServerAuth::LONGEST`] bytes.
    #[error("{length} bytes, more than {}", ServerAuth::LONGEST)]
    TooLong {
        /// How many there are.
        length: usize,
    },
}

impl ServerAuth {
    /// In bytes: what fits into the 256 characters of base64 that the server reads.
    pub const LONGEST: usize = 192;

    /// The text, to send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for ServerAuth {
    type Err = ServerAuthError;

    fn from_str(text: &str) -> Result<Self, ServerAuthError> {
        match text.len() {
            0 => Err(ServerAuthError::Empty),
            1..=Self::LONGEST => Ok(Self(text.into())),
            length => Err(ServerAuthError::TooLong { length }),
        }
    }
}

impl PartialEq for ServerAuth {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for ServerAuth {}

impl fmt::Debug for ServerAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerAuth")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_from_1_to_192_bytes_of_anything() {
        assert_eq!(
            "crypt,hunter2".parse::<ServerAuth>().unwrap().expose(),
            "crypt,hunter2"
        );
        assert!("x".repeat(192).parse::<ServerAuth>().is_ok());
        assert_eq!("".parse::<ServerAuth>(), Err(ServerAuthError::Empty));
        assert_eq!(
            "x".repeat(193).parse::<ServerAuth>(),
            Err(ServerAuthError::TooLong { length: 193 })
        );
    }

    #[test]
    fn it_does_not_print() {
        let auth: ServerAuth = "crypt,hunter2".parse().unwrap();
        assert_eq!(format!("{auth:?}"), "ServerAuth");
    }
}
