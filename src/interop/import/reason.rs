//! What there is to say about a line of a file that was read.

use crate::text::Catalogue;

use super::fwknoprc::FwknoprcReason;
use super::json::JsonReason;
use super::knock_command::KnockReason;
use super::knockd::KnockdReason;
use super::own::OwnReason;

/// What there is to say about a line of a file that was read. It never repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Of a file in JSON, whichever program's.
    Json(JsonReason),
    /// Of a `knockd.conf`.
    Knockd(KnockdReason),
    /// Of a `.fwknoprc`.
    Fwknoprc(FwknoprcReason),
    /// Of a line with knock(1).
    Knock(KnockReason),
    /// Of one of our own files.
    Own(OwnReason),
}

impl Reason {
    /// The reason in words, in one line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        match self {
            Self::Json(reason) => reason.line(words),
            Self::Knockd(reason) => reason.line(words),
            Self::Fwknoprc(reason) => reason.line(words),
            Self::Knock(reason) => reason.line(words),
            Self::Own(reason) => reason.line(words),
        }
    }
}
