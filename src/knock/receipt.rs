//! What was done, and what came of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Failure, Hit};
use crate::profile::{Action, Profile, Protocol, Transport};
use crate::secret::SecretError;

/// What an action sent, from where, when, what came back, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// From the moment it was its turn to the outcome: the name is resolved and other knocks to the address have ended
    /// before that. Where it did not come to that, from the beginning.
    pub elapsed: Duration,
    /// The check, where there was one.
    pub check: Option<CheckReport>,
    /// Every packet that was to be sent, in order, those of repeated sequences too.
    pub steps: Vec<StepReport>,
    /// How often the sequence was sent.
    pub tries: u32,
    /// Whether the sequence is a secret that the configuration does not hold.
    pub is_secret: bool,
    /// What became of the list of one-time sequences, where one of it was used.
    pub list: Option<ListReport>,
    /// What a single packet says, where one was to be sent.
    pub packet: Option<PacketReport>,
}

impl Receipt {
    /// Whether it went as well as can be known: *verified*, or *unverified* where the profile names nothing to check.
    #[must_use]
    pub fn went_well(&self, profile: &Profile) -> bool {
        match self.outcome {
            Outcome::Verified => true,
            Outcome::Unverified => profile.check.is_none(),
            Outcome::Failed(_) => false,
        }
    }

    /// Whether the server may have got anything: a connection that brought nothing does not count.
    #[must_use]
    pub fn has_left(&self) -> bool {
        let is_kept_back = matches!(self.outcome, Outcome::Failed(Failure::NotDelivered { .. }));
        !is_kept_back && self.steps.iter().any(StepReport::left)
    }

    /// The addresses that packets left for, each once and with port 0.
    #[must_use]
    pub fn knocked_on(&self) -> Vec<SocketAddr> {
        let mut addresses = Vec::new();
        for step in self.steps.iter().filter(|step| step.left()) {
            let mut address = step.remote;
            address.set_port(0);
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        addresses
    }

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
            is_secret: false,
            list: None,
            packet: None,
        }
    }
}

/// How an action ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// What became of a list of one-time sequences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReport {
    /// How many sequences are left.
    pub left: usize,
    /// Why the one that was used could not be marked, so that it would be used again.
    pub unspent: Option<SecretError>,
}

impl ListReport {
    /// So few are said.
    pub const FEW: usize = 3;
}

/// What a single packet says that is no secret; the last one, where several were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketReport {
    /// Whom it asks to let in; absent: whoever the server sees it come from.
    pub allow: Option<Ipv4Addr>,
    /// The time that it gives, to the second; fwknopd refuses what is two minutes off.
    pub time: Timestamp,
    /// Whether it has an HMAC.
    pub is_signed: bool,
    /// How long it asks the server to stay open; absent: as long as the server says.
    pub timeout: Option<Duration>,
}

/// What the check of the service port found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// The service's port.
    pub port: NonZeroU16,
    /// Whether it answered at the end.
    pub reachable: bool,
    /// From the first attempt to the finding.
    pub elapsed: Duration,
}

/// One packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepReport {
    /// When it left, since it was the knock's turn.
    pub at: Duration,
    /// What carried it.
    pub protocol: Transport,
    /// The address and port that it left from, where it did.
    pub local: Option<SocketAddr>,
    /// Where it went; of an echo request the port is 0.
    pub remote: SocketAddr,
    /// The payload's size of an echo request.
    pub size: Option<u16>,
    /// What came back.
    pub result: StepResult,
}

impl StepReport {
    /// The report of a packet of which nothing has come back yet.
    pub(super) fn new(hit: &Hit, at: Duration) -> Self {
        Self {
            at,
            protocol: hit.step.protocol.transport(),
            local: None,
            remote: hit.remote,
            size: match hit.step.protocol {
                Protocol::Icmp { size } => Some(size),
                Protocol::Tcp { .. } | Protocol::Udp { .. } => None,
            },
            result: StepResult::NoAnswer,
        }
    }

    /// An address that it left from or went to, with a port where there are ports.
    #[must_use]
    pub fn place(transport: Transport, address: SocketAddr) -> String {
        match transport {
            Transport::Icmp => address.ip().to_string(),
            Transport::Tcp | Transport::Udp => address.to_string(),
        }
    }

    /// Whether it left.
    #[must_use]
    pub fn left(&self) -> bool {
        !matches!(self.result, StepResult::NotSent | StepResult::NotPermitted)
    }
}

/// What came back for a packet: facts for a diagnosis, not failures. A port that answers a knock with nothing, a
/// refusal or a connection may be just as its server means it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepResult {
    /// Nothing, for as long as was waited.
    NoAnswer,
    /// A TCP connection.
    Connected,
    /// A datagram.
    Answered,
    /// A TCP reset, or ICMP *port unreachable*.
    Refused,
    /// ICMP *unreachable* of another kind.
    Unreachable,
    /// It did not leave: the system forbade it.
    NotPermitted,
    /// It did not leave, for another reason; one of the reasons is that the packet before it did not.
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
