//! Command lines of knock(1).

use super::{Fault, Import, Options};
use crate::text::Catalogue;

/// What there is to say of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnockReason {}

impl KnockReason {
    /// In words.
    pub(super) fn line(&self, _words: &Catalogue) -> String {
        match *self {}
    }
}

pub(super) fn recognises(_text: &str) -> bool {
    false
}

pub(super) fn read(_text: &str, _options: &Options) -> Result<Import, Fault> {
    Err(Fault::NeedsHost)
}
