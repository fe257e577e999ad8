//! Examinations of servers that are only said to be so: that each comes to its end, sends no more than it offered, and names
//! no cause for certain that is not there.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::knock::{
    Failure, Outcome, Ping, PortState, Probe, Receipt, Silence, StepReport, StepResult,
};
use crate::profile::{Action, Family, Host, Profile, Sequence, SequenceSource, Transport};

const SERVICE: NonZeroU16 = NonZeroU16::new(2222).unwrap();
const SSH: NonZeroU16 = NonZeroU16::new(22).unwrap();

/// What a server, and the path to it, are like.
#[derive(Debug, Clone)]
struct World {
    /// The steps' distances that it takes, in milliseconds.
    paces: std::ops::Range<u64>,
    /// The families that it takes.
    families: Family,
    swaps: bool,
    handshakes: bool,
    /// Of so many knocks one gets through; 0: none ever does.
    every: usize,
    answers_pings: bool,
    refuses: bool,
    service: Service,
    closes: bool,
    has_two_addresses: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Runs,
    Down,
    /// The door opens another port.
    Elsewhere,
    /// Nothing hides it.
    Open,
}

impl World {
    fn healthy() -> Self {
        Self {
            paces: 0..10_000,
            families: Family::Both,
            swaps: false,
            handshakes: false,
            every: 1,
            answers_pings: true,
            refuses: false,
            service: Service::Runs,
            closes: true,
            has_two_addresses: true,
        }
    }

    fn takes(&self, findings: &Findings, trial: Trial) -> bool {
        let usual = findings.profile.settings.delay;
        let pace = match trial {
            Trial::Faster(pace) | Trial::Slower(pace) => pace,
            _ => usual,
        };
        let is_ipv6 = match trial {
            Trial::OtherFamily(family) => family == Family::Ipv6,
            _ => findings.target().is_some_and(|way| way.server.is_ipv6()),
        };
        let family = match self.families {
            Family::Ipv4 => !is_ipv6,
            Family::Ipv6 => is_ipv6,
            Family::Auto | Family::Both => true,
        };
        let number = findings.tries.len() + 1;
        self.paces
            .contains(&u64::try_from(pace.as_millis()).unwrap())
            && family
            && self.swaps == (trial == Trial::OtherPayload)
            && self.handshakes == (trial == Trial::Handshakes)
            && self.every > 0
            && number.is_multiple_of(self.every)
    }

    fn state(&self, is_open: bool) -> PortState {
        match (self.service, is_open) {
            (Service::Open, _) | (Service::Runs, true) => PortState::Answers,
            (Service::Down, true) => PortState::Refuses,
            _ if self.refuses => PortState::Refuses,
            _ => PortState::Silent,
        }
    }

    fn look(&self, is_open: bool) -> Look {
        let probe = |port, state| Probe {
            port,
            state,
            local: Some(local(false)),
        };
        let elsewhere = self.service == Service::Elsewhere && is_open;
        let other = if elsewhere {
            PortState::Answers
        } else {
            PortState::Silent
        };
        Look {
            service: Some(probe(SERVICE, self.state(is_open))),
            others: vec![probe(SSH, other)],
        }
    }

    fn ping(&self) -> Ping {
        if self.answers_pings {
            Ping::Answered(Duration::from_millis(1))
        } else {
            Ping::Silent
        }
    }

