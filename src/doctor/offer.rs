//! What an examination would send: said before, since some servers shut out whoever tries their ports. Pure.

use std::num::NonZeroU16;

use super::next::{MOST_KNOCKS, Means};
use super::{Findings, Trial};
use crate::profile::{Action, Field, Profile};
use crate::spa::Protocol;

/// What an examination would send at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The port that the profile checks.
    pub service: Option<NonZeroU16>,
    /// Others that a service may be behind.
    pub others: Vec<NonZeroU16>,
    /// How many knocks at most.
    pub knocks: usize,
    /// What becomes of what they open.
    pub ending: Ending,
    /// Whether secrets are read for each of them.
    pub reads_secrets: bool,
    /// In what they differ from the profile's own, each from it in one thing.
    pub trials: Vec<Trial>,
    /// Whether the time server is asked, and the packet's clock put right then.
    pub asks_time: bool,
    /// Whether it is asked as whom the world sees this machine.
    pub asks_address: bool,
}

/// What becomes of what an examination opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is closed again.
    Closes,
    /// The server closes it after its time.
    Lapses,
    /// Nothing closes it.
    StaysOpen,
}

impl Ending {
    /// What becomes of what is opened of a profile.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        match profile.lapses_after() {
            _ if profile.close.is_some() => Self::Closes,
            Some(_) => Self::Lapses,
            None => Self::StaysOpen,
        }
    }
}

impl Offer {
    /// What would be sent where this much is known.
    #[must_use]
    pub fn of(findings: &Findings, means: Means) -> Self {
        let profile = &findings.profile;
        let is_list = profile.is_list(Field::Sequence(Action::Open));
        let trials = if is_list || profile.check.is_none() {
            Vec::new()
        } else {
            Trial::all_for(findings)
        };
        let knocks = match trials.len() {
            0 if is_list || profile.check.is_none() => 1,
            // Its own three times, and of the others only one opens, which is done once more; then the steps' order.
            count => (count + 4 + ORDERS).min(MOST_KNOCKS),
        };
        Self {
            service: profile.check,
            others: other_ports(profile),
            knocks,
            ending: Ending::of(profile),
            reads_secrets: !profile.secrets().is_empty(),
            asks_time: means.time && profile.open.spa().is_some(),
            asks_address: means.address,
            trials,
        }
    }
}

/// Of so many protocols it is tried whether they are overtaken.
const ORDERS: usize = 3;

/// What services are found at most often: ssh, web, remote desktops.
const USUAL: [u16; 8] = [22, 80, 443, 2222, 3389, 5900, 8080, 8443];

/// The ports, other than the one that is checked, that the service may be behind. None that is a step of the profile.
pub(super) fn other_ports(profile: &Profile) -> Vec<NonZeroU16> {
    let sequences = [Action::Open, Action::Close]
        .map(|action| profile.sequence(action).and_then(|source| source.literal()));
    let is_step = |port: NonZeroU16| {
        let mut steps = sequences.iter().flatten().flat_map(|one| one.steps());
        steps.any(|step| step.port() == Some(port))
    };
    let usual = USUAL.into_iter().filter_map(NonZeroU16::new);
    let asked = profile.open.spa().map(|spa| spa.access.ports());
    let asked = asked.into_iter().flatten();
    let asked = asked.filter(|port| port.protocol == Protocol::Tcp);
    let mut ports: Vec<NonZeroU16> = asked.map(|port| port.number).chain(usual).collect();
    ports.sort_unstable();
    ports.dedup();
    ports.retain(|port| Some(*port) != profile.check && !is_step(*port));
    ports
}
