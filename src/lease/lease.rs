//! One opening, and when it ends.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::profile::{Profile, SequenceSource, Term};

/// Which lease it is, among those of one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId(pub(super) u64);

/// One opening, and when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What it was opened with: later edits do not change it.
    pub profile: Arc<Profile>,
    /// The addresses that were knocked on, with port 0; the closing goes there. None are known until the opening has ended.
    pub addresses: Vec<SocketAddr>,
    /// How long the opening that is under way is meant to last.
    pub term: Term,
    /// When it is to be closed, or no longer to be kept open; `None`: until somebody closes it.
    pub ends: Option<Moment>,
    /// When the server closes by itself, unless it is knocked on before.
    pub lapses: Option<Moment>,
    /// When it is knocked on again to be kept open.
    pub renews: Option<Moment>,
    /// Whether it is kept open; where that is not possible now, it was before the agent started.
    pub is_kept: bool,
    /// How often in a row that went wrong.
    pub failed_renewals: u32,
    /// Whether the check said that it did not open: it may be open all the same.
    pub is_doubtful: bool,
    /// The local addresses that it was opened from, one of a family: what the server lets in.
    pub sources: Vec<IpAddr>,
    /// What there is to say about the way to the server.
    pub way: Way,
    /// Whether the user wants to hear no more of it, should the closing that is under way fail.
    pub is_dismissed: bool,
    /// How far it is.
    pub phase: Phase,
}

/// What there is to say about the way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// It is as it was when it was opened.
    #[default]
    Same,
    /// There is none now.
    Lost,
    /// It leaves from another address, which the server does not know.
    Moved,
}

/// How far a lease is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// An opening is under way: the port may be open. What was before it, where it had been opened already.
    Opening(Option<Box<Phase>>),
    /// It is open, as far as is known.
    Open,
    /// A closing is under way; how often it had failed before.
    Closing(Option<Failing>),
    /// The closing failed, and is tried again.
    Failing(Failing),
    /// The closing was sent in haste, and is to be verified then.
    Unconfirmed(Moment),
    /// The closing failed for a day, and is not tried again by itself.
    GivenUp,
}

/// A closing that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// Since when.
    pub since: Moment,
    /// How often.
    pub times: u32,
    /// When it is tried again.
    pub next: Moment,
}

/// How a lease stands, for whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseStatus {
    /// When it ends by the wall clock; `None`: until somebody closes it.
    pub ends_at: Option<Timestamp>,
    /// Whether the server is knocked on again before it closes by itself.
    pub keep_open: bool,
    /// Whether its closing failed, and it may still be open.
    pub close_failed: bool,
    /// Whether this machine's address is no longer the one that the server let in.
    pub moved: bool,
    /// Whether the check said that it did not open: it may be open all the same.
    pub doubtful: bool,
    /// Whether its closing is not tried any more by itself.
    pub given_up: bool,
    /// Whether its end can be put off.
    pub extendable: bool,
    /// Whether somebody uses it, so that it ends at its time only if that is over by then.
    pub held: bool,
}

impl Lease {
    pub(super) fn new(profile: Arc<Profile>, term: Term, phase: Phase) -> Self {
        Self {
            is_kept: profile.keep_open,
            profile,
            addresses: Vec::new(),
            ends: None,
            lapses: None,
            renews: None,
            failed_renewals: 0,
            is_doubtful: false,
            sources: Vec::new(),
            term,
            is_dismissed: false,
            way: Way::Same,
            phase,
        }
    }

    /// When it ends, by the user's wish or the server's; `None`: until somebody closes it.
    #[must_use]
    pub fn end(&self) -> Option<Moment> {
        self.ends.into_iter().chain(self.lapse()).min()
    }

    /// When the server closes it by itself; not while it is kept open.
    pub(super) fn lapse(&self) -> Option<Moment> {
        self.lapses.filter(|_| !self.profile.keep_open)
    }

    /// Whether its closing failed, and it may still be open.
    #[must_use]
    pub fn is_close_failed(&self) -> bool {
        match &self.phase {
            Phase::Failing(_) | Phase::GivenUp | Phase::Closing(Some(_)) => true,
            Phase::Opening(before) => before
                .as_deref()
                .is_some_and(|before| matches!(before, Phase::Failing(_) | Phase::GivenUp)),
            Phase::Open | Phase::Closing(None) | Phase::Unconfirmed(_) => false,
        }
    }

    /// Whether it is of this profile's server.
    pub(super) fn is_of(&self, profile: &Profile) -> bool {
        self.profile.name == profile.name && self.profile.host == profile.host
    }

