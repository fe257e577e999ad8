//! Why an action failed.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::profile::{Bind, Family, Field, Host, Profile, TcpFlags};
use crate::public_address::AskError;
use crate::secret::SecretError;
use crate::spa::Refusal;

/// Why an action failed. The texts are for logs; people read [`detail`](super::detail).
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// There is nothing to close it with.
    #[error("no closing sequence")]
    NoClosingSequence,
    /// There is nothing to close it with, and the server does so by itself.
    #[error("nothing closes it but the server itself, after {after:?}")]
    ClosesByItself {
        /// How long after it was opened; not known where the server was asked for no time.
        after: Option<Duration>,
    },
    /// There is nothing to check.
    #[error("no service port to check")]
    NothingToCheck,
    /// The resolver knows no such name.
    #[error("{host} not found: {cause}")]
    NameNotFound {
        /// The name.
        host: Host,
        /// The resolver's words.
        cause: String,
    },
    /// The resolver did not answer.
    #[error("the resolver did not answer for {host} within {after:?}")]
    NameTimedOut {
        /// The name.
        host: Host,
        /// How long it was waited for.
        after: Duration,
    },
    /// The host has addresses, but none of the family asked for.
    #[error("{host} has no address of family {family}")]
    NoAddress {
        /// The host.
        host: Host,
        /// The family asked for.
        family: Family,
    },
    /// The host has no IPv4 address, and single packets have no other.
    #[error("{host} has no IPv4 address")]
    NoIpv4 {
        /// The host.
        host: Host,
    },
    /// Another knock to this address went on and on.
    #[error("another knock to {address} has not ended within {after:?}")]
    Busy {
        /// The address.
        address: IpAddr,
        /// How long it was waited for.
        after: Duration,
    },
    /// The folder of the lock files cannot be used.
    #[error("cannot lock {address}: {cause}")]
    NoLock {
        /// The address.
        address: IpAddr,
        /// The system's words, with the path.
        cause: String,
    },
    /// The interface or source address cannot be used.
    #[error("cannot leave by {bind}: {cause}")]
    Bind {
        /// What was asked for.
        bind: Bind,
        /// The system's words.
        cause: String,
    },
    /// There is no way to that network.
    #[error("network of {address} unreachable")]
    NetworkUnreachable {
        /// The address.
        address: IpAddr,
    },
    /// The system does not let this program send that.
    #[error("not permitted to send to {address}")]
    NoPermission {
        /// The address.
        address: IpAddr,
    },
    /// The system lets this program send no echo requests.
    #[error("echo requests to {address} are not permitted")]
    EchoForbidden {
        /// The address.
        address: IpAddr,
    },
    /// A packet did not leave, for another reason.
    #[error("cannot send to {address}: {cause}")]
    Send {
        /// The address.
        address: IpAddr,
        /// The system's words.
        cause: String,
    },
    /// The opening sequence left, and the service still does not answer.
    #[error("port {port} still closed: {silence}")]
    StillClosed {
        /// The service's port.
        port: NonZeroU16,
        /// In what way it does not answer.
        silence: Silence,
        /// How often the sequence was sent.
        tries: u32,
        /// How long each check waited.
        waited: Duration,
    },
    /// The closing sequence left, and the service still answers.
    #[error("port {port} still open")]
    StillOpen {
        /// The service's port.
        port: NonZeroU16,
        /// How often the sequence was sent.
        tries: u32,
    },
    /// A sequence or a payload could not be had.
    #[error("{field}: {error}")]
    Secret {
        /// Which it is.
        field: Field,
        /// Why not.
        error: SecretError,
    },
    /// A single packet cannot ask to be opened for that time.
    #[error("a packet asks for whole seconds, at most {longest:?}")]
    TermNotAsked {
        /// The longest that it may ask for.
        longest: Duration,
    },
    /// The key and the HMAC key of a single packet are the same.
    #[error("the key and the HMAC key are the same")]
    SameKeys,
    /// No single packet can say that.
    #[error("{0}")]
    Packet(PacketMistake),
    /// The system has no random numbers to make a packet with.
    #[error("no random numbers: {cause}")]
    NoRandom {
        /// The system's words.
        cause: String,
    },
    /// Nothing was said about whom to let in, and this machine's address means nothing to the server.
    #[error("{local} is private, and {server} is not")]
    PrivateAddress {
        /// The address towards the server.
        local: Ipv4Addr,
        /// The server's.
        server: Ipv4Addr,
    },
    /// The service did not say which address this machine has.
    #[error("{service}: {error}")]
    AddressService {
        /// Its host.
        service: String,
        /// Why not.
        error: AskError,
    },
    /// The source port cannot be used.
    #[error("cannot leave from port {port}: {cause}")]
    SourcePort {
        /// The port.
        port: NonZeroU16,
        /// The system's words.
        cause: String,
    },
    /// A single packet needs a connection, and there was none.
    #[error("{remote} accepted no connection: {silence}")]
    NotDelivered {
        /// Where to.
        remote: SocketAddr,
        /// In what way it does not answer.
        silence: Silence,
    },
    /// The server minds TCP packets alone that no program can send.
    #[error("TCP packets with {flags} cannot be sent")]
    TcpFlags {
        /// Which it minds.
        flags: TcpFlags,
    },
    /// It is being found out why it does not open, which opens and closes it.
    #[error("it is being examined")]
    UnderExamination,
    /// The program itself made a mistake.
    #[error("the action panicked")]
    Crashed,
    /// The agent that carried it out has gone, and what came of it is not known.
    #[error("the agent went away")]
    AgentGone,
    /// A check without a knock found no service.
    #[error("port {port} not reachable: {silence}")]
    NotReachable {
        /// The service's port.
        port: NonZeroU16,
        /// In what way it does not answer.
        silence: Silence,
        /// How long the check waited.
        waited: Duration,
    },
}