    fn try_once(&self, findings: &Findings, trial: Trial) -> Try {
        let is_taken = self.takes(findings, trial);
        let is_open = is_taken && self.state(true) == PortState::Answers;
        let name = findings.profile.name.clone();
        let failure = Failure::StillClosed {
            port: SERVICE,
            silence: Silence::TimedOut,
            tries: 1,
            waited: Duration::from_secs(5),
        };
        let target = findings.target().unwrap();
        let step = |protocol| StepReport {
            at: Duration::ZERO,
            protocol,
            local: Some(SocketAddr::new(local(target.server.is_ipv6()), 40_000)),
            remote: target.server,
            size: None,
            result: StepResult::NoAnswer,
        };
        let receipt = Receipt {
            outcome: if is_open {
                Outcome::Verified
            } else {
                Outcome::Failed(failure.clone())
            },
            steps: vec![step(Transport::Tcp), step(Transport::Udp)],
            tries: 1,
            ..Receipt::failed(name, Action::Open, failure)
        };
        let closing = match (is_taken, self.closes && findings.profile.close.is_some()) {
            (false, _) => Closing::Nothing,
            (true, true) => Closing::Closed,
            (true, false) => Closing::LeftOpen,
        };
        let is_own = trial == Trial::AsConfigured;
        let is_first = findings.count(trial).made == 0;
        Try {
            trial,
            receipt,
            was_open: false,
            closed: (is_taken && closing == Closing::Closed && is_own && is_first)
                .then(|| self.look(false)),
            after: (is_own && is_first && !is_open).then(|| self.look(is_taken)),
            closing,
        }
    }

    /// Everything that would be done.
    fn examined(&self, profile: Profile) -> Findings {
        let way = |server: &str| {
            let server: SocketAddr = server.parse().unwrap();
            Way {
                server,
                local: Some(local(server.is_ipv6())),
            }
        };
        let mut ways = vec![way("[2001:db8::2]:0"), way("192.0.2.2:0")];
        if !self.has_two_addresses {
            ways.remove(0);
        }
        let mut findings = Findings::new(Arc::new(profile), Ok(ways));
        let means = Means {
            server: true,
            time: true,
            address: true,
        };
        for _ in 0..100 {
            match next(&findings, means) {
                None => {
                    findings.is_complete = true;
                    return findings;
                }
                Some(Task::Ping) => findings.ping = Some(self.ping()),
                Some(Task::PingAgain) => findings.ping_after = Some(self.ping()),
                Some(Task::PingSeries) => {
                    findings.series = Some(vec![Some(Duration::from_millis(1)); 8]);
                }
                Some(Task::Look) => findings.before = Some(self.look(false)),
                Some(Task::AskTime) => findings.clock = Some(None),
                Some(Task::AskAddress) => findings.seen_as = Some(Vec::new()),
                Some(Task::Try(trial)) => {
                    let one = self.try_once(&findings, trial);
                    findings.tries.push(one);
                }
            }
        }
        panic!("no end: {findings:?}");
    }
}

fn local(is_ipv6: bool) -> IpAddr {
    let address = if is_ipv6 { "2001:db8::1" } else { "192.0.2.1" };
    address.parse().unwrap()
}

fn profile(delay: u64, family: Family) -> Profile {
    let sequence = |steps: [&str; 4]| {
        let steps = steps.iter().map(|step| step.parse().unwrap());
        SequenceSource::from(Sequence::new(steps.collect()).unwrap())
    };
    let host: Host = "server.example".parse().unwrap();
    let open = sequence(["7000", "8000:udp", "icmp:99", "9000"]);
    let mut profile = Profile::new("homelab".to_owned(), host, open);
    profile.close = Some(sequence(["9000", "icmp:99", "8000:udp", "7000"]));
    profile.check = Some(SERVICE);
    profile.settings.delay = Duration::from_millis(delay);
    profile.settings.family = family;
    profile
}

fn diagnosed(world: &World, profile: Profile) -> Diagnosis {
    diagnose(&world.examined(profile))
}

#[test]
fn a_fault_alone_is_named_for_certain() {
    let faults = [
        (World::healthy(), Cause::Works),
        (
            World {
                paces: 0..200,
                ..World::healthy()
            },
            Cause::TooSlow,
        ),
        (
            World {
                families: Family::Ipv4,
                ..World::healthy()
            },
            Cause::WrongFamily,
        ),
        (
            World {
                swaps: true,
                ..World::healthy()
            },
            Cause::Payload,
        ),
        (
            World {
                handshakes: true,
                ..World::healthy()
            },
            Cause::HandshakeNeeded,
        ),
        (
            World {
                service: Service::Down,
                ..World::healthy()
            },
            Cause::ServiceDown,
        ),
        (
            World {
                service: Service::Elsewhere,
                ..World::healthy()
            },
            Cause::WrongCheckPort,
        ),
        (
            World {
                service: Service::Open,
                ..World::healthy()
            },
            Cause::AlreadyOpen,
        ),
    ];
    for (world, cause) in faults {
        let diagnosis = diagnosed(&world, profile(300, Family::Auto));
        assert_eq!(
            (diagnosis.cause, diagnosis.certainty),
            (cause, Certainty::Certain),
            "{world:?}"
        );
    }
}

