//! What a server has to hear of a profile: the other half of its configuration, complete and commented.
//!
//! The comments are English and not in the catalogue: they are part of a file that stays on a server, among others like it.

mod fwknopd;
mod half;
mod identifier;
mod iptables;
mod kind;
mod knockd;
mod mikrotik;
mod nftables;
mod refusal;
#[cfg(test)]
mod tests;
mod timing;
mod whole;

pub use fwknopd::access_conf;
pub use half::{Instruction, ServerHalf};
pub use kind::Kind;
pub use refusal::Refusal;
pub use whole::{SECRETS, whole, without_secrets};

use std::num::NonZeroU16;
use std::time::Duration;

use crate::profile::{Action, Protocol, Sequence, Server, Spa, Step};

/// What the server is to do, as a profile says it.
pub struct Door<'d> {
    /// The profile's name: what is made on the server bears it.
    pub name: &'d str,
    /// What opens it.
    pub opening: Opening<'d>,
    /// The TCP port of the service behind it.
    pub service: NonZeroU16,
    /// The server's interface that knocks come in by; absent: all of them.
    pub interface: Option<&'d str>,
    /// Between two steps, unless the later one has its own.
    pub delay: Duration,
    /// What is said of the server: how long it waits for the rest of a sequence.
    pub server: Option<Server>,
    /// After so long the server closes by itself.
    pub server_timeout: Option<Duration>,
}

/// What opens a door, with its secrets.
#[derive(Clone, Copy)]
pub enum Opening<'d> {
    /// A sequence.
    Sequence {
        /// It.
        open: &'d Sequence,
        /// What closes it again; absent: the server closes by itself.
        close: Option<&'d Sequence>,
    },
    /// A single packet.
    Packet {
        /// What it asks for.
        spa: &'d Spa,
        /// The key's base64.
        key: &'d str,
        /// The HMAC key's base64.
        hmac_key: Option<&'d str>,
    },
}

/// The half of a server of this kind.
///
/// # Errors
///
/// Where a server of that kind cannot do what the profile says.
pub fn server_half(kind: Kind, door: &Door) -> Result<ServerHalf, Refusal> {
    if door.interface.is_some_and(|name| !is_interface(name)) {
        return Err(Refusal::Interface);
    }
    match (kind, door.opening) {
        (Kind::Fwknopd, Opening::Packet { spa, key, hmac_key }) => {
            Ok(fwknopd::half(door, spa, key, hmac_key))
        }
        (Kind::Fwknopd, Opening::Sequence { .. }) => Err(Refusal::TakesPackets),
        (_, Opening::Packet { .. }) => Err(Refusal::TakesSequences),
        (kind, Opening::Sequence { open, close }) => sequence_half(kind, door, open, close),
    }
}

fn sequence_half(
    kind: Kind,
    door: &Door,
    open: &Sequence,
    close: Option<&Sequence>,
) -> Result<ServerHalf, Refusal> {
    if matches!(kind, Kind::Iptables | Kind::Mikrotik) {
        countable(Action::Open, Some(open))?;
        countable(Action::Close, close)?;
    }
    match kind {
        Kind::Nftables => Ok(nftables::half(door, open, close)),
        Kind::Openwrt if door.interface.is_none() => Err(Refusal::NeedsInterface),
        Kind::Openwrt => Ok(nftables::openwrt(door, open, close)),
        Kind::Iptables => Ok(iptables::half(door, open, close)),
        Kind::Mikrotik => Ok(mikrotik::half(door, open, close)),
        Kind::Knockd => knockd::iptables(door, open, close),
        Kind::Firewalld => knockd::firewalld(door, open, close),
        Kind::Pf => knockd::pf(door, open, close),
        Kind::Fwknopd => Err(Refusal::TakesPackets),
    }
}

/// iptables and `RouterOS` count a packet with its headers, 48 bytes over IPv6, and up to 65,535.
fn countable(action: Action, sequence: Option<&Sequence>) -> Result<(), Refusal> {
    let steps = sequence.map(Sequence::steps).unwrap_or_default();
    let is_too_large = |step: &Step| matches!(step.protocol, Protocol::Icmp { size } if size > Refusal::LARGEST_ECHO);
    if steps.iter().any(is_too_large) {
        return Err(Refusal::EchoTooLarge(action));
    }
    Ok(())
}

/// What systems take for the name of an interface: 1 to 15 letters, digits and a few marks (Linux: `IFNAMSIZ`). Nothing of
/// it means anything in any of the files.
fn is_interface(name: &str) -> bool {
    (1..=15).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_@:".contains(&byte))
}
