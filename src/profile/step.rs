//! One hit: a port and a protocol, or an echo request.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::Zeroize as _;

use super::Payload;

/// One hit of a sequence. It is a part of a password, so it does not print.
#[derive(Clone)]
pub struct Step {
    /// What is hit, and what with.
    pub protocol: Protocol,
    /// Waited before this step, in place of the profile's delay.
    pub delay: Option<Duration>,
}

/// What is hit, and what with.
#[derive(Clone)]
pub enum Protocol {
    /// A TCP SYN.
    Tcp {
        /// The port.
        port: NonZeroU16,
        /// How far it goes.
        mode: Mode,
    },
    /// A UDP datagram.
    Udp {
        /// The port.
        port: NonZeroU16,
        /// What it carries.
        payload: Payload,
    },
    /// An ICMP or `ICMPv6` echo request.
    Icmp {
        /// How many bytes follow its header; up to [`Step::LARGEST_ECHO`].
        size: u16,
    },
}

/// What carries a hit, whatever it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// ICMP, or `ICMPv6`.
    Icmp,
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
    /// What stands after `icmp:` is not a number from 0 to [`Step::LARGEST_ECHO`].
    #[error("not a payload's size")]
    NotASize,
}

impl Step {
    /// The payload of an echo request whose size is not said: as ping(8) sends it.
    pub const USUAL_ECHO: u16 = 56;
    /// The most bytes that an echo request carries over IPv4: 65,535 less the IP and ICMP headers.
    pub const LARGEST_ECHO: u16 = 65_507;

    /// The port that is hit; ICMP has none.
    #[must_use]
    pub fn port(&self) -> Option<NonZeroU16> {
        match self.protocol {
            Protocol::Tcp { port, .. } | Protocol::Udp { port, .. } => Some(port),
            Protocol::Icmp { .. } => None,
        }
    }

    /// Overwrites what the step gives away; a payload sees to itself.
    pub(super) fn overwrite(&mut self) {
        match &mut self.protocol {
            Protocol::Tcp { port, .. } | Protocol::Udp { port, .. } => port.zeroize(),
            Protocol::Icmp { size } => size.zeroize(),
        }
    }
}

impl Protocol {
    /// What carries it.
    #[must_use]
    pub fn transport(&self) -> Transport {
        match self {
            Self::Tcp { .. } => Transport::Tcp,
            Self::Udp { .. } => Transport::Udp,
            Self::Icmp { .. } => Transport::Icmp,
        }
    }
}

impl Transport {
    /// The words, for a configuration and for hints.
    pub const WORDS: [&'static str; 3] = ["tcp", "udp", "icmp"];

    /// `tcp`, `udp` or `icmp`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Icmp => "icmp",
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Transport {
    type Err = StepError;

    /// In any case.
    fn from_str(text: &str) -> Result<Self, StepError> {
        [Self::Tcp, Self::Udp, Self::Icmp]
            .into_iter()
            .find(|one| text.eq_ignore_ascii_case(one.word()))
            .ok_or(StepError::UnknownProtocol)
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

    /// Reads `PORT[:tcp|udp]` or `icmp[:SIZE]`, in any case; TCP when unsaid.
    fn from_str(text: &str) -> Result<Self, StepError> {
        let (first, second) = match text.split_once(':') {
            Some((first, second)) => (first.trim(), Some(second.trim())),
            None => (text.trim(), None),
        };
        let protocol = if first.eq_ignore_ascii_case(Transport::Icmp.word()) {
            let size = second.map_or(Ok(Self::USUAL_ECHO), size)?;
            Protocol::Icmp { size }
        } else {
            let transport = second.map_or(Ok(Transport::Tcp), str::parse)?;
            let port = port(first)?;
            match transport {
                Transport::Tcp => Protocol::Tcp {
                    port,
                    mode: Mode::default(),
                },
                Transport::Udp => Protocol::Udp {
                    port,
                    payload: Payload::default(),
                },
                // The other way round: its hint shows how it is written.
                Transport::Icmp => return Err(StepError::NotASize),
            }
        };
        Ok(Self {
            protocol,
            delay: None,
        })
    }
}

fn port(text: &str) -> Result<NonZeroU16, StepError> {
    digits(text)
        .and_then(|digits| digits.parse().ok())
        .ok_or(StepError::NotAPort)
}

fn size(text: &str) -> Result<u16, StepError> {
    digits(text)
        .and_then(|digits| digits.parse().ok())
        .filter(|size| *size <= Step::LARGEST_ECHO)
        .ok_or(StepError::NotASize)
}

/// `u16::from_str` would take a leading plus.
fn digits(text: &str) -> Option<&str> {
    text.bytes().all(|b| b.is_ascii_digit()).then_some(text)
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Step({})", self.protocol.transport())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn written(step: &Step) -> String {
        match &step.protocol {
            Protocol::Tcp { port, .. } => format!("{port}:tcp"),
            Protocol::Udp { port, .. } => format!("{port}:udp"),
            Protocol::Icmp { size } => format!("icmp:{size}"),
        }
    }

    #[rstest]
    #[case("7000", "7000:tcp")]
    #[case("7000:tcp", "7000:tcp")]
    #[case("8000:UDP", "8000:udp")]
    #[case(" 8000 : udp ", "8000:udp")]
    #[case("65535", "65535:tcp")]
    #[case("icmp", "icmp:56")]
    #[case("ICMP:84", "icmp:84")]
    #[case("icmp : 0", "icmp:0")]
    #[case("icmp:65507", "icmp:65507")]
    fn a_step_is_read(#[case] text: &str, #[case] read: &str) {
        assert_eq!(written(&text.parse::<Step>().unwrap()), read);
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
    #[case("84:icmp", StepError::NotASize)]
    #[case("icmp:", StepError::NotASize)]
    #[case("icmp:+1", StepError::NotASize)]
    #[case("icmp:65508", StepError::NotASize)]
    fn other_texts_are_refused(#[case] text: &str, #[case] error: StepError) {
        assert_eq!(text.parse::<Step>().unwrap_err(), error);
    }

    #[test]
    fn it_does_not_print() {
        let step: Step = "7000:udp".parse().unwrap();
        assert_eq!(format!("{step:?}"), "Step(udp)");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(port in 1u16.., transport in 0usize..2) {
            let text = format!("{port}:{}", Transport::WORDS[transport]);
            prop_assert_eq!(written(&text.parse().unwrap()), text);
        }
    }
}
