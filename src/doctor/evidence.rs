//! What a diagnosis rests on.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU16;
use std::time::Duration;

use super::findings::Count;
use super::{Findings, Trial, Way};
use crate::knock::{Ping, PortState, Receipt};
use crate::profile::{Action, Host};

/// What a diagnosis rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// Why an action failed, in the words that it has elsewhere too.
    Failed(Box<Receipt>),
    /// The addresses that the host leads to.
    Leads(Host, Vec<Way>),
    /// It is believed to be open.
    BelievedOpen,
    /// An echo request before any knock.
    Ping(Ping),
    /// The checked port before any knock.
    Before(NonZeroU16, PortState),
    /// A kind of knock, and how often it opened.
    Tried(Trial, Count),
    /// The port was open at the address of such a knock before it.
    WasOpen(Trial),
    /// The checked port after a knock as the profile has it.
    After(NonZeroU16, PortState),
    /// Of so many packets of all knocks so many were answered.
    Answers {
        /// How many came back.
        answered: usize,
        /// How many were sent.
        of: usize,
    },
    /// TCP steps were answered, datagrams never.
    UdpSilent,
    /// Another port answers after the knock.
    OpenedInstead(NonZeroU16),
    /// The knock left from one address, the connection from another.
    TwoSources(IpAddr, IpAddr),
    /// The network's clock is ahead by so many seconds; the inner `None` where nobody said.
    Clock(Option<i64>),
    /// Echo requests differ by so much in how long they take.
    Spread(Duration),
    /// The addresses that an address service saw.
    SeenAs(Vec<Ipv4Addr>),
    /// An echo request after all knocks.
    PingAfter(Ping),
}

impl Evidence {
    /// Everything that was seen, in the order in which it was.
    #[must_use]
    pub fn of(findings: &Findings) -> Vec<Self> {
        let profile = &findings.profile;
        let mut evidence = Vec::new();
        match &findings.ways {
            Err(failure) => {
                let failure = failure.clone();
                let receipt = Receipt::failed(profile.name.clone(), Action::Open, failure);
                evidence.push(Self::Failed(Box::new(receipt)));
            }
            Ok(ways) => evidence.push(Self::Leads(profile.host.clone(), ways.clone())),
        }
        if findings.is_believed_open {
            evidence.push(Self::BelievedOpen);
        }
        evidence.extend(findings.ping.map(Self::Ping));
        if let (Some(port), Some(state)) = (profile.check, findings.service_before()) {
            evidence.push(Self::Before(port, state));
        }
        evidence.extend(findings.clock.map(Self::Clock));
        evidence.extend(of_tries(findings));
        evidence.extend(findings.spread().map(Self::Spread));
        let seen = findings.seen_as.iter().filter(|seen| !seen.is_empty());
        evidence.extend(seen.cloned().map(Self::SeenAs));
        evidence.extend(findings.ping_after.map(Self::PingAfter));
        evidence
    }
}

fn of_tries(findings: &Findings) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let mut told: Vec<Trial> = Vec::new();
    for one in &findings.tries {
        if told.contains(&one.trial) {
            continue;
        }
        told.push(one.trial);
        if one.was_open {
            evidence.push(Evidence::WasOpen(one.trial));
        } else if one.receipt.has_left() {
            evidence.push(Evidence::Tried(one.trial, findings.count(one.trial)));
        } else {
            evidence.push(Evidence::Failed(Box::new(one.receipt.clone())));
        }
    }
    let of = findings.answers(None).count();
    let has_failed = findings.tries.iter().any(|one| !one.has_opened());
    if of > 0 && has_failed {
        let answered = findings
            .answers(None)
            .filter(|one| super::findings::is_answer(*one));
        evidence.push(Evidence::Answers {
            answered: answered.count(),
            of,
        });
        if findings.is_udp_silent() {
            evidence.push(Evidence::UdpSilent);
        }
    }
    if let Some(service) = findings.service_after() {
        evidence.push(Evidence::After(service.port, service.state));
    }
    evidence.extend(findings.opened_instead().map(Evidence::OpenedInstead));
    evidence.extend(
        findings
            .two_sources()
            .map(|(knocked, asked)| Evidence::TwoSources(knocked, asked)),
    );
    evidence
}
