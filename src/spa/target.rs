//! Where a NAT request leads to.

use std::fmt;
use std::net::Ipv4Addr;
use std::num::NonZeroU16;
use std::str::FromStr;

use thiserror::Error;

use super::port::number;

/// Where a NAT request leads to: an IPv4 address or a DNS name, and a port. Written `10.0.0.5:22` or `10.0.0.5,22`.
///
/// The server checks next to nothing of it (an empty name and an IPv6 address went through), so it is checked here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    host: String,
    port: NonZeroU16,
}

/// Why a text is not a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TargetError {
    /// No colon or comma between a host and a port.
    #[error("not written like host:port")]
    NoPort,
    /// Not one to five digits from 1 to 65535.
    #[error("not a port")]
    NotAPort,
    /// More than [`Target::LONGEST_HOST`] characters.
    #[error("a host of {length} characters, more than {}", Target::LONGEST_HOST)]
    HostTooLong {
        /// How many there are.
        length: usize,
    },
    /// Neither an IPv4 address nor a DNS name.
    #[error("neither an IPv4 address nor a DNS name")]
    NotAHost,
}

impl Target {
    /// In characters: the most that the server takes.
    pub const LONGEST_HOST: usize = 70;

    /// The longest part of a DNS name between two dots.
    const LONGEST_LABEL: usize = 63;

    /// This port of this host.
    ///
    /// # Errors
    ///
    /// Where the host is neither an IPv4 address nor a DNS name, or too long.
    pub fn new(host: &str, port: NonZeroU16) -> Result<Self, TargetError> {
        if host.len() > Self::LONGEST_HOST {
            return Err(TargetError::HostTooLong { length: host.len() });
        }
        if host.parse::<Ipv4Addr>().is_err() && !is_name(host) {
            return Err(TargetError::NotAHost);
        }
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }

    /// The address or the name.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> NonZeroU16 {
        self.port
    }

    /// As it stands in a packet, where only the comma is taken.
    pub(super) fn from_wire(text: &str) -> Result<Self, TargetError> {
        let (host, port) = text.split_once(',').ok_or(TargetError::NoPort)?;
        Self::new(host, number(port).ok_or(TargetError::NotAPort)?)
    }

    /// What stands in a packet.
    pub(super) fn to_wire(&self) -> String {
        format!("{},{}", self.host, self.port)
    }
}

/// Letters, digits, hyphens and dots; its last part has a letter or a hyphen, or it would be a mistyped address.
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=Target::LONGEST_LABEL).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    host.split('.').all(is_label) && !host.split('.').next_back().is_some_and(is_number)
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (host, port) = text.rsplit_once([':', ',']).ok_or(TargetError::NoPort)?;
        Self::new(host, number(port).ok_or(TargetError::NotAPort)?)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("10.0.0.5:22", "10.0.0.5:22")]
    #[case("10.0.0.5,22", "10.0.0.5:22")]
    #[case("inner.example.org,22", "inner.example.org:22")]
    #[case("nas:65535", "nas:65535")]
    #[case("3com.example:1", "3com.example:1")]
    #[case("a-b.c--d.e1:80", "a-b.c--d.e1:80")]
    fn addresses_and_names_are_targets(#[case] text: &str, #[case] written: &str) {
        let target: Target = text.parse().unwrap();
        assert_eq!(target.to_string(), written);
        assert_eq!(target.to_wire(), written.replace(':', ","));
        assert_eq!(Target::from_wire(&target.to_wire()), Ok(target.clone()));
        assert_eq!(Target::new(target.host(), target.port()), Ok(target));
    }

    #[rstest]
    #[case("", TargetError::NoPort)]
    #[case("10.0.0.5", TargetError::NoPort)]
    #[case("10.0.0.5:", TargetError::NotAPort)]
    #[case("10.0.0.5:0", TargetError::NotAPort)]
    #[case("10.0.0.5:65536", TargetError::NotAPort)]
    #[case("10.0.0.5:000022", TargetError::NotAPort)]
    #[case("10.0.0.5:+22", TargetError::NotAPort)]
    #[case("10.0.0.5: 22", TargetError::NotAPort)]
    #[case("10.0.0.5,tcp/22", TargetError::NotAPort)]
    #[case(":22", TargetError::NotAHost)]
    #[case("10.0.0.5,22,23", TargetError::NotAHost)]
    #[case("10.0.0.256:22", TargetError::NotAHost)]
    #[case("10.0.5:22", TargetError::NotAHost)]
    #[case("010.0.0.5:22", TargetError::NotAHost)]
    #[case("fe80::1:22", TargetError::NotAHost)]
    #[case("[fe80::1]:22", TargetError::NotAHost)]
    #[case("my_nas:22", TargetError::NotAHost)]
    #[case("-nas:22", TargetError::NotAHost)]
    #[case("nas-:22", TargetError::NotAHost)]
    #[case("nas..example:22", TargetError::NotAHost)]
    #[case("nas.:22", TargetError::NotAHost)]
    #[case(".nas:22", TargetError::NotAHost)]
    #[case("my nas:22", TargetError::NotAHost)]
    #[case("nas/x:22", TargetError::NotAHost)]
    #[case("büro:22", TargetError::NotAHost)]
    fn other_texts_are_not(#[case] text: &str, #[case] error: TargetError) {
        assert_eq!(text.parse::<Target>().unwrap_err(), error);
    }

    #[test]
    fn a_host_has_70_characters_at_the_most_and_63_between_two_dots() {
        let host = format!("{}.{}", "a".repeat(63), "b".repeat(6));
        assert!(format!("{host}:22").parse::<Target>().is_ok());
        assert_eq!(
            format!("{host}b:22").parse::<Target>().unwrap_err(),
            TargetError::HostTooLong { length: 71 }
        );
        assert_eq!(
            format!("{}:22", "a".repeat(64))
                .parse::<Target>()
                .unwrap_err(),
            TargetError::NotAHost
        );
    }

    #[rstest]
    #[case("10.0.0.5:22", TargetError::NoPort)]
    #[case("10.0.0.5,22,23", TargetError::NotAPort)]
    #[case("10.0.0.5,0", TargetError::NotAPort)]
    fn a_packet_has_one_comma(#[case] text: &str, #[case] error: TargetError) {
        assert_eq!(Target::from_wire(text), Err(error));
    }
}
