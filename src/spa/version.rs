//! The protocol version in a packet.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The protocol version in a packet: one to [`Version::LONGEST`] printable ASCII characters other than a colon. The
/// server reads no more into it; what is sent is always [`Version::default`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(String);

/// Why a text is not a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VersionError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// More than [`Version::LONGEST`] characters.
    #[error("more than {} characters", Version::LONGEST)]
    TooLong,
    /// A colon, which would end the field, or something that is not printable ASCII.
    #[error("a character that no version has")]
    BadCharacter,
}

impl Version {
    /// In characters: the most that the server takes.
    pub const LONGEST: usize = 8;

    /// What stands in the packet.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Version {
    /// `3.0.0`, as fwknop has sent it since 2.5.
    fn default() -> Self {
        Self("3.0.0".to_owned())
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        if text.is_empty() {
            return Err(VersionError::Empty);
        }
        if !text
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && byte != b':')
        {
            return Err(VersionError::BadCharacter);
        }
        if text.len() > Self::LONGEST {
            return Err(VersionError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("3.0.0")]
    #[case("2.0.0")]
    #[case("99.99.99")]
    #[case("x")]
    fn what_the_server_takes_is_taken(#[case] text: &str) {
        let version: Version = text.parse().unwrap();
        assert_eq!(
            (version.as_str(), version.to_string().as_str()),
            (text, text)
        );
    }

    #[rstest]
    #[case("", VersionError::Empty)]
    #[case("99.99.999", VersionError::TooLong)]
    #[case("3:0", VersionError::BadCharacter)]
    #[case("3.0\n", VersionError::BadCharacter)]
    #[case("drei ü", VersionError::BadCharacter)]
    fn what_it_refuses_is_refused(#[case] text: &str, #[case] error: VersionError) {
        assert_eq!(text.parse::<Version>().unwrap_err(), error);
    }

    #[test]
    fn what_is_sent_is_3_0_0() {
        assert_eq!(Version::default(), "3.0.0".parse().unwrap());
    }
}
