//! Unix but for macOS: the locale's variables.

use std::env;

use super::super::Language;

/// The language of the user's system.
pub(super) fn language() -> Language {
    let [all, messages, lang, preferred] =
        ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"].map(|name| env::var(name).ok());
    Language::of_locale(
        all.as_deref(),
        messages.as_deref(),
        lang.as_deref(),
        preferred.as_deref(),
    )
}
