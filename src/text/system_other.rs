//! Windows and macOS: the languages in the order that the user has set. `sys-locale` asks for them; on other systems it
//! would take `LANGUAGE` where `LC_ALL=C` says that there is to be none.

use super::super::Language;

/// The language of the user's system.
pub(super) fn language() -> Language {
    let tags: Vec<String> = sys_locale::get_locales().collect();
    Language::first_of(tags.iter().map(String::as_str))
}
