//! The languages there are catalogues of, and which of them somebody's settings ask for: pure.

use std::str::FromStr;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English, which is spoken where nobody asks for another.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Its code, as ISO 639 has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Its name, in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// The one that a user of a POSIX system has set, by these variables and gettext's rules: the first of `LC_ALL`,
    /// `LC_MESSAGES` and `LANG` that is not empty says whether there is a language at all, and `LANGUAGE` then which
    /// ones are preferred to it.
    #[must_use]
    pub fn of_locale(
        lc_all: Option<&str>,
        lc_messages: Option<&str>,
        lang: Option<&str>,
        language: Option<&str>,
    ) -> Self {
        let is_said = |value: &&str| !value.is_empty();
        let locale = [lc_all, lc_messages, lang]
            .into_iter()
            .flatten()
            .find(is_said);
        let Some(locale) = locale.filter(|locale| !is_without_language(locale)) else {
            return Self::default();
        };
        match language.filter(is_said) {
            Some(list) => {
                Self::first_of(list.split(':').take_while(|one| !is_without_language(one)))
            }
            None => Self::first_of([locale]),
        }
    }

    /// The first of these tags whose language there is, such as `fr_CA.UTF-8` or `fr-CA`; English where there is none.
    #[must_use]
    pub fn first_of<'t>(tags: impl IntoIterator<Item = &'t str>) -> Self {
        let mut known = tags.into_iter().filter_map(of_tag);
        known.next().unwrap_or_default()
    }
}

/// The language that a tag begins with.
fn of_tag(tag: &str) -> Option<Language> {
    let code = tag.split(['_', '-', '.', '@']).next()?;
    let is_it = |language: &Language| code.eq_ignore_ascii_case(language.word());
    Language::ALL.into_iter().find(is_it)
}

/// Whether a locale is the one that programs have without any, in whatever encoding.
fn is_without_language(locale: &str) -> bool {
    let name = locale.split('.').next();
    matches!(name, Some("C" | "POSIX"))
}

/// By its code.
impl FromStr for Language {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let is_it = |language: &Self| language.word() == text;
        Self::ALL.into_iter().find(is_it).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_language_is_read_by_its_code() {
        for language in Language::ALL {
            assert_eq!(language.word().parse(), Ok(language));
        }
        assert_eq!("Fr".parse::<Language>(), Err(()));
    }

    #[rstest]
    #[case::nothing(["", "", "", ""], Language::En)]
    #[case::lang(["", "", "fr_FR.UTF-8", ""], Language::Fr)]
    #[case::without_country(["", "", "fr", ""], Language::Fr)]
    #[case::with_a_modifier(["", "", "fr_FR@euro", ""], Language::Fr)]
    #[case::another_language(["", "", "frr_DE.UTF-8", ""], Language::En)]
    #[case::messages_before_lang(["", "fr_CA", "en_US", ""], Language::Fr)]
    #[case::all_before_messages(["en_US", "fr_CA", "fr_FR", ""], Language::En)]
    #[case::preferred(["", "", "en_US.UTF-8", "fr"], Language::Fr)]
    #[case::preferred_to_all(["en_US.UTF-8", "", "", "fr:en"], Language::Fr)]
    #[case::the_first_there_is(["", "", "en_US.UTF-8", "de:fr_CH:en"], Language::Fr)]
    #[case::english_first(["", "", "fr_FR.UTF-8", "en:fr"], Language::En)]
    #[case::none_of_the_preferred(["", "", "fr_FR.UTF-8", "de:it"], Language::En)]
    #[case::c_among_the_preferred(["", "", "en_US.UTF-8", "C:fr"], Language::En)]
    #[case::c_wins(["C", "", "fr_FR.UTF-8", "fr"], Language::En)]
    #[case::posix_wins(["POSIX", "", "fr_FR.UTF-8", "fr"], Language::En)]
    #[case::c_in_an_encoding_wins(["C.UTF-8", "", "fr_FR.UTF-8", "fr"], Language::En)]
    #[case::preferred_without_a_locale(["", "", "", "fr"], Language::En)]
    fn the_locale_says_the_language(#[case] variables: [&str; 4], #[case] language: Language) {
        let [all, messages, lang, preferred] = variables.map(Some);
        assert_eq!(
            Language::of_locale(all, messages, lang, preferred),
            language
        );
        // What is empty counts as little as what is not set.
        let [all, messages, lang, preferred] =
            variables.map(|value| (!value.is_empty()).then_some(value));
        assert_eq!(
            Language::of_locale(all, messages, lang, preferred),
            language
        );
    }
}
