//! What was observed of one profile's server. Values only.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use super::Trial;
use crate::knock::{
    Failure, Outcome, Ping, PortState, Probe, Receipt, Silence, StepReport, StepResult, is_seen_by,
};
use crate::profile::{Action, Allow, Family, Field, Profile, Transport};

/// What was observed of one profile's server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The profile.
    pub profile: Arc<Profile>,
    /// Every address that its host leads to.
    pub ways: Result<Vec<Way>, Failure>,
    /// Whether it is believed to be open, from a lease or the history.
    pub is_believed_open: bool,
    /// An echo request to the server, before any knock.
    pub ping: Option<Ping>,
    /// Its ports, before any knock.
    pub before: Option<Look>,
    /// The knocks, in order.
    pub tries: Vec<Try>,
    /// How many seconds the network's clock is ahead of this machine's; the inner `None` where nobody said.
    pub clock: Option<Option<i64>>,
    /// The echo requests of a quick series, and after how long each came back.
    pub series: Option<Vec<Option<Duration>>>,
    /// The addresses that this machine has in the eyes of an address service, asked several times; empty where it did not
    /// say.
    pub seen_as: Option<Vec<Ipv4Addr>>,
    /// Echo requests to the server, after all knocks.
    pub ping_after: Option<Ping>,
    /// Whether nothing more would tell anything: the examination was neither broken off nor out of time.
    pub is_complete: bool,
}

/// An address of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// The address, with port 0.
    pub server: SocketAddr,
    /// The address that packets leave from; `None` where there is no way there.
    pub local: Option<IpAddr>,
}

/// What ports of the server said at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The port that the profile checks.
    pub service: Option<Probe>,
    /// Others that a service may be behind.
    pub others: Vec<Probe>,
}

/// A knock, and what was seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// In what it differed from the profile.
    pub trial: Trial,
    /// What was sent and came of it.
    pub receipt: Receipt,
    /// The ports afterwards, where the knock did not open and it was the first of its kind.
    pub after: Option<Look>,
    /// What became of what it opened.
    pub closing: Closing,
    /// The ports once it was closed again, where the knock had changed any.
    pub closed: Option<Look>,
    /// Whether the service answered right before the knock, so that this one tells nothing.
    pub was_open: bool,
}

/// What became of what a knock opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// There was nothing to close.
    Nothing,
    /// It is closed again.
    Closed,
    /// It is open still, and nothing here closes it: the server does, after its time.
    Lapses,
    /// It is open still.
    LeftOpen,
}

impl Findings {
    /// What is known before anything is sent.
    #[must_use]
    pub fn new(profile: Arc<Profile>, ways: Result<Vec<Way>, Failure>) -> Self {
        Self {
            profile,
            ways,
            is_believed_open: false,
            ping: None,
            before: None,
            tries: Vec::new(),
            clock: None,
            series: None,
            seen_as: None,
            ping_after: None,
            is_complete: false,
        }
    }

    /// The ways that the profile knocks by.
    #[must_use]
    pub fn chosen(&self) -> Vec<Way> {
        self.of_family(self.profile.family())
    }

    /// The ways that a profile of this family would knock by.
    #[must_use]
    pub fn of_family(&self, family: Family) -> Vec<Way> {
        let Ok(ways) = &self.ways else {
            return Vec::new();
        };
        let servers: Vec<SocketAddr> = ways.iter().map(|way| way.server).collect();
        let chosen = family.choose(&servers);
        let is_chosen = |way: &&Way| chosen.contains(&way.server);
        ways.iter().filter(is_chosen).copied().collect()
    }

    /// The first address that is knocked on, where there is a way to it.
    #[must_use]
    pub fn target(&self) -> Option<Way> {
        self.chosen().into_iter().find(|way| way.local.is_some())
    }

    /// How often a trial was made, and how often it opened.
    #[must_use]
    pub fn count(&self, trial: Trial) -> Count {
        let tries = self.tries.iter().filter(|one| one.trial == trial);
        tries.fold(Count::default(), |count, one| Count {
            made: count.made + 1,
            opened: count.opened + usize::from(one.has_opened()),
        })
    }

    /// The trial, other than the profile's own way, that opened.
    #[must_use]
    pub fn what_opened(&self) -> Option<Trial> {
        let varied = |one: &&Try| one.trial != Trial::AsConfigured && one.has_opened();
        self.tries.iter().find(varied).map(|one| one.trial)
    }

