//! The user name in a packet.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The user name in a packet, which only a server with `REQUIRE_USERNAME` looks at: one to [`User::LONGEST`] characters
/// of those that the server takes. It may be what a server goes by, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct User(String);

/// Why a text is not a user name that the server takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UserError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// More than [`User::LONGEST`] bytes.
    #[error("{length} bytes, more than {}", User::LONGEST)]
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// A character that the server refuses.
    #[error("the server refuses {character:?}")]
    BadCharacter {
        /// The first of them.
        character: char,
    },
}

impl User {
    /// In bytes: what fits into the 64 characters of base64 that the server reads. fwknop's own client cuts at 29.
    pub const LONGEST: usize = 48;

    /// The name that fwknop's own client gives where there is none.
    #[must_use]
    pub fn nobody() -> Self {
        Self("NO_USER".to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for User {
    type Err = UserError;

    fn from_str(text: &str) -> Result<Self, UserError> {
        if text.is_empty() {
            return Err(UserError::Empty);
        }
        if let Some(character) = text.chars().find(|character| !is_taken(*character)) {
            return Err(UserError::BadCharacter { character });
        }
        if text.len() > Self::LONGEST {
            return Err(UserError::TooLong { length: text.len() });
        }
        Ok(Self(text.to_owned()))
    }
}

/// What the server takes: measured, character by character.
fn is_taken(character: char) -> bool {
    character.is_ascii_alphanumeric() || " !#$%&'()-.@^_`{}~".contains(character)
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("User")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("alice")]
    #[case("NO_USER")]
    #[case("jo-hn_d@x.y z")]
    #[case(" leading blank")]
    #[case("!#$%&'()-.@^_`{}~")]
    #[case("x")]
    fn what_the_server_takes_is_taken(#[case] text: &str) {
        let user: User = text.parse().unwrap();
        assert_eq!((user.as_str(), user.to_string().as_str()), (text, text));
    }

    #[test]
    fn every_ascii_character_is_judged_as_the_server_judges_it() {
        let refused: String = (0..=u8::MAX >> 1)
            .map(char::from)
            .filter(|character| character.to_string().parse::<User>().is_err())
            .filter(|character| !character.is_ascii_control())
            .collect();
        assert_eq!(refused, r#""*+,/:;<=>?[\]|"#);
    }

    #[rstest]
    #[case("", UserError::Empty)]
    #[case("a:b", UserError::BadCharacter { character: ':' })]
    #[case("a\u{1f}", UserError::BadCharacter { character: '\u{1f}' })]
    #[case("a\u{7f}", UserError::BadCharacter { character: '\u{7f}' })]
    #[case("müller", UserError::BadCharacter { character: 'ü' })]
    fn other_names_are_refused(#[case] text: &str, #[case] error: UserError) {
        assert_eq!(text.parse::<User>().unwrap_err(), error);
    }

    #[test]
    fn the_longest_is_of_48_bytes() {
        assert!("x".repeat(48).parse::<User>().is_ok());
        let error = "x".repeat(49).parse::<User>().unwrap_err();
        assert_eq!(error, UserError::TooLong { length: 49 });
        assert_eq!(error.to_string(), "49 bytes, more than 48");
    }

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", "alice".parse::<User>().unwrap()), "User");
    }
}
