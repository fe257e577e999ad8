//! The servers that a half can be written for.

use std::str::FromStr;

use crate::profile::ServerKind;

/// A server that a half can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// knockd, with iptables or nftables behind it.
    Knockd,
    /// A table of nftables.
    Nftables,
    /// Rules of iptables, with its `recent` module.
    Iptables,
    /// `RouterOS`, with address lists.
    Mikrotik,
    /// knockd, with firewalld behind it.
    Firewalld,
    /// A table for `OpenWrt`'s fw4.
    Openwrt,
    /// knockd, with a table of pf behind it.
    Pf,
    /// fwknopd: single packets.
    Fwknopd,
}

impl Kind {
    /// The kinds' words on the command line.
    pub const WORDS: [&'static str; 8] = [
        "knockd",
        "nftables",
        "iptables",
        "mikrotik",
        "firewalld",
        "openwrt",
        "pf",
        "fwknopd",
    ];

    const ALL: [Self; 8] = [
        Self::Knockd,
        Self::Nftables,
        Self::Iptables,
        Self::Mikrotik,
        Self::Firewalld,
        Self::Openwrt,
        Self::Pf,
        Self::Fwknopd,
    ];

    /// What listens there for knocks, as a profile says it.
    #[must_use]
    pub fn listener(self) -> ServerKind {
        match self {
            Self::Knockd | Self::Firewalld | Self::Pf => ServerKind::Knockd,
            Self::Nftables | Self::Openwrt => ServerKind::Nftables,
            Self::Iptables => ServerKind::Iptables,
            Self::Mikrotik => ServerKind::Mikrotik,
            Self::Fwknopd => ServerKind::Fwknopd,
        }
    }

    /// Its word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_kind() {
        let kinds = Kind::WORDS.map(|word| word.parse::<Kind>().unwrap());
        assert_eq!(kinds, Kind::ALL);
        assert!("ufw".parse::<Kind>().is_err());
    }
}
