//! From what was seen to what is wrong. Pure: the more telling first, and what cannot be told apart is said to be so.

use std::time::Duration;

use super::findings::Count;
use super::trial::{CLOCK_TOLERANCE, pauses};
use super::{Cause, Certainty, Diagnosis, Ending, Evidence, Findings, Fix, Trial};
use crate::knock::{Failure, Ping, PortState};
use crate::profile::{Action, Family, Field, SpaTransport, Transport};

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
        ending: Ending::of(&findings.profile),
        lapses: findings.is_left_to_lapse(),
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
    match &findings.ways {
        Err(Failure::NameTimedOut { .. }) => {
            return Some(Conclusion::certain(Cause::ResolverSilent));
        }
        Err(_) => return Some(Conclusion::certain(Cause::NameUnknown)),
        Ok(_) => {}
    }
    let other_family = findings
        .ways
        .iter()
        .flatten()
        .find(|way| way.local.is_some());
    let other_family = other_family
        .filter(|_| findings.profile.open.spa().is_none())
        .map(|way| Fix::Family(Family::of(way.server.ip())));
    if findings.chosen().is_empty() {
        return Some(Conclusion::certain(Cause::NoAddress).with(other_family));
    }
    if findings.target().is_none() {
        return Some(Conclusion::certain(Cause::NoRoute).with(other_family));
    }
    if findings.before.is_none() {
        return Some(Conclusion::new(Cause::NotExamined, Certainty::Unknown));
    }
    if findings.profile.check.is_none() && findings.is_believed_open {
        return Some(Conclusion::new(Cause::AlreadyOpen, Certainty::Possible));
    }
    let is_open = findings.service_before() == Some(PortState::Answers);
    let certainty = if findings.does_all_answer() {
        Certainty::Possible
    } else {
        Certainty::Certain
    };
    is_open.then(|| Conclusion::new(Cause::AlreadyOpen, certainty))
}

