//! A length of time as people write it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A length of time as people write it: `300ms`, `5s`, `15m`, `1h 30m`. From zero to [`Span::LONGEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Duration", into = "Duration")]
pub struct Span(Duration);

/// Why a text is not a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SpanError {
    /// Not a number with a unit.
    #[error("not a length of time")]
    NotASpan,
    /// Less than nothing.
    #[error("negative")]
    Negative,
    /// More than [`Span::LONGEST`].
    #[error("longer than a day")]
    TooLong,
}

impl Span {
    /// A day: nothing here is waited for any longer.
    pub const LONGEST: Duration = Duration::from_hours(24);

    /// A length of time as people write it, however long it is.
    #[must_use]
    pub fn written(duration: Duration) -> String {
        Self(duration).to_string()
    }

    /// The span as the standard library has it.
    #[must_use]
    pub fn duration(self) -> Duration {
        self.0
    }
}

impl TryFrom<Duration> for Span {
    type Error = SpanError;

    fn try_from(duration: Duration) -> Result<Self, SpanError> {
        if duration > Self::LONGEST {
            return Err(SpanError::TooLong);
        }
        Ok(Self(duration))
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        span.0
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let signed: SignedDuration = text.parse().map_err(|_| SpanError::NotASpan)?;
        let duration = Duration::try_from(signed).map_err(|_| SpanError::Negative)?;
        Self::try_from(duration)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SignedDuration::try_from(self.0) {
            Ok(signed) => write!(f, "{signed:#}"),
            Err(_) => Err(fmt::Error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("300ms", 300)]
    #[case("0s", 0)]
    #[case("5s", 5_000)]
    #[case("1.5s", 1_500)]
    #[case("15m", 900_000)]
    #[case("1h 30m", 5_400_000)]
    #[case("24h", 86_400_000)]
    fn what_people_write_is_read(#[case] text: &str, #[case] millis: u64) {
        assert_eq!(
            text.parse::<Span>().unwrap().duration(),
            Duration::from_millis(millis)
        );
    }

    #[rstest]
    #[case("", SpanError::NotASpan)]
    #[case("300", SpanError::NotASpan)]
    #[case("soon", SpanError::NotASpan)]
    #[case("-5s", SpanError::Negative)]
    #[case("25h", SpanError::TooLong)]
    fn other_texts_are_refused(#[case] text: &str, #[case] error: SpanError) {
        assert_eq!(text.parse::<Span>().unwrap_err(), error);
    }

    proptest! {
        #[test]
        fn printed_and_read_again_it_is_the_same(millis in 0u64..=86_400_000) {
            let span = Span::try_from(Duration::from_millis(millis)).unwrap();
            prop_assert_eq!(span.to_string().parse::<Span>().unwrap(), span);
        }
    }
}
