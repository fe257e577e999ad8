//! From what was seen to what is wrong. Pure: the more telling first, and what cannot be told apart is said to be so.

use super::findings::Count;
use super::trial::CLOCK_TOLERANCE;
use super::{Cause, Certainty, Diagnosis, Evidence, Findings, Fix, Trial};
use crate::knock::{Failure, Ping, PortState};
use crate::profile::{Family, SpaTransport};

/// What is wrong, as far as that can be told from what was seen.
#[must_use]
pub fn diagnose(findings: &Findings) -> Diagnosis {
    let conclusion = before_any_knock(findings)
        .or_else(|| seen_directly(findings))
        .or_else(|| by_variation(findings))
        .unwrap_or_else(|| by_elimination(findings));
    Diagnosis {
        profile: findings.profile.name.clone(),
        cause: conclusion.cause,
        certainty: conclusion.certainty,
        evidence: Evidence::of(findings),
        remaining: conclusion.remaining,
        fix: conclusion.fix,
        left_open: findings.is_left_open(),
    }
}

/// What follows.
struct Conclusion {
    cause: Cause,
    certainty: Certainty,
    remaining: Vec<Cause>,
    fix: Option<Fix>,
}

impl Conclusion {
    fn certain(cause: Cause) -> Self {
        Self::new(cause, Certainty::Certain)
    }

    fn new(cause: Cause, certainty: Certainty) -> Self {
        Self {
            cause,
            certainty,
            remaining: Vec::new(),
            fix: None,
        }
    }

    fn or(self, remaining: impl Into<Vec<Cause>>) -> Self {
        Self {
            remaining: remaining.into(),
            ..self
        }
    }

    fn with(self, fix: impl Into<Option<Fix>>) -> Self {
        Self {
            fix: fix.into(),
            ..self
        }
    }
}

/// What is known without a knock.
fn before_any_knock(findings: &Findings) -> Option<Conclusion> {
    if findings.ways.is_err() {
        return Some(Conclusion::certain(Cause::NameUnknown));
    }
    let other_family = findings
        .ways
        .iter()
        .flatten()
        .find(|way| way.local.is_some());
    let other_family = other_family
        .filter(|_| findings.profile.open.spa().is_none())
        .map(|way| Fix::Family(family_of(way.server.is_ipv4())));
    if findings.chosen().is_empty() {
        return Some(Conclusion::certain(Cause::NoAddress).with(other_family));
    }
    if findings.target().is_none() {
        return Some(Conclusion::certain(Cause::NoRoute).with(other_family));
    }
    if findings.before.is_none() {
        return Some(Conclusion::new(Cause::NotExamined, Certainty::Unknown));
    }
    let is_open = findings.service_before() == Some(PortState::Answers);
    is_open.then(|| Conclusion::certain(Cause::AlreadyOpen))
}

/// What a look after the profile's own knock shows.
fn seen_directly(findings: &Findings) -> Option<Conclusion> {
    if let Some(failure) = findings.not_sent() {
        // There is a way there, and at its end nobody.
        let is_unreachable = matches!(failure, Failure::NetworkUnreachable { .. });
        return Some(if is_unreachable {
            Conclusion::new(Cause::HostUnreachable, Certainty::Likely)
        } else {
            Conclusion::certain(Cause::NotSent)
        });
    }
    let own = findings.count(Trial::AsConfigured);
    if own.opened > 0 {
        return Some(opened(findings, own));
    }
    if findings.two_sources().is_some() {
        return Some(Conclusion::certain(Cause::OwnAddressChanged));
    }
    if let Some(port) = findings.opened_instead() {
        let cause = if findings.profile.check.is_some() {
            Cause::WrongCheckPort
        } else {
            Cause::NothingToCheck
        };
        return Some(Conclusion::certain(cause).with(Fix::Check(port)));
    }
    if findings.profile.check.is_none() {
        return Some(Conclusion::new(Cause::NothingToCheck, Certainty::Certain));
    }
    let is_down = findings.is_refused_only_after();
    is_down.then(|| Conclusion::certain(Cause::ServiceDown))
}

/// A knock opens: always, or now and then.
fn opened(findings: &Findings, own: Count) -> Conclusion {
    if own.opened == own.made {
        return Conclusion::certain(Cause::Works);
    }
    let retries = findings.profile.settings.retries;
    // Twice as many as it took here, at least.
    let needed = u32::try_from(own.made - own.opened).unwrap_or(u32::MAX) * 2;
    let fix = (retries < needed).then_some(Fix::Retries(needed));
    Conclusion::new(Cause::PacketsLost, Certainty::Likely)
        .or([Cause::Reordered])
        .with(fix)
}