/// What a look after the profile's own knock shows.
fn seen_directly(findings: &Findings) -> Option<Conclusion> {
    let own = findings.count(Trial::AsConfigured);
    if own.opened > 0 {
        return Some(opened(findings, own));
    }
    if let Some(failure) = findings.not_sent() {
        // There is a way there, and at its end nobody.
        let is_unreachable = matches!(failure, Failure::NetworkUnreachable { .. });
        return Some(if is_unreachable {
            Conclusion::new(Cause::HostUnreachable, Certainty::Likely)
        } else {
            Conclusion::certain(Cause::NotSent)
        });
    }
    if own.made == 0 {
        return None;
    }
    if findings.two_sources().is_some() {
        return Some(Conclusion::certain(Cause::OwnAddressChanged));
    }
    let certainty = if findings.is_seen_both_ways() {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    if findings.is_opened_late() {
        let waited = findings.profile.settings.check_timeout;
        let fix = Fix::CheckTimeout((waited * 2).clamp(PATIENT, PATIENT * 6));
        return Some(Conclusion::new(Cause::OpensLate, Certainty::Likely).with(fix));
    }
    if let Some(port) = findings.opened_instead() {
        let cause = if findings.profile.check.is_some() {
            Cause::WrongCheckPort
        } else {
            Cause::NothingToCheck
        };
        return Some(Conclusion::new(cause, certainty).with(Fix::Check(port)));
    }
    if findings.profile.check.is_none() {
        return Some(Conclusion::certain(Cause::NothingToCheck));
    }
    let is_down = findings.is_refused_only_after();
    is_down.then(|| Conclusion::new(Cause::ServiceDown, certainty))
}

/// A check that waits for so long is patient; the usual one waits for half of it.
const PATIENT: Duration = Duration::from_secs(10);

/// A knock opens: always, or now and then.
fn opened(findings: &Findings, count: Count) -> Conclusion {
    if count.opened == count.made {
        return Conclusion::certain(Cause::Works);
    }
    if is_mixed_up(findings) {
        return Conclusion::new(Cause::Reordered, Certainty::Likely).or([Cause::PacketsLost]);
    }
    let retries = findings.profile.settings.retries;
    // Twice as many as it took here, at least.
    let needed = u32::try_from(count.made - count.opened).unwrap_or(u32::MAX) * 2;
    let fix = (retries < needed).then_some(Fix::Retries(needed));
    Conclusion::new(Cause::PacketsLost, Certainty::Likely)
        .or([Cause::Reordered])
        .with(fix)
}

/// Whether echo requests differ by more than the time between two steps in how long they take.
fn is_mixed_up(findings: &Findings) -> bool {
    let shortest = pauses(&findings.profile).map(|(shortest, _)| shortest);
    let spread = findings.spread();
    shortest.is_some_and(|shortest| spread.is_some_and(|spread| spread >= shortest))
}

/// What opens where the profile's own knock does not.
fn by_variation(findings: &Findings) -> Option<Conclusion> {
    let trial = findings.what_opened()?;
    let count = findings.count(trial);
    if count.opened < count.made {
        // Once it opened and once not: what was done otherwise is not what it depends on.
        let lost = opened(findings, count);
        let remaining = [&lost.remaining[..], &[cause_of(trial)]].concat();
        return Some(lost.or(remaining));
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
    let fix = match trial {
        Trial::Slower(delay) => return Some(too_fast(findings).with(pace(delay))),
        Trial::Faster(delay) => pace(delay),
        Trial::OtherFamily(family) => Some(Fix::Family(family)),
        Trial::OtherAddress(address) => Some(Fix::Host(address)),
        Trial::OtherPayload => Some(Fix::Payloads),
        Trial::Handshakes => Some(Fix::Handshakes),
        Trial::Clock(seconds) => Some(Fix::ClockOffset(seconds)),
        Trial::AllowSource => Some(Fix::AllowSource),
        Trial::AsConfigured | Trial::SlowAfter(..) => None,
    };
    Some(Conclusion::new(cause_of(trial), certainty).with(fix))
}

/// What it is due to where this opens.
fn cause_of(trial: Trial) -> Cause {
    match trial {
        Trial::AsConfigured => Cause::Works,
        Trial::Faster(_) => Cause::TooSlow,
        Trial::Slower(_) => Cause::TooFast,
        Trial::SlowAfter(..) => Cause::Reordered,
        Trial::OtherFamily(_) => Cause::WrongFamily,
        Trial::OtherAddress(_) => Cause::WrongAddress,
        Trial::OtherPayload => Cause::Payload,
        Trial::Handshakes => Cause::HandshakeNeeded,
        Trial::Clock(_) => Cause::ClockOff,
        Trial::AllowSource => Cause::WrongAllow,
    }
}

/// Slower steps open. The path mixes the faster ones up where it is enough to wait after those of one protocol, or where
/// echo requests differ by more than the time between two steps. Else the server, or something on the way, wants them
/// slower.
fn too_fast(findings: &Findings) -> Conclusion {
    let orders = Trial::all_for_order(findings);
    let counts: Vec<Count> = orders.iter().map(|trial| findings.count(*trial)).collect();
    let is_overtaken = counts.iter().any(|count| count.opened > 0);
    if is_overtaken || is_mixed_up(findings) {
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
    let is_list = findings.profile.is_list(Field::Sequence(Action::Open));
    let wrong = match spa {
        Some(_) => Cause::KeyWrong,
        None if is_list => Cause::ListOutOfStep,
        None => Cause::SequenceWrong,
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
    let clock_error = findings.clock_error();
    if clock_error.is_some_and(|error| error.abs() > CLOCK_TOLERANCE) {
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
        .answers(Some(Transport::Udp))
        .any(super::findings::is_answer);
    if (findings.has_udp() || is_by_datagram) && !is_udp_answered {
        remaining.push(Cause::UdpLost);
    }
    let seen = findings.seen_as.as_deref().unwrap_or_default();
    if seen.is_empty() {
        remaining.push(Cause::OwnAddressChanged);
    }
    // The server's clock may be wrong where this machine's is right.
    if spa.is_some() {
        remaining.push(Cause::ClockOff);
    }
    // It is knocked with once: whatever is lost now and then, or wants another pace, looks like this.
    if is_list {
        remaining.extend([Cause::PacketsLost, Cause::TooSlow, Cause::TooFast]);
    }
    let is_refused = findings.service_before() == Some(PortState::Refuses);
    if is_refused {
        remaining.insert(0, wrong);
        return Conclusion::new(Cause::RefusedThroughout, Certainty::Unknown).or(remaining);
    }
    // That an address changes between two connections is rare where nothing translates it.
    let rare = Cause::OwnAddressChanged;
    let is_doubtful = findings.is_translated() || remaining.iter().any(|one| *one != rare);
    let certainty = if is_doubtful {
        Certainty::Possible
    } else {
        Certainty::Likely
    };
    Conclusion::new(wrong, certainty).or(remaining)
}
