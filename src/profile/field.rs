//! Which of a profile's values a secret is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Action;

/// Which of a profile's values a secret is, written `open`, `close`, `open.2.payload` (of the second step), `key` or
/// `hmac_key`. The keyring's account is `<profile>/<field>`, unless the configuration names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Field {
    /// The sequence of opening or of closing.
    Sequence(Action),
    /// The payload of one of its steps.
    Payload {
        /// Whose sequence.
        action: Action,
        /// The step's number, from 1.
        number: usize,
    },
    /// What single packets are encrypted with.
    Key,
    /// What single packets are signed with.
    HmacKey,
}

impl Field {
    /// Those that may stand in a configuration as a whole.
    pub const IN_FILE: [Self; 4] = [
        Self::Sequence(Action::Open),
        Self::Sequence(Action::Close),
        Self::Key,
        Self::HmacKey,
    ];

    /// The payload of the step with this index, which counts from 0.
    #[must_use]
    pub fn payload(action: Action, index: usize) -> Self {
        Self::Payload {
            action,
            number: index + 1,
        }
    }

    /// The keyring's account for this field of a profile.
    #[must_use]
    pub fn account(self, profile: &str) -> String {
        format!("{profile}/{self}")
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sequence(action) => action.fmt(f),
            Self::Payload { action, number } => write!(f, "{action}.{number}.payload"),
            Self::Key => f.write_str("key"),
            Self::HmacKey => f.write_str("hmac_key"),
        }
    }
}

impl FromStr for Field {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const ERROR: &str = "not a field";
        match text {
            "key" => return Ok(Self::Key),
            "hmac_key" => return Ok(Self::HmacKey),
            _ => {}
        }
        let (action, rest) = text.split_once('.').unwrap_or((text, ""));
        let action = match action {
            "open" => Action::Open,
            "close" => Action::Close,
            _ => return Err(ERROR),
        };
        match rest.strip_suffix(".payload") {
            Some(number) => Ok(Self::Payload {
                action,
                number: number.parse().map_err(|_| ERROR)?,
            }),
            None if text == action.word() => Ok(Self::Sequence(action)),
            None => Err(ERROR),
        }
    }
}

impl TryFrom<String> for Field {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_and_read_again_it_is_the_same() {
        for text in [
            "open",
            "close",
            "open.2.payload",
            "close.12.payload",
            "key",
            "hmac_key",
        ] {
            assert_eq!(text.parse::<Field>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "check",
            "open.",
            "open.x.payload",
            "open.2",
            "opened",
            "keys",
            "hmac",
        ] {
            assert!(text.parse::<Field>().is_err(), "{text}");
        }
        assert_eq!(
            Field::payload(Action::Open, 1).account("homelab"),
            "homelab/open.2.payload"
        );
    }
}