/// What opens where the profile's own knock does not.
fn by_variation(findings: &Findings) -> Option<Conclusion> {
    let trial = findings.what_opened()?;
    let count = findings.count(trial);
    if count.opened < count.made {
        // Once it opened and once not: what was done otherwise is not what it depends on.
        return Some(opened(findings, count));
    }
    let certainty = if count.opened > 1 && findings.count(Trial::AsConfigured).made > 2 {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let has_own_delays = findings
        .profile
        .open
        .literal()
        .is_some_and(|sequence| sequence.steps().iter().any(|step| step.delay.is_some()));
    let pace = |delay| (!has_own_delays).then_some(Fix::Delay(delay));
    Some(match trial {
        Trial::AsConfigured | Trial::SlowAfter(..) => return None,
        Trial::Faster(delay) => Conclusion::new(Cause::TooSlow, certainty).with(pace(delay)),
        Trial::Slower(delay) => too_fast(findings).with(pace(delay)),
        Trial::OtherFamily(family) => {
            Conclusion::new(Cause::WrongFamily, certainty).with(Fix::Family(family))
        }
        Trial::OtherAddress(address) => {
            Conclusion::new(Cause::WrongAddress, certainty).with(Fix::Host(address))
        }
        Trial::OtherPayload => Conclusion::new(Cause::Payload, certainty).with(Fix::Payloads),
        Trial::Handshakes => {
            Conclusion::new(Cause::HandshakeNeeded, certainty).with(Fix::Handshakes)
        }
        Trial::Clock(seconds) => {
            Conclusion::new(Cause::ClockOff, certainty).with(Fix::ClockOffset(seconds))
        }
        Trial::AllowSource => Conclusion::new(Cause::WrongAllow, certainty).with(Fix::AllowSource),
    })
}

/// Slower steps open. The path mixes the faster ones up where it is enough to wait after those of one protocol, or where
/// echo requests differ by more than the time between two steps. Else the server, or something on the way, wants them
/// slower.
fn too_fast(findings: &Findings) -> Conclusion {
    let orders = Trial::all_for_order(findings);
    let counts: Vec<Count> = orders.iter().map(|trial| findings.count(*trial)).collect();
    let delay = findings.profile.settings.delay;
    let is_overtaken = counts.iter().any(|count| count.opened > 0);
    if is_overtaken || findings.spread().is_some_and(|spread| spread >= delay) {
        return Conclusion::new(Cause::Reordered, Certainty::Likely).or([Cause::TooFast]);
    }
    let is_kept_in_order = counts.iter().all(|count| count.made > 0);
    let certainty = if is_kept_in_order && (!counts.is_empty() || findings.spread().is_some()) {
        Certainty::Likely
    } else {
        Certainty::Possible
    };
    Conclusion::new(Cause::TooFast, certainty).or([Cause::Reordered])
}

/// Nothing opens it.
fn by_elimination(findings: &Findings) -> Conclusion {
    if !findings.is_complete {
        return Conclusion::new(Cause::BrokenOff, Certainty::Unknown);
    }
    let spa = findings.profile.open.spa();
    let wrong = if spa.is_some() {
        Cause::KeyWrong
    } else {
        Cause::SequenceWrong
    };
    let was_alive = matches!(findings.ping, Some(Ping::Answered(_)));
    if was_alive && findings.ping_after == Some(Ping::Silent) {
        return Conclusion::new(Cause::Banned, Certainty::Likely).or([Cause::HostSilent]);
    }
    if !findings.is_alive() {
        if findings.is_unreachable() {
            return Conclusion::new(Cause::HostUnreachable, Certainty::Likely).or([wrong]);
        }
        return Conclusion::new(Cause::HostSilent, Certainty::Possible).or([wrong]);
    }
    let clock = findings.clock.flatten();
    if spa.is_some() && clock.is_some_and(|ahead| ahead.abs() > CLOCK_TOLERANCE) {
        return Conclusion::new(Cause::ClockOff, Certainty::Possible).or([wrong]);
    }
    if findings.is_seen_as_several() {
        return Conclusion::new(Cause::OwnAddressChanged, Certainty::Likely).or([wrong]);
    }
    if findings.is_udp_silent() {
        return Conclusion::new(Cause::UdpLost, Certainty::Likely).or([wrong]);
    }
    let mut remaining = Vec::new();
    let is_by_datagram = spa.is_some_and(|spa| spa.transport == SpaTransport::Udp);
    let is_udp_answered = findings
        .answers(Some(crate::profile::Transport::Udp))
        .any(super::findings::is_answer);
    if (findings.has_udp() || is_by_datagram) && !is_udp_answered {
        remaining.push(Cause::UdpLost);
    }
    let seen = findings.seen_as.as_deref().unwrap_or_default();
    if seen.is_empty() {
        remaining.push(Cause::OwnAddressChanged);
    }
    if spa.is_some() && clock.is_none() {
        remaining.push(Cause::ClockOff);
    }
    let is_refused = findings.service_before() == Some(PortState::Refuses);
    if is_refused {
        remaining.insert(0, wrong);
        return Conclusion::new(Cause::RefusedThroughout, Certainty::Unknown).or(remaining);
    }
    // That an address changes between two connections is rare where nothing translates it.
    let rare = Cause::OwnAddressChanged;
    // A list of one-time sequences is knocked with once.
    let is_doubtful = findings.is_translated()
        || findings.count(Trial::AsConfigured).made < 2
        || remaining.iter().any(|one| *one != rare);
    let certainty = if is_doubtful {
        Certainty::Possible
    } else {
        Certainty::Likely
    };
    Conclusion::new(wrong, certainty).or(remaining)
}

fn family_of(is_ipv4: bool) -> Family {
    if is_ipv4 { Family::Ipv4 } else { Family::Ipv6 }
}
