//! The formats that can be read, and how one is told from another.

use std::str::FromStr;

use super::{
    fwknoprc, knock_command, knock_on_ports, knock_that_door, knockd, manuelmode, own,
    portknocker_qt,
};

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// What `portknocker export --all` writes, as TOML or as JSON.
    Own,
    /// PortKnocker-Qt's `Knocker.json`.
    PortknockerQt,
    /// knockd's `knockd.conf`.
    Knockd,
    /// fwknop's `.fwknoprc`.
    Fwknoprc,
    /// What Knock on Ports exports.
    KnockOnPorts,
    /// `KnockThatDoor`'s `conf.json`.
    KnockThatDoor,
    /// The `profiles.json` of manuelmode/PortKnocker.
    Manuelmode,
    /// Command lines of knock(1), or a shell script with some.
    KnockCommand,
}

impl Format {
    /// The formats' words on the command line.
    pub const WORDS: [&'static str; 8] = [
        "portknocker",
        "portknocker-qt",
        "knockd",
        "fwknoprc",
        "knock-on-ports",
        "knock-that-door",
        "manuelmode",
        "knock",
    ];

    /// In the order in which they are tried: what can be told for sure first.
    const ALL: [Self; 8] = [
        Self::Own,
        Self::PortknockerQt,
        Self::Knockd,
        Self::Fwknoprc,
        Self::KnockOnPorts,
        Self::KnockThatDoor,
        Self::Manuelmode,
        Self::KnockCommand,
    ];

    /// The format that a text looks like, even where it has mistakes.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.recognises(text))
    }

    fn recognises(self, text: &str) -> bool {
        match self {
            Self::Own => own::recognises(text),
            Self::PortknockerQt => portknocker_qt::recognises(text),
            Self::Knockd => knockd::recognises(text),
            Self::Fwknoprc => fwknoprc::recognises(text),
            Self::KnockOnPorts => knock_on_ports::recognises(text),
            Self::KnockThatDoor => knock_that_door::recognises(text),
            Self::Manuelmode => manuelmode::recognises(text),
            Self::KnockCommand => knock_command::recognises(text),
        }
    }

    /// Its word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|format| format.word() == text)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_format() {
        let formats = Format::WORDS.map(|word| word.parse::<Format>().unwrap());
        assert_eq!(formats, Format::ALL);
        assert!("toml".parse::<Format>().is_err());
    }
}
