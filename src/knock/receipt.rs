//! What was done, and what came of it.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use super::Failure;
use crate::profile::Action;

/// What an action sent, from where, when, what came back, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The profile's name.
    pub profile: String,
    /// What was asked for.
    pub action: Action,
    /// What came of it.
    pub outcome: Outcome,
    /// The server's address: the one that answered the check, else the first that was knocked on; `None` where the
    /// name led to none.
    pub address: Option<IpAddr>,
    /// From the first packet (or the check) to the outcome. The wait for another knock to the same address is not in it.
    pub elapsed: Duration,
    /// The check, where there was one.
    pub check: Option<CheckReport>,
    /// Every packet that was to be sent, in order, those of repeated sequences too.
    pub steps: Vec<StepReport>,
    /// How often the sequence was sent.
    pub tries: u32,
}

impl Receipt {
    /// The receipt of an action that failed before anything was sent.
    #[must_use]
    pub fn failed(profile: String, action: Action, failure: Failure) -> Self {
        Self {
            profile,
            action,
            outcome: Outcome::Failed(failure),
            address: None,
            elapsed: Duration::ZERO,
            check: None,
            steps: Vec::new(),
            tries: 0,
        }
    }
}

/// How an action ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A check confirmed it.
    Verified,
    /// Everything was sent; nothing was checked.
    Unverified,
    /// It did not work, because …
    Failed(Failure),
}

impl Outcome {
    /// `verified`, `unverified` or `failed`, for `--json` and logs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unverified => "unverified",
            Self::Failed(_) => "failed",
        }
    }

    /// The cause, where it failed.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            Self::Verified | Self::Unverified => None,
        }
    }
}

/// What the check of the service port found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckReport {
    /// The service's port.
    pub port: NonZeroU16,
    /// Whether it answered at the end.
    pub reachable: bool,
    /// From the first attempt to the finding.
    pub elapsed: Duration,
}

/// One packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepReport {
    /// When it left, since the first packet.
    pub at: Duration,
    /// `tcp` or `udp`.
    pub protocol: &'static str,
    /// The address and port that it left from, where it did.
    pub local: Option<SocketAddr>,
    /// Where it went.
    pub remote: SocketAddr,
    /// What came back.
    pub result: StepResult,
}

/// What came back for a packet: facts for a diagnosis, not failures. A port that answers a knock with nothing, a
/// refusal or a connection may be just as its server means it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepResult {
    /// Nothing, for as long as was waited.
    NoAnswer,
    /// A TCP connection.
    Connected,
    /// A datagram.
    Answered,
    /// A TCP reset, or ICMP *port unreachable*.
    Refused,
    /// ICMP *unreachable* of another kind, or no route.
    Unreachable,
    /// It did not leave: the system forbade it.
    NotPermitted,
    /// It did not leave, for another reason.
    NotSent,
}

impl StepResult {
    /// The word of `--json`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::Connected => "connected",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::NotPermitted => "not_permitted",
            Self::NotSent => "not_sent",
        }
    }
}
