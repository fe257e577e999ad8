//! knockd's `tcpflags`: which TCP packets it minds, and whether a program can send them (knockd(1); which flag wins: tried
//! with knockd 0.8).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which flags a TCP packet must have, and must not have, for knockd to mind it: `syn`, `fin,!ack`. At least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TcpFlags {
    /// A bit for each of [`TcpFlags::NAMES`].
    set: u8,
    unset: u8,
}

/// Why a text is no `tcpflags`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TcpFlagsError {
    /// What stands between two commas is no flag.
    #[error("flag {number} is unknown")]
    Unknown {
        /// Which one, from 1.
        number: usize,
    },
}

impl TcpFlags {
    /// The flags that knockd knows.
    pub const NAMES: [&'static str; 6] = ["fin", "syn", "rst", "psh", "ack", "urg"];

    const SYN: u8 = 1 << 1;

    /// Whether a program can send what is minded: the first packet of a connection has SYN and no other flag of these, and
    /// no more than that leaves for a closed port.
    #[must_use]
    pub fn are_sendable(self) -> bool {
        self.set & !Self::SYN == 0 && self.unset & Self::SYN == 0
    }
}

impl FromStr for TcpFlags {
    type Err = TcpFlagsError;

    /// In any case, with blanks round the commas, which knockd itself does not take. Of a flag that is named twice, the last
    /// word counts.
    fn from_str(text: &str) -> Result<Self, TcpFlagsError> {
        let mut flags = Self { set: 0, unset: 0 };
        for (index, word) in text.split(',').enumerate() {
            let word = word.trim();
            let name = word.strip_prefix('!').unwrap_or(word);
            let place = Self::NAMES
                .iter()
                .position(|known| known.eq_ignore_ascii_case(name))
                .ok_or(TcpFlagsError::Unknown { number: index + 1 })?;
            let (to, from) = if name.len() == word.len() {
                (&mut flags.set, &mut flags.unset)
            } else {
                (&mut flags.unset, &mut flags.set)
            };
            *to |= 1 << place;
            *from &= !(1 << place);
        }
        Ok(flags)
    }
}

impl TryFrom<String> for TcpFlags {
    type Error = TcpFlagsError;

    fn try_from(text: String) -> Result<Self, TcpFlagsError> {
        text.parse()
    }
}

impl From<TcpFlags> for String {
    fn from(flags: TcpFlags) -> Self {
        flags.to_string()
    }
}

/// As knockd reads it: `syn,!ack`.
impl fmt::Display for TcpFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |bits: u8, mark: &'static str| {
            let has = move |(place, _): &(usize, &str)| bits & (1 << place) != 0;
            let names = Self::NAMES.into_iter().enumerate().filter(has);
            names.map(move |(_, name)| format!("{mark}{name}"))
        };
        let all: Vec<String> = words(self.set, "").chain(words(self.unset, "!")).collect();
        f.write_str(&all.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("syn", true)]
    #[case("syn,!ack", true)]
    #[case("!fin,!ack", true)]
    #[case("syn,ack", false)]
    #[case("fin,!ack", false)]
    #[case("!syn", false)]
    #[case("urg", false)]
    #[case("psh", false)]
    #[case("rst", false)]
    fn a_program_sends_syn_alone(#[case] text: &str, #[case] can: bool) {
        let flags: TcpFlags = text.parse().unwrap();
        assert_eq!(flags.are_sendable(), can);
        assert_eq!(flags.to_string(), text);
    }

    #[rstest]
    #[case("SYN , !Ack", "syn,!ack")]
    #[case("!ack,syn", "syn,!ack")]
    #[case("syn,syn", "syn")]
    #[case("syn,!syn", "!syn")]
    #[case("!syn,syn", "syn")]
    fn it_is_read_as_knockd_does(#[case] text: &str, #[case] written: &str) {
        assert_eq!(text.parse::<TcpFlags>().unwrap().to_string(), written);
    }

    #[rstest]
    #[case("", 1)]
    #[case("syn,", 2)]
    #[case("syn ack", 1)]
    #[case("syn,!", 2)]
    #[case("!!syn", 1)]
    fn other_texts_are_refused(#[case] text: &str, #[case] number: usize) {
        let error = TcpFlagsError::Unknown { number };
        assert_eq!(text.parse::<TcpFlags>(), Err(error));
    }
}
