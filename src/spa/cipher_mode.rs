//! How the cipher's blocks are chained.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Unsupported;

/// How the cipher's blocks are chained. Nothing in a packet tells, so that both sides have to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CipherMode {
    /// CBC, which is fwknop's default.
    #[default]
    Cbc,
}

/// Why a word is not a cipher mode that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CipherModeError {
    /// A mode of fwknop's that this program does not have.
    #[error("{0} is not supported")]
    Unsupported(#[from] Unsupported),
    /// No mode of fwknop's.
    #[error("unknown cipher mode")]
    Unknown,
}

impl CipherMode {
    /// The words that can be used.
    pub const WORDS: [&'static str; 1] = ["cbc"];

    /// The words that fwknop has beside it.
    const OTHERS: [&'static str; 7] = ["cfb", "ofb", "ctr", "ecb", "pcbc", "legacy", "asymmetric"];
}

impl FromStr for CipherMode {
    type Err = CipherModeError;

    /// In any case, as fwknop's own files write it.
    fn from_str(text: &str) -> Result<Self, CipherModeError> {
        if text.eq_ignore_ascii_case("cbc") {
            return Ok(Self::Cbc);
        }
        if text.eq_ignore_ascii_case("gpg") {
            return Err(Unsupported::Gpg.into());
        }
        let other = Self::OTHERS
            .into_iter()
            .find(|other| text.eq_ignore_ascii_case(other));
        Err(other.map_or(CipherModeError::Unknown, |other| {
            Unsupported::Mode(other).into()
        }))
    }
}

impl fmt::Display for CipherMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cbc => f.write_str("cbc"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("cbc")]
    #[case("CBC")]
    fn cbc_is_taken(#[case] text: &str) {
        assert_eq!(text.parse::<CipherMode>().unwrap().to_string(), "cbc");
    }

    #[rstest]
    #[case("cfb", "cipher mode cfb is not supported")]
    #[case("OFB", "cipher mode ofb is not supported")]
    #[case("ctr", "cipher mode ctr is not supported")]
    #[case("ECB", "cipher mode ecb is not supported")]
    #[case("pcbc", "cipher mode pcbc is not supported")]
    #[case("legacy", "cipher mode legacy is not supported")]
    #[case("Asymmetric", "cipher mode asymmetric is not supported")]
    #[case("GPG", "GPG is not supported")]
    #[case("gcm", "unknown cipher mode")]
    #[case("", "unknown cipher mode")]
    #[case("cbc ", "unknown cipher mode")]
    fn others_are_refused_by_name(#[case] text: &str, #[case] said: &str) {
        assert_eq!(text.parse::<CipherMode>().unwrap_err().to_string(), said);
    }

    #[test]
    fn every_word_is_read() {
        let modes = CipherMode::WORDS.map(str::parse::<CipherMode>);
        assert_eq!(modes, [Ok(CipherMode::default())]);
    }
}
