//! Which of a profile's values a secret is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Action;

/// Which of a profile's values a secret is, written `open`, `close` or `open.2.payload` (of the second step).
/// The keyring's account is `<profile>/<field>`, unless the configuration names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Field {
    /// Whose sequence: that of opening or that of closing.
    pub action: Action,
    /// The number, from 1, of the step whose payload it is; `None` for the sequence itself.
    pub payload_of: Option<usize>,
}

impl Field {
    /// The sequence of an action.
    #[must_use]
    pub fn sequence(action: Action) -> Self {
        Self {
            action,
            payload_of: None,
        }
    }

    /// The payload of the step with this index, which counts from 0.
    #[must_use]
    pub fn payload(action: Action, index: usize) -> Self {
        Self {
            action,
            payload_of: Some(index + 1),
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
        match self.payload_of {
            None => self.action.fmt(f),
            Some(number) => write!(f, "{}.{number}.payload", self.action),
        }
    }
}

impl FromStr for Field {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const ERROR: &str = "not a field";
        let (action, rest) = text.split_once('.').unwrap_or((text, ""));
        let action = match action {
            "open" => Action::Open,
            "close" => Action::Close,
            _ => return Err(ERROR),
        };
        let payload_of = match rest.strip_suffix(".payload") {
            Some(number) => Some(number.parse().map_err(|_| ERROR)?),
            None if text == action.word() => None,
            None => return Err(ERROR),
        };
        Ok(Self { action, payload_of })
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
        for text in ["open", "close", "open.2.payload", "close.12.payload"] {
            assert_eq!(text.parse::<Field>().unwrap().to_string(), text);
        }
        for text in ["", "check", "open.", "open.x.payload", "open.2", "opened"] {
            assert!(text.parse::<Field>().is_err(), "{text}");
        }
        assert_eq!(
            Field::payload(Action::Open, 1).account("homelab"),
            "homelab/open.2.payload"
        );
    }
}