    /// Why a knock did not even leave, where one did not.
    #[must_use]
    pub fn not_sent(&self) -> Option<&Failure> {
        self.own()
            .filter_map(|one| one.receipt.outcome.failure())
            .find(|failure| !failure.is_by_check())
    }

    /// Whether a door that opened can be opened again at once, to see whether it does so every time.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        let opened = self.tries.iter().filter(|one| one.has_opened());
        self.profile.close.is_some()
            && !self.profile.is_list(Field::Sequence(Action::Open))
            && opened.clone().all(|one| one.closing == Closing::Closed)
    }

    /// Whether something that a try opened is open still, and nobody ends it.
    #[must_use]
    pub fn is_left_open(&self) -> bool {
        self.tries
            .iter()
            .any(|one| one.closing == Closing::LeftOpen)
    }

    /// Whether something that a try opened is open still until the server closes it.
    #[must_use]
    pub fn is_left_to_lapse(&self) -> bool {
        self.tries.iter().any(|one| one.closing == Closing::Lapses)
    }

    /// The port that is checked, before any knock.
    #[must_use]
    pub fn service_before(&self) -> Option<PortState> {
        Some(self.before.as_ref()?.service?.state)
    }

    /// The port that is checked, after a knock as the profile has it.
    #[must_use]
    pub fn service_after(&self) -> Option<Probe> {
        self.after()?.service
    }

    /// A port, other than the one that is checked, that answers only between the profile's own knock and its closing.
    #[must_use]
    pub fn opened_instead(&self) -> Option<NonZeroU16> {
        let after = self.after()?.others.iter();
        let answers = after.filter(|probe| probe.state == PortState::Answers);
        let mut ports = answers.map(|probe| probe.port);
        ports.find(|port| self.is_by_the_knock(*port, PortState::Answers))
    }

    /// Whether the checked port is silent but between the knock and its closing, and refused then.
    #[must_use]
    pub fn is_refused_only_after(&self) -> bool {
        let after = self.service_after();
        after.is_some_and(|probe| {
            probe.state == PortState::Refuses && self.is_by_the_knock(probe.port, probe.state)
        })
    }

    /// Whether the checked port answers after a knock whose check did not find it.
    #[must_use]
    pub fn is_opened_late(&self) -> bool {
        let is_late = |probe: Probe| probe.state == PortState::Answers;
        self.service_after().is_some_and(is_late)
    }

    /// Whether it was seen that what the knock did is undone by the closing: else it may have been there all along, and a
    /// packet lost before.
    #[must_use]
    pub fn is_seen_both_ways(&self) -> bool {
        self.own().any(|one| one.closed.is_some())
    }

    /// Whether a port was not so before the knock, nor after its closing where that was looked at.
    fn is_by_the_knock(&self, port: NonZeroU16, state: PortState) -> bool {
        let is_so = |look: &Look| {
            look.all()
                .any(|probe| (probe.port, probe.state) == (port, state))
        };
        let mut closed = self.own().filter_map(|one| one.closed.as_ref());
        self.before.as_ref().is_some_and(|before| !is_so(before)) && !closed.any(is_so)
    }

    /// Whether every port that was looked at before any knock answers: then something on the way does.
    #[must_use]
    pub fn does_all_answer(&self) -> bool {
        let answers = |probe: Probe| probe.state == PortState::Answers;
        let before = self.before.as_ref();
        before.is_some_and(|look| look.others.len() > 2 && look.all().all(answers))
    }

    /// How many seconds the network's clock is ahead of the one in the profile's packets.
    #[must_use]
    pub fn clock_error(&self) -> Option<i64> {
        let offset = self.profile.open.spa()?.clock_offset.seconds();
        Some(self.clock.flatten()? - offset)
    }

    /// The address that the profile's own knock left from, and the one that its service was asked from, where they differ.
    #[must_use]
    pub fn two_sources(&self) -> Option<(IpAddr, IpAddr)> {
        let asked = self
            .service_after()
            .or_else(|| self.before.as_ref()?.service)?;
        let asked_from = asked.local?;
        let own = self.own().next()?;
        let is_same_family = |local: &IpAddr| local.is_ipv4() == asked_from.is_ipv4();
        let locals = own.receipt.steps.iter().filter_map(|step| step.local);
        let knocked_from = locals.map(|local| local.ip()).find(is_same_family)?;
        (knocked_from != asked_from).then_some((knocked_from, asked_from))
    }

    /// Whether anything at all came back from the server: an echo, a refusal, a connection or a datagram.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        let pinged = [self.ping, self.ping_after];
        let pinged = pinged
            .iter()
            .any(|ping| matches!(ping, Some(Ping::Answered(_))));
        let looks = self
            .before
            .iter()
            .chain(self.tries.iter().filter_map(|one| one.after.as_ref()));
        let mut probes = looks.flat_map(Look::all);
        let is_word =
            |probe: &Probe| matches!(probe.state, PortState::Answers | PortState::Refuses);
        pinged || probes.any(|probe| is_word(&probe)) || self.answers(None).any(is_answer)
    }

    /// Whether a router, or the system, said that the server is not there.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        let by_service = self.service_before() == Some(PortState::Unreachable);
        let by_check = |one: &Try| {
            matches!(
                one.receipt.outcome.failure(),
                Some(Failure::StillClosed {
                    silence: Silence::Unreachable,
                    ..
                })
            )
        };
        self.ping == Some(Ping::Unreachable) || by_service || self.tries.iter().any(by_check)
    }

    /// What came back for the steps of all knocks; of this protocol, where one is said.
    pub fn answers(&self, protocol: Option<Transport>) -> impl Iterator<Item = StepResult> {
        let steps = self.tries.iter().flat_map(|one| &one.receipt.steps);
        let wanted =
            move |step: &&StepReport| protocol.is_none_or(|wanted| step.protocol == wanted);
        steps
            .filter(wanted)
            .filter(|step| step.left())
            .map(|step| step.result)
    }

    /// Whether every TCP step was answered, and no datagram ever.
    #[must_use]
    pub fn is_udp_silent(&self) -> bool {
        let mut udp = self.answers(Some(Transport::Udp)).peekable();
        let mut tcp = self.answers(Some(Transport::Tcp)).peekable();
        let has_both = udp.peek().is_some() && tcp.peek().is_some();
        has_both && tcp.all(is_answer) && !udp.any(is_answer)
    }

    /// Whether the steps include datagrams.
    #[must_use]
    pub fn has_udp(&self) -> bool {
        self.answers(Some(Transport::Udp)).next().is_some()
    }

    /// Whether an address translator stands between: the server cannot see this machine's address.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        let way = self.target();
        way.is_some_and(|way| match (way.local, way.server.ip()) {
            (Some(IpAddr::V4(local)), IpAddr::V4(server)) => !is_seen_by(local, server),
            _ => false,
        })
    }

    /// Whether this machine is seen under several addresses.
    #[must_use]
    pub fn is_seen_as_several(&self) -> bool {
        let seen = self.seen_as.as_deref().unwrap_or_default();
        seen.iter().any(|address| Some(address) != seen.first())
    }

    /// Whether the single packet named an address to let in.
    #[must_use]
    pub fn names_whom_to_let_in(&self) -> bool {
        let spa = self.profile.open.spa();
        spa.is_some_and(|spa| spa.allow != Some(Allow::Source))
    }

    /// By how much the echo requests of a series differ in how long they took.
    #[must_use]
    pub fn spread(&self) -> Option<Duration> {
        let times = || self.series.iter().flatten().flatten();
        Some(times().max()?.saturating_sub(*times().min()?))
    }

    fn after(&self) -> Option<&Look> {
        self.own().filter_map(|one| one.after.as_ref()).next_back()
    }

    /// The knocks as the profile has them.
    fn own(&self) -> impl DoubleEndedIterator<Item = &Try> {
        let is_own = |one: &&Try| one.trial == Trial::AsConfigured;
        self.tries.iter().filter(is_own)
    }
}

/// How often a trial was made, and how often it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How often it was made.
    pub made: usize,
    /// How often it opened.
    pub opened: usize,
}

impl Try {
    /// Whether its check found the service, and it was the knock that opened it.
    #[must_use]
    pub fn has_opened(&self) -> bool {
        self.receipt.outcome == Outcome::Verified && !self.was_open
    }
}

impl Look {
    /// All ports.
    pub fn all(&self) -> impl Iterator<Item = Probe> {
        self.service.iter().chain(&self.others).copied()
    }
}

pub(super) fn is_answer(result: StepResult) -> bool {
    matches!(
        result,
        StepResult::Connected | StepResult::Answered | StepResult::Refused
    )
}
