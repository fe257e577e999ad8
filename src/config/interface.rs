//! How the program looks and speaks to its user: the `[interface]` table.

use std::str::FromStr;

use crate::text::Language;

/// The `[interface]` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Interface {
    /// The language of the agent and the window.
    pub language: LanguageChoice,
    /// The window's colours.
    pub theme: Theme,
}

/// Which language the agent and the window speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LanguageChoice {
    /// The environment's.
    #[default]
    System,
    /// This one, whatever the environment says.
    Always(Language),
}

impl LanguageChoice {
    /// The choices' words in a configuration.
    pub const WORDS: [&'static str; 3] = ["system", "en", "fr"];

    /// The choice's word in a configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Always(language) => language.word(),
        }
    }

    /// The language that is named, if one is.
    #[must_use]
    pub fn named(self) -> Option<Language> {
        match self {
            Self::System => None,
            Self::Always(language) => Some(language),
        }
    }
}

impl FromStr for LanguageChoice {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "system" => Ok(Self::System),
            word => word.parse().map(Self::Always),
        }
    }
}

/// The window's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the desktop has them.
    #[default]
    System,
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

impl Theme {
    /// The themes' words in a configuration.
    pub const WORDS: [&'static str; 3] = ["system", "dark", "light"];

    /// The theme's word in a configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

impl FromStr for Theme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "system" => Ok(Self::System),
            "dark" => Ok(Self::Dark),
            "light" => Ok(Self::Light),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_is_read_by_its_word() {
        for word in LanguageChoice::WORDS {
            let choice: LanguageChoice = word.parse().unwrap();
            assert_eq!(choice.word(), word);
        }
        for word in Theme::WORDS {
            let theme: Theme = word.parse().unwrap();
            assert_eq!(theme.word(), word);
        }
    }

    #[test]
    fn every_language_can_be_chosen() {
        let choices = Language::ALL.map(|language| LanguageChoice::Always(language).word());
        assert_eq!(choices, LanguageChoice::WORDS[1..]);
    }
}
