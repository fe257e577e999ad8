//! One hit: a port and a protocol.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Payload;

/// One hit of a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The port that is hit.
    pub port: NonZeroU16,
    /// What it is hit with.
    pub protocol: Protocol,
    /// Waited before this step, in place of the profile's delay.
    pub delay: Option<Duration>,
}

/// What a port is hit with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protocol {
    /// A TCP SYN.
    Tcp(Mode),
    /// A UDP datagram.
    Udp(Payload),
}

/// What carries a hit, whatever it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// How far a TCP step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// One SYN; the socket is closed before the system would send it again.
    #[default]
    Syn,
    /// Wait for the handshake, for paths (some carriers' proxies) that swallow an unfinished one.
    Connect,
}

/// Why a text is not a step. The text itself, which may be a secret, is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StepError {
    /// The port is missing, not a number, or not from 1 to 65535.
    #[error("not a port")]
    NotAPort,
    /// What stands after the colon is neither `tcp` nor `udp`.
    #[error("unknown protocol")]
    UnknownProtocol,
}

impl Protocol {
    /// The protocols' words, for a configuration and for hints.
    pub const WORDS: [&'static str; 2] = ["tcp", "udp"];

    /// What carries it.
    #[must_use]
    pub fn transport(&self) -> Transport {
        match self {
            Self::Tcp(_) => Transport::Tcp,
            Self::Udp(_) => Transport::Udp,
        }
    }
}

impl Transport {
    /// `tcp` or `udp`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::Tcp(Mode::default())
    }
}

impl FromStr for Protocol {
    type Err = StepError;

    fn from_str(text: &str) -> Result<Self, StepError> {
        match text.to_ascii_lowercase().as_str() {
            "tcp" => Ok(Self::default()),
            "udp" => Ok(Self::Udp(Payload::default())),
            _ => Err(StepError::UnknownProtocol),
        }
    }
}

impl Mode {
    /// The modes' words in a configuration.
    pub const WORDS: [&'static str; 2] = ["syn", "connect"];
}

impl FromStr for Mode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "syn" => Ok(Self::Syn),
            "connect" => Ok(Self::Connect),
            _ => Err(()),
        }
    }
}

impl FromStr for Step {
    type Err = StepError;

    /// Reads `PORT[:tcp|udp]`, in any case; TCP when unsaid.
    fn from_str(text: &str) -> Result<Self, StepError> {
        let (port, protocol) = match text.split_once(':') {
            Some((port, protocol)) => (port.trim(), protocol.trim().parse()?),
            None => (text.trim(), Protocol::default()),
        };
        // `u16::from_str` would take a leading plus.
        if !port.bytes().all(|b| b.is_ascii_digit()) {
            return Err(StepError::NotAPort);
        }
        Ok(Self {
            port: port.parse().map_err(|_| StepError::NotAPort)?,
            protocol,
            delay: None,
        })
    }
}

/// Prints `PORT:PROTOCOL`: what the short way of writing a step can hold.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.port, self.protocol.transport())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("7000", "7000:tcp")]
    #[case("7000:tcp", "7000:tcp")]
    #[case("8000:UDP", "8000:udp")]
    #[case(" 8000 : udp ", "8000:udp")]
    #[case("65535", "65535:tcp")]
    fn a_step_is_read(#[case] text: &str, #[case] printed: &str) {
        assert_eq!(text.parse::<Step>().unwrap().to_string(), printed);
    }

    #[rstest]
    #[case("", StepError::NotAPort)]
    #[case("0", StepError::NotAPort)]
    #[case("70000", StepError::NotAPort)]
    #[case("-1", StepError::NotAPort)]
    #[case("+1", StepError::NotAPort)]
    #[case(":tcp", StepError::NotAPort)]
    #[case("ssh", StepError::NotAPort)]
    #[case("7000:", StepError::UnknownProtocol)]
    #[case("7000:sctp", StepError::UnknownProtocol)]
    fn other_texts_are_refused(#[case] text: &str, #[case] error: StepError) {
        assert_eq!(text.parse::<Step>().unwrap_err(), error);
    }

    proptest! {
        #[test]
        fn printed_and_read_again_it_is_the_same(port in 1u16.., udp: bool) {
            let text = format!("{port}:{}", if udp { "udp" } else { "tcp" });
            let step: Step = text.parse().unwrap();
            prop_assert_eq!(step.to_string(), text);
            prop_assert_eq!(step.to_string().parse::<Step>().unwrap(), step);
        }
    }
}
