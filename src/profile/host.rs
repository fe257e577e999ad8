//! A server's name or address, as the user wrote it.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A server's name or address, as the user wrote it. An IPv6 address may stand in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(String);

/// Why a text is not a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HostError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// `host:port`, or an address with `https://` before it.
    #[error("more than a name or an address")]
    MoreThanAHost,
    /// A character that no name or address has.
    #[error("not a name or an address")]
    BadCharacter,
}

impl Host {
    /// The address, where the host is one and the system's resolver is not needed.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }

    /// The name or address, without brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let bare = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(text);
        if bare.is_empty() {
            return Err(HostError::Empty);
        }
        if is_ipv6(bare) {
            return Ok(Self(bare.to_owned()));
        }
        if bare.contains(':') || bare.contains('/') {
            return Err(HostError::MoreThanAHost);
        }
        // Names beyond ASCII are the resolver's business; white space and control characters are nobody's.
        if bare.contains(|c: char| c.is_whitespace() || c.is_control() || "[]%@".contains(c)) {
            return Err(HostError::BadCharacter);
        }
        Ok(Self(bare.to_owned()))
    }
}

impl TryFrom<String> for Host {
    type Error = HostError;

    fn try_from(text: String) -> Result<Self, HostError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

/// An IPv6 address, with or without the zone (`fe80::1%eth0`) that a link-local one needs.
fn is_ipv6(text: &str) -> bool {
    match text.split_once('%') {
        Some((address, zone)) => !zone.is_empty() && address.parse::<Ipv6Addr>().is_ok(),
        None => text.parse::<Ipv6Addr>().is_ok(),
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("home.example.net", "home.example.net")]
    #[case("192.0.2.1", "192.0.2.1")]
    #[case("2001:db8::1", "2001:db8::1")]
    #[case("[2001:db8::1]", "2001:db8::1")]
    #[case("fe80::1%eth0", "fe80::1%eth0")]
    #[case("bücher.example", "bücher.example")]
    fn names_and_addresses_are_hosts(#[case] text: &str, #[case] host: &str) {
        assert_eq!(text.parse::<Host>().unwrap().as_str(), host);
    }

    #[rstest]
    #[case("", HostError::Empty)]
    #[case("[]", HostError::Empty)]
    #[case("example.net:22", HostError::MoreThanAHost)]
    #[case("[2001:db8::1]:22", HostError::MoreThanAHost)]
    #[case("https://example.net", HostError::MoreThanAHost)]
    #[case("my host", HostError::BadCharacter)]
    #[case("user@example.net", HostError::BadCharacter)]
    fn other_texts_are_not(#[case] text: &str, #[case] error: HostError) {
        assert_eq!(text.parse::<Host>().unwrap_err(), error);
    }
}