    /// It is opened once more.
    pub(super) fn begin_again(&mut self) {
        if !matches!(self.phase, Phase::Opening(_)) {
            let before = std::mem::replace(&mut self.phase, Phase::Open);
            self.phase = Phase::Opening(Some(Box::new(before)));
        }
    }

    /// Whether a closing of this one closes the other too.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let is_closed = |address| self.addresses.is_empty() || self.addresses.contains(address);
        self.is_of(&other.profile) && other.addresses.iter().all(is_closed)
    }

    /// Whether packets to these addresses reached all that it opened.
    pub(super) fn is_reached(&self, reached: &[SocketAddr]) -> bool {
        self.addresses
            .iter()
            .all(|address| reached.contains(address))
    }

    /// Whether its end can be put off: it has one, and is not being closed.
    #[must_use]
    pub fn can_be_extended(&self) -> bool {
        self.ends.is_some() && matches!(self.phase, Phase::Open | Phase::Opening(Some(_)))
    }

    /// When a closing that fails is not tried any more: after a day; of one-time sequences, which each attempt uses up,
    /// after a few.
    pub(super) fn gives_up(&self, failing: &Failing) -> Moment {
        let closes_once = matches!(self.profile.close, Some(SequenceSource::OneTime(_)));
        if closes_once && failing.times >= Failing::MOST_ONCE {
            return failing.since;
        }
        failing.since + Failing::PATIENCE
    }

    /// Whether this local address is another one than the server let in.
    pub(super) fn is_elsewhere(&self, local: IpAddr) -> bool {
        let mut sources = self.sources.iter();
        sources.any(|source| source.is_ipv4() == local.is_ipv4() && *source != local)
    }

    /// A knock that let this local address in.
    pub(super) fn note_source(&mut self, local: IpAddr) {
        self.sources
            .retain(|source| source.is_ipv4() != local.is_ipv4());
        self.sources.push(local);
    }

    pub(super) fn add_addresses(&mut self, addresses: Vec<SocketAddr>) {
        for address in addresses {
            if !self.addresses.contains(&address) {
                self.addresses.push(address);
            }
        }
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Opening(_) | Phase::Closing(_))
    }

    /// Whether it is open, as far as is known: not while it is opened for the first time.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self.phase, Phase::Opening(None))
    }

    /// How it stands, with somebody who uses it or without; `wall` is the wall clock's time of a moment.
    #[must_use]
    pub fn status(&self, is_held: bool, wall: impl Fn(Moment) -> Timestamp) -> LeaseStatus {
        LeaseStatus {
            ends_at: self.end().map(|end| to_the_second(wall(end))),
            keep_open: self.profile.keep_open,
            close_failed: self.is_close_failed(),
            moved: self.way == Way::Moved,
            doubtful: self.is_doubtful,
            given_up: self.phase == Phase::GivenUp,
            extendable: self.can_be_extended(),
            // What the server ends, nobody puts off.
            held: is_held && self.ends.is_some() && self.end() == self.ends,
        }
    }

    /// When an opening of that length ends that begins now; where nothing could end it, never.
    pub(super) fn ends(profile: &Profile, term: Term, now: Moment) -> Option<Moment> {
        profile.lasts(term).map(|length| now + length)
    }
}

/// Whoever reads the clocks sees another part of a second.
fn to_the_second(time: Timestamp) -> Timestamp {
    time.round(Unit::Second).unwrap_or(time)
}

impl Failing {
    /// Between two attempts to close.
    const SHORTEST_PAUSE: Duration = Duration::from_secs(5);
    const LONGEST_PAUSE: Duration = Duration::from_mins(5);
    /// Of one-time closing sequences no more are sent than so many in vain.
    const MOST_ONCE: u32 = 3;
    /// After so long it is not tried any more.
    pub const PATIENCE: Duration = Duration::from_hours(24);

    /// It has failed once more.
    pub(super) fn again(before: Option<Self>, now: Moment) -> Self {
        let times = before.map_or(0, |before| before.times).saturating_add(1);
        Self {
            since: before.map_or(now, |before| before.since),
            times,
            next: now + Self::pause(times),
        }
    }

    /// The pause after so many failures in a row: it doubles, from five seconds to five minutes.
    pub(super) fn pause(times: u32) -> Duration {
        let doubled = 2u32.saturating_pow(times.saturating_sub(1));
        Self::SHORTEST_PAUSE
            .saturating_mul(doubled)
            .min(Self::LONGEST_PAUSE)
    }
}
