//! One port that is asked for.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use thiserror::Error;

/// One port that is asked for, written `tcp/22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Port {
    /// What runs over it.
    pub protocol: Protocol,
    /// From 1 to 65535.
    pub number: NonZeroU16,
}

/// What can be asked for. fwknop names `icmp` and `none` too, but neither its client nor its server takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// Why a text is not a port that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PortError {
    /// No slash between a protocol and a number.
    #[error("not written like tcp/22")]
    NoSlash,
    /// Neither `tcp` nor `udp`, in lower case.
    #[error("neither tcp nor udp")]
    UnknownProtocol,
    /// Not one to five digits from 1 to 65535.
    #[error("not a port")]
    NotAPort,
}

impl Protocol {
    /// The words, for a configuration and for hints.
    pub const WORDS: [&'static str; 2] = ["tcp", "udp"];

    /// `tcp` or `udp`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl FromStr for Protocol {
    type Err = PortError;

    /// In lower case only: the server refuses `TCP`.
    fn from_str(text: &str) -> Result<Self, PortError> {
        match text {
            "tcp" => Ok(Self::Tcp),
            "udp" => Ok(Self::Udp),
            _ => Err(PortError::UnknownProtocol),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Port {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        let (protocol, number) = text.split_once('/').ok_or(PortError::NoSlash)?;
        Ok(Self {
            protocol: protocol.parse()?,
            number: self::number(number).ok_or(PortError::NotAPort)?,
        })
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.protocol, self.number)
    }
}

/// A port's number as the server reads it: up to five digits, and nothing else. `u16::from_str` would take a plus.
pub(super) fn number(text: &str) -> Option<NonZeroU16> {
    let is_number = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("tcp/22", "tcp/22")]
    #[case("udp/1194", "udp/1194")]
    #[case("tcp/1", "tcp/1")]
    #[case("tcp/65535", "tcp/65535")]
    #[case("tcp/00022", "tcp/22")]
    fn a_port_is_read(#[case] text: &str, #[case] written: &str) {
        assert_eq!(text.parse::<Port>().unwrap().to_string(), written);
    }

    #[rstest]
    #[case("", PortError::NoSlash)]
    #[case("tcp", PortError::NoSlash)]
    #[case("22", PortError::NoSlash)]
    #[case("tcp:22", PortError::NoSlash)]
    #[case("/22", PortError::UnknownProtocol)]
    #[case("TCP/22", PortError::UnknownProtocol)]
    #[case("sctp/22", PortError::UnknownProtocol)]
    #[case("tcp6/22", PortError::UnknownProtocol)]
    #[case("icmp/8", PortError::UnknownProtocol)]
    #[case("none/0", PortError::UnknownProtocol)]
    #[case("none/1", PortError::UnknownProtocol)]
    #[case(" tcp/22", PortError::UnknownProtocol)]
    #[case("tcp /22", PortError::UnknownProtocol)]
    #[case("tcp/", PortError::NotAPort)]
    #[case("tcp/0", PortError::NotAPort)]
    #[case("tcp/00000", PortError::NotAPort)]
    #[case("tcp/65536", PortError::NotAPort)]
    #[case("tcp/000022", PortError::NotAPort)]
    #[case("tcp/+22", PortError::NotAPort)]
    #[case("tcp/-22", PortError::NotAPort)]
    #[case("tcp/22 ", PortError::NotAPort)]
    #[case("tcp/ 22", PortError::NotAPort)]
    #[case("tcp/22/23", PortError::NotAPort)]
    #[case("tcp/ssh", PortError::NotAPort)]
    #[case("tcp/٢٢", PortError::NotAPort)]
    fn what_the_server_refuses_is_refused(#[case] text: &str, #[case] error: PortError) {
        assert_eq!(text.parse::<Port>().unwrap_err(), error);
    }
}
