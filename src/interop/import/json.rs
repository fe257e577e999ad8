//! JSON whose values know their lines.

use crate::text::Catalogue;

/// What there is to say of a file in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonReason {}

impl JsonReason {
    /// In words.
    pub(super) fn line(&self, _words: &Catalogue) -> String {
        match *self {}
    }
}
