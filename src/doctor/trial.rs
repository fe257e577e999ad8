//! A knock that differs from the profile's in one thing, and which of them may tell something. Pure.

use std::net::IpAddr;
use std::time::Duration;

use super::Findings;
use crate::profile::{Family, Mode, Profile, Protocol, Sequence, Step, Transport};

/// A knock that differs from the profile's in one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// As the profile has it.
    AsConfigured,
    /// With this much time between its steps, less than it has.
    Faster(Duration),
    /// With this much time between its steps, more than it has.
    Slower(Duration),
    /// As the profile has it, but with this much time after each step of one protocol.
    SlowAfter(Transport, Duration),
    /// Over the other address family.
    OtherFamily(Family),
    /// To another of the name's addresses.
    OtherAddress(IpAddr),
    /// Datagrams with a byte where they are empty, and empty where they have only that byte.
    OtherPayload,
    /// With its TCP steps' handshakes completed.
    Handshakes,
    /// With so many seconds added to the clock in the packet.
    Clock(i64),
    /// Letting in whoever the server sees the packet come from.
    AllowSource,
}

/// Steps closer to each other than this are not sent faster: they may overtake one another, and the linter warns of them.
const FAST: Duration = Duration::from_millis(50);
const SLOWEST: Duration = Duration::from_secs(3);
const SLOW: Duration = Duration::from_secs(1);
/// A name may lead to a whole farm.
const MOST_OTHER_WAYS: usize = 2;
/// fwknopd takes packets that are up to 120 seconds off (`MAX_SPA_PACKET_AGE`), less what the way and the asking take.
pub(super) const CLOCK_TOLERANCE: i64 = 110;

impl Trial {
    /// Those that may tell something, the likelier ones first.
    #[must_use]
    pub fn all_for(findings: &Findings) -> Vec<Self> {
        let profile = &findings.profile;
        let mut trials = Vec::new();
        match profile.open.spa() {
            Some(_) => trials.extend(of_packets(findings)),
            None => {
                trials.extend(paces(profile));
                trials.extend(payloads(profile));
                trials.extend(handshakes(profile));
            }
        }
        trials.extend(other_ways(findings));
        trials
    }

    /// Where slower steps open, those that tell whether one protocol is overtaken by the other: then it is enough to wait
    /// after that one. They tell it only where other pauses stay short.
    #[must_use]
    pub fn all_for_order(findings: &Findings) -> Vec<Self> {
        let Some(Self::Slower(delay)) = findings.what_opened() else {
            return Vec::new();
        };
        let Some(sequence) = findings.profile.open.literal() else {
            return Vec::new();
        };
        let steps = sequence.steps();
        let before: Vec<Transport> = steps.iter().map(|step| step.protocol.transport()).collect();
        let before = before.split_last().map_or(&[][..], |(_, before)| before);
        let tells = |transport: &Transport| {
            before.contains(transport) && before.iter().any(|one| one != transport)
        };
        [Transport::Udp, Transport::Tcp, Transport::Icmp]
            .into_iter()
            .filter(tells)
            .map(|transport| Self::SlowAfter(transport, delay))
            .collect()
    }
}

/// Slow steps are more likely too slow, fast ones too fast.
fn paces(profile: &Profile) -> Vec<Trial> {
    let Some((_, longest)) = pauses(profile) else {
        return Vec::new();
    };
    let faster = (longest / 10).clamp(FAST, FAST * 2);
    let faster = (longest > FAST).then_some(Trial::Faster(faster));
    let slower = (longest * 4).clamp(SLOW, SLOWEST);
    let slower = (longest < slower).then_some(Trial::Slower(slower));
    let mut paces: Vec<Trial> = slower.into_iter().chain(faster).collect();
    if longest >= SLOW / 2 {
        paces.reverse();
    }
    paces
}

/// The shortest and the longest time between two steps; `None` where there is but one.
pub(super) fn pauses(profile: &Profile) -> Option<(Duration, Duration)> {
    let usual = profile.settings.delay;
    let Some(sequence) = profile.open.literal() else {
        return Some((usual, usual));
    };
    let between = sequence.steps().iter().skip(1);
    let pauses = || between.clone().map(|step| step.delay.unwrap_or(usual));
    Some((pauses().min()?, pauses().max()?))
}

fn payloads(profile: &Profile) -> Option<Trial> {
    let is_swappable = |step: &Step| match &step.protocol {
        Protocol::Udp { payload, .. } => payload.swapped().is_some(),
        Protocol::Tcp { .. } | Protocol::Icmp { .. } => false,
    };
    any_step(profile, is_swappable).then_some(Trial::OtherPayload)
}

fn handshakes(profile: &Profile) -> Option<Trial> {
    let is_unfinished = |step: &Step| {
        matches!(
            step.protocol,
            Protocol::Tcp {
                mode: Mode::Syn,
                ..
            }
        )
    };
    any_step(profile, is_unfinished).then_some(Trial::Handshakes)
}

/// A sequence that is a secret may have any step.
fn any_step(profile: &Profile, is_one: impl Fn(&Step) -> bool) -> bool {
    let sequence: Option<&Sequence> = profile.open.literal();
    sequence.is_none_or(|sequence| sequence.steps().iter().any(is_one))
}

fn of_packets(findings: &Findings) -> Vec<Trial> {
    let is_off = |error: &i64| error.abs() > CLOCK_TOLERANCE;
    let ahead = findings.clock.flatten();
    let clock = ahead.filter(|_| findings.clock_error().as_ref().is_some_and(is_off));
    let clock = clock.map(Trial::Clock);
    let source = findings
        .names_whom_to_let_in()
        .then_some(Trial::AllowSource);
    clock.into_iter().chain(source).collect()
}

fn other_ways(findings: &Findings) -> Vec<Trial> {
    let Some(target) = findings.target() else {
        return Vec::new();
    };
    let mut trials = Vec::new();
    let family = findings.profile.family();
    let is_open_to_both = findings.profile.open.spa().is_none() && family != Family::Both;
    for way in findings.ways.iter().flatten() {
        let is_same_family = way.server.is_ipv4() == target.server.is_ipv4();
        if way.local.is_none() || way.server == target.server {
            continue;
        }
        if is_same_family {
            trials.push(Trial::OtherAddress(way.server.ip()));
        } else if is_open_to_both {
            trials.push(Trial::OtherFamily(Family::of(way.server.ip())));
        }
    }
    trials.dedup();
    // The other family's first: a name of two families is one server, a name of two addresses may be two.
    trials.sort_by_key(|trial| !matches!(trial, Trial::OtherFamily(_)));
    trials.truncate(MOST_OTHER_WAYS);
    trials
}
