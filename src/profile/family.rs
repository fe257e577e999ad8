//! Which of a host's addresses are knocked on.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which of a host's addresses are knocked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// The first address that the resolver gives, of either family.
    #[default]
    Auto,
    /// The first IPv4 address.
    Ipv4,
    /// The first IPv6 address.
    Ipv6,
    /// The first address of each family there is, one after the other.
    Both,
}

impl Family {
    /// The words that stand for the families in a configuration.
    pub const WORDS: [&'static str; 4] = ["auto", "ipv4", "ipv6", "both"];

    /// Those of `addresses`, in the resolver's order, that this choice knocks on.
    #[must_use]
    pub fn choose(self, addresses: &[SocketAddr]) -> Vec<SocketAddr> {
        let first = |wanted: fn(&SocketAddr) -> bool| addresses.iter().copied().find(wanted);
        match self {
            Self::Auto => addresses.first().copied().into_iter().collect(),
            Self::Ipv4 => first(SocketAddr::is_ipv4).into_iter().collect(),
            Self::Ipv6 => first(SocketAddr::is_ipv6).into_iter().collect(),
            Self::Both => [first(SocketAddr::is_ipv4), first(SocketAddr::is_ipv6)]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    /// The family of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        if address.is_ipv4() {
            Self::Ipv4
        } else {
            Self::Ipv6
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Both => "both",
        }
    }
}

impl FromStr for Family {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Auto, Self::Ipv4, Self::Ipv6, Self::Both]
            .into_iter()
            .find(|family| family.word() == text)
            .ok_or(())
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(family: Family, addresses: &[&str]) -> Vec<String> {
        let addresses: Vec<SocketAddr> = addresses.iter().map(|a| a.parse().unwrap()).collect();
        family
            .choose(&addresses)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_family_chooses_its_addresses() {
        let addresses = [
            "[2001:db8::1]:0",
            "[2001:db8::2]:0",
            "192.0.2.1:0",
            "192.0.2.2:0",
        ];
        assert_eq!(chosen(Family::Auto, &addresses), ["[2001:db8::1]:0"]);
        assert_eq!(chosen(Family::Ipv4, &addresses), ["192.0.2.1:0"]);
        assert_eq!(chosen(Family::Ipv6, &addresses), ["[2001:db8::1]:0"]);
        assert_eq!(
            chosen(Family::Both, &addresses),
            ["192.0.2.1:0", "[2001:db8::1]:0"]
        );
        assert_eq!(chosen(Family::Ipv6, &["192.0.2.1:0"]), Vec::<String>::new());
        assert_eq!(chosen(Family::Both, &["192.0.2.1:0"]), ["192.0.2.1:0"]);
    }
}
