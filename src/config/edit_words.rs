//! Why a configuration file was not changed, in words.

use super::{DocumentError, EditError};
use crate::say;
use crate::text::Catalogue;

/// Why a configuration file cannot be changed.
#[must_use]
pub fn edit_error_words(words: &Catalogue, error: &EditError) -> String {
    match error {
        EditError::Busy => say!(words, "edit-busy"),
        EditError::Changed => say!(words, "edit-changed"),
        EditError::Io { path, cause } => say!(
            words,
            "edit-io",
            path = path.display().to_string(),
            cause = cause.to_string()
        ),
        EditError::Document(DocumentError::Syntax(cause)) => {
            say!(words, "config-syntax", problem = cause.as_str())
        }
        EditError::Document(DocumentError::InlineProfiles) => {
            say!(words, "edit-inline-profiles")
        }
        EditError::Document(DocumentError::NoProfile(name)) => {
            say!(words, "edit-no-profile", name = name.as_str())
        }
        EditError::Document(DocumentError::PayloadElsewhere) => {
            say!(words, "edit-payload-elsewhere")
        }
        EditError::Mistakes(diagnostics) => diagnostics.first(words),
    }
}
