//! How long an opening is to last.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

/// How long an opening is to last, in seconds: from 1 to [`Timeout::LONGEST`]. The server shortens it to its own
/// `MAX_FW_TIMEOUT`, which is 300 unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timeout(u32);

/// Why a number is not a timeout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TimeoutError {
    /// Something else than digits.
    #[error("not a number of seconds")]
    NotANumber,
    /// Zero, which to fwknop is no timeout at all.
    #[error("zero")]
    Zero,
    /// More than [`Timeout::LONGEST`]. fwknop's own client lets more through, and its server refuses that.
    #[error("more than {} seconds", Timeout::LONGEST)]
    TooLong,
}

impl Timeout {
    /// In seconds: the most that the server takes.
    pub const LONGEST: u32 = 65_536;

    /// So many seconds.
    ///
    /// # Errors
    ///
    /// Where the server would refuse them, or take them for none.
    pub fn new(seconds: u32) -> Result<Self, TimeoutError> {
        match seconds {
            0 => Err(TimeoutError::Zero),
            1..=Self::LONGEST => Ok(Self(seconds)),
            _ => Err(TimeoutError::TooLong),
        }
    }

    /// This time, where it is one that the server takes: whole seconds, not too many.
    #[must_use]
    pub fn of(length: Duration) -> Option<Self> {
        let seconds = u32::try_from(length.as_secs()).ok()?;
        Self::new(seconds)
            .ok()
            .filter(|timeout| timeout.duration() == length)
    }

    /// From 1 to [`Timeout::LONGEST`].
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.0
    }

    /// The same as the standard library has it.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_secs(self.0.into())
    }
}

impl FromStr for Timeout {
    type Err = TimeoutError;

    /// Digits only: `u32::from_str` would take a plus.
    fn from_str(text: &str) -> Result<Self, TimeoutError> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(TimeoutError::NotANumber);
        }
        // Digits that are no `u32` are too many of them.
        text.parse()
            .map_err(|_| TimeoutError::TooLong)
            .and_then(Self::new)
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1", 1)]
    #[case("60", 60)]
    #[case("65536", 65_536)]
    fn what_the_server_takes_is_taken(#[case] text: &str, #[case] seconds: u32) {
        let timeout: Timeout = text.parse().unwrap();
        assert_eq!(
            (timeout.seconds(), timeout.to_string().as_str()),
            (seconds, text)
        );
        assert_eq!(Timeout::new(seconds), Ok(timeout));
    }

    #[rstest]
    #[case("", TimeoutError::NotANumber)]
    #[case("-5", TimeoutError::NotANumber)]
    #[case("+5", TimeoutError::NotANumber)]
    #[case("5s", TimeoutError::NotANumber)]
    #[case("0", TimeoutError::Zero)]
    #[case("65537", TimeoutError::TooLong)]
    #[case("131072", TimeoutError::TooLong)]
    #[case("99999999999999999999", TimeoutError::TooLong)]
    fn what_it_refuses_is_refused(#[case] text: &str, #[case] error: TimeoutError) {
        assert_eq!(text.parse::<Timeout>().unwrap_err(), error);
    }
}