#[test]
fn an_address_that_changes_shows_only_to_an_address_service() {
    let world = World {
        every: 0,
        ..World::healthy()
    };
    let mut findings = world.examined(profile(300, Family::Auto));
    let cause = |findings: &Findings| {
        let found = diagnose(findings);
        (found.cause, found.certainty)
    };
    assert_eq!(
        cause(&findings),
        (Cause::SequenceWrong, Certainty::Possible)
    );
    let seen = ["198.51.100.7", "198.51.100.8"].map(|address| address.parse().unwrap());
    findings.seen_as = Some(seen.to_vec());
    assert_eq!(
        cause(&findings),
        (Cause::OwnAddressChanged, Certainty::Likely)
    );
    // Always the same one: it does not change.
    findings.seen_as = Some(vec![seen[0]; 4]);
    let found = diagnose(&findings);
    assert_eq!(found.cause, Cause::SequenceWrong);
    assert!(!found.remaining.contains(&Cause::OwnAddressChanged));
}

prop_compose! {
    fn worlds()(
        slowest in 20_u64..5_000,
        fastest in 0_u64..400,
        families in prop::sample::select(vec![Family::Ipv4, Family::Ipv6, Family::Both]),
        (swaps, handshakes, answers_pings, refuses) in any::<(bool, bool, bool, bool)>(),
        (closes, has_two_addresses) in any::<(bool, bool)>(),
        every in 0_usize..4,
        service in prop::sample::select(vec![
            Service::Runs, Service::Runs, Service::Runs, Service::Down, Service::Elsewhere, Service::Open,
        ]),
    ) -> World {
        World {
            paces: fastest..slowest.max(fastest + 1),
            families, swaps, handshakes, every, answers_pings, refuses, service, closes, has_two_addresses,
        }
    }
}

proptest! {
    #[test]
    fn every_examination_ends_and_sends_no_more_than_it_offers(
        world in worlds(),
        delay in 0_u64..3_000,
        family in prop::sample::select(vec![Family::Auto, Family::Ipv4, Family::Ipv6, Family::Both]),
    ) {
        let findings = world.examined(profile(delay, family));
        let means = Means { server: true, time: true, address: true };
        let offered = Offer::of(&findings, means).knocks;
        prop_assert!(findings.tries.len() <= offered, "{} of {offered}", findings.tries.len());
        prop_assert!(offered <= MOST_KNOCKS);

        let diagnosis = diagnose(&findings);
        let own = findings.count(Trial::AsConfigured);
        // What opens is not broken, and what does not is not whole.
        prop_assert_eq!(diagnosis.cause == Cause::Works, own.opened > 0 && own.opened == own.made);
        if world.service == Service::Down {
            prop_assert!(diagnosis.cause != Cause::Works && diagnosis.cause != Cause::WrongCheckPort);
        }
        if diagnosis.certainty == Certainty::Certain {
            match diagnosis.cause {
                Cause::WrongFamily => prop_assert!(world.families != Family::Both),
                Cause::ServiceDown => prop_assert_eq!(world.service, Service::Down),
                Cause::WrongCheckPort => prop_assert_eq!(world.service, Service::Elsewhere),
                Cause::AlreadyOpen => prop_assert_eq!(world.service, Service::Open),
                Cause::Payload => prop_assert!(world.swaps),
                Cause::HandshakeNeeded => prop_assert!(world.handshakes),
                Cause::TooSlow => prop_assert!(delay > world.paces.start),
                _ => {}
            }
        }
    }
}
