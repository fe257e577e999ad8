//! How long an opening is meant to last.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Span, SpanError};

/// How long an opening is meant to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Term {
    /// For so long, from the moment that it was opened; more than zero.
    For(Span),
    /// Until somebody closes it.
    #[default]
    UntilClosed,
}

/// Why a text is not a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TermError {
    /// Neither the word nor a length of time.
    #[error(transparent)]
    Span(#[from] SpanError),
    /// No time at all.
    #[error("no time at all")]
    Zero,
}

impl Term {
    /// The word for an opening without an end, in a configuration and on the command line.
    pub const UNTIL_CLOSED: &'static str = "until-closed";

    /// Its length, where it has one.
    #[must_use]
    pub fn length(self) -> Option<Duration> {
        match self {
            Self::For(span) => Some(span.duration()),
            Self::UntilClosed => None,
        }
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        if text == Self::UNTIL_CLOSED {
            return Ok(Self::UntilClosed);
        }
        let span: Span = text.parse()?;
        if span.duration().is_zero() {
            return Err(TermError::Zero);
        }
        Ok(Self::For(span))
    }
}

impl TryFrom<String> for Term {
    type Error = TermError;

    fn try_from(text: String) -> Result<Self, TermError> {
        text.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(span) => span.fmt(f),
            Self::UntilClosed => f.write_str(Self::UNTIL_CLOSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_or_the_word_is_a_term() {
        let term: Term = "15m".parse().unwrap();
        assert_eq!(term.length(), Some(Duration::from_mins(15)));
        assert_eq!("until-closed".parse::<Term>().unwrap(), Term::UntilClosed);
        for term in [term, Term::UntilClosed] {
            assert_eq!(term.to_string().parse::<Term>().unwrap(), term);
        }
        assert_eq!("0s".parse::<Term>().unwrap_err(), TermError::Zero);
        let error = "for ever".parse::<Term>().unwrap_err();
        assert_eq!(error, TermError::Span(SpanError::NotASpan));
    }
}