/// Why no single packet can say what it is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PacketMistake {
    /// A time that fwknop's server cannot read any more.
    #[error("the time is after 2038-01-19")]
    Time,
    /// The ports, or the ports and names together, are too many characters.
    #[error("more than fits into a packet")]
    TooLong,
    /// Too few to be taken for a packet.
    #[error("less than a packet")]
    TooShort,
}

impl From<Refusal> for PacketMistake {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Time { .. } => Self::Time,
            Refusal::Message { .. } | Refusal::TooLong { .. } => Self::TooLong,
            Refusal::TooShort { .. } => Self::TooShort,
        }
    }
}

/// In what way a port does not answer; the more telling is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Nothing comes back: most often a firewall that drops.
    #[error("timed out")]
    TimedOut,
    /// A router or firewall says that there is no way.
    #[error("unreachable")]
    Unreachable,
    /// The host refuses: no service there, or a firewall that rejects.
    #[error("refused")]
    Refused,
}

impl Failure {
    /// Of closing what has no closing sequence.
    #[must_use]
    pub fn unclosable(profile: &Profile) -> Self {
        if profile.lapses_after().is_some() {
            Self::ClosesByItself {
                after: profile.server_timeout,
            }
        } else {
            Self::NoClosingSequence
        }
    }

    /// Of opening for a time that nothing could end.
    #[must_use]
    pub fn endless(profile: &Profile) -> Self {
        match profile.longest_term() {
            Some(longest) => Self::TermNotAsked { longest },
            None => Self::unclosable(profile),
        }
    }

    /// Whether the same once more may do: everything was sent and had no effect, or it was lost on the way.
    #[must_use]
    pub fn is_worth_again(&self) -> bool {
        let is_lost = matches!(
            self,
            Self::NotDelivered {
                silence: Silence::TimedOut,
                ..
            }
        );
        is_lost || self.is_by_check()
    }

    /// The stable word of `--json`'s `reason`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoClosingSequence => "no_closing_sequence",
            Self::ClosesByItself { .. } => "closes_by_itself",
            Self::NothingToCheck => "nothing_to_check",
            Self::NameNotFound { .. } => "name_not_found",
            Self::NameTimedOut { .. } => "name_timed_out",
            Self::NoAddress { .. } | Self::NoIpv4 { .. } => "no_address",
            Self::Busy { .. } => "busy",
            Self::NoLock { .. } => "no_lock",
            Self::Bind { .. } => "bind",
            Self::NetworkUnreachable { .. } => "network_unreachable",
            Self::NoPermission { .. } => "no_permission",
            Self::EchoForbidden { .. } => "echo_forbidden",
            Self::Send { .. } => "send",
            Self::StillClosed { silence, .. } => match silence {
                Silence::TimedOut => "still_closed_timed_out",
                Silence::Refused => "still_closed_refused",
                Silence::Unreachable => "still_closed_unreachable",
            },
            Self::StillOpen { .. } => "still_open",
            Self::Secret { error, .. } => error.code(),
            Self::TermNotAsked { .. } => "term_impossible",
            Self::SameKeys => "same_keys",
            Self::Packet(_) => "packet_impossible",
            Self::NoRandom { .. } => "no_random_numbers",
            Self::PrivateAddress { .. } => "private_address",
            Self::AddressService { error, .. } => error.code(),
            Self::SourcePort { .. } => "source_port",
            Self::NotDelivered { .. } => "not_delivered",
            Self::TcpFlags { .. } => "tcp_flags",
            Self::UnderExamination => "under_examination",
            Self::Crashed => "crashed",
            Self::AgentGone => "agent_gone",
            Self::NotReachable { silence, .. } => match silence {
                Silence::TimedOut => "not_reachable_timed_out",
                Silence::Refused => "not_reachable_refused",
                Silence::Unreachable => "not_reachable_unreachable",
            },
        }
    }

    /// Whether it says less than an examination of the server could find out.
    #[must_use]
    pub fn is_riddle(&self) -> bool {
        self.is_by_check()
            || matches!(
                self,
                Self::NotDelivered { .. } | Self::NetworkUnreachable { .. }
            )
    }

    /// Whether everything was sent, and only the check says that it had no effect.
    #[must_use]
    pub fn is_by_check(&self) -> bool {
        matches!(
            self,
            Self::StillClosed { .. } | Self::StillOpen { .. } | Self::NotReachable { .. }
        )
    }
}
