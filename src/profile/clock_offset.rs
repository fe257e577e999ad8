//! What is added to this machine's clock.

use std::str::FromStr;

use super::{Span, SpanError};

/// What is added to this machine's clock: a [`Span`], or one with a minus before it. Whole seconds count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClockOffset(i64);

impl ClockOffset {
    /// So many seconds.
    #[must_use]
    pub fn of(seconds: i64) -> Self {
        Self(seconds)
    }

    /// In seconds; negative where the other clock is behind.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for ClockOffset {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let (sign, length) = match text.strip_prefix('-') {
            Some(length) => (-1, length),
            None => (1, text),
        };
        let span: Span = length.parse()?;
        let seconds = i64::try_from(span.duration().as_secs()).map_err(|_| SpanError::TooLong)?;
        Ok(Self(sign * seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("10m", Ok(600))]
    #[case("-10m", Ok(-600))]
    #[case("0s", Ok(0))]
    #[case("--1s", Err(SpanError::Negative))]
    #[case("-25h", Err(SpanError::TooLong))]
    #[case("90", Err(SpanError::NotASpan))]
    #[case("", Err(SpanError::NotASpan))]
    fn it_goes_either_way(#[case] text: &str, #[case] seconds: Result<i64, SpanError>) {
        assert_eq!(text.parse().map(ClockOffset::seconds), seconds);
    }
}
