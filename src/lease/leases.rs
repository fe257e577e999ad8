//! All leases: what happens to them and when, and what is therefore due. Pure.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use super::lease::Way;
use super::{Failing, Lease, LeaseId, Phase};
use crate::clock::Moment;
use crate::knock::{Outcome, Receipt};
use crate::profile::{Profile, Term};

/// All leases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leases {
    all: BTreeMap<LeaseId, Lease>,
    last_id: u64,
    /// How many hold what is open of a profile, by its name: its end by time is put off until nobody does.
    holds: BTreeMap<String, usize>,
}

/// A closing that was sent in haste is verified after so long: the machine has slept by then, since that counts, or did
/// not come to it.
const CONFIRMED_AFTER: Duration = Duration::from_secs(30);

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Its time is over: close it.
    Close(LeaseId),
    /// The closing failed: try it again.
    CloseAgain(LeaseId),
    /// The closing was sent in haste: verify it.
    Confirm(LeaseId),
    /// It has failed for a day, and is left alone now.
    GiveUp(LeaseId),
    /// Knock again, so that it stays open.
    Renew(LeaseId),
}

/// What came of a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The lease has ended.
    Ended,
    /// It was sent, and will be verified when there is time.
    Unconfirmed,
    /// It failed, and is tried again; for the first time, or not.
    Failed {
        /// Whether it had not failed before.
        first: bool,
    },
}

impl Leases {
    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (LeaseId, &Lease)> {
        self.all.iter().map(|(id, lease)| (*id, lease))
    }

    /// That lease, as long as there is one.
    #[must_use]
    pub fn get(&self, id: LeaseId) -> Option<&Lease> {
        self.all.get(&id)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The leases of a profile by this name, oldest first: more than one where another server had the name before.
    pub fn of<'l>(&'l self, profile: &'l str) -> impl Iterator<Item = (LeaseId, &'l Lease)> {
        self.iter()
            .filter(move |(_, lease)| lease.profile.name == profile)
    }

    /// Somebody uses what is open of a profile, or will be: until it is let go, no time ends it.
    pub fn hold(&mut self, name: &str) {
        *self.holds.entry(name.to_owned()).or_default() += 1;
    }

    /// One of those who hold what is open of a profile uses it no longer.
    pub fn let_go(&mut self, name: &str) {
        if let Some(count) = self.holds.get_mut(name) {
            *count -= 1;
        }
        self.holds.retain(|_, count| *count > 0);
    }

    /// Whether somebody holds what is open of a profile.
    #[must_use]
    pub fn is_held(&self, name: &str) -> bool {
        self.holds.contains_key(name)
    }

    /// An opening begins, which is meant to last for `term`. From now on the port may be open, whatever becomes of this
    /// process. `None` where nothing could tell when it ends.
    ///
    /// A lease of the same server goes on, by the profile as it is now.
    pub fn begin_opening(
        &mut self,
        now: Moment,
        profile: &Arc<Profile>,
        term: Term,
    ) -> Option<LeaseId> {
        if !profile.takes_leases() {
            return None;
        }
        let goes_on =
            |lease: &Lease| lease.is_of(profile) && !matches!(lease.phase, Phase::Closing(_));
        let known = self.all.iter_mut().find(|(_, lease)| goes_on(lease));
        if let Some((id, lease)) = known {
            lease.term = term;
            lease.begin_again();
            return Some(*id);
        }
        let lease = Lease {
            ends: Lease::ends(profile, term, now),
            ..Lease::new(Arc::clone(profile), term, Phase::Opening(None))
        };
        Some(self.insert(lease))
    }

    /// An opening has ended.
    pub fn end_opening(
        &mut self,
        now: Moment,
        id: LeaseId,
        profile: &Arc<Profile>,
        term: Term,
        receipt: &Receipt,
    ) {
        let has_left = receipt.has_left();
        let is_failed = receipt.outcome.failure().is_some();
        if !has_left {
            return self.not_opened(now, id);
        }
        // An opening has the last word on its server: what there was of it before goes on with this lease.
        let before = self.take_others(id, profile);
        // It may have been closed meanwhile by a knock that was sent before this one.
        let lease = self
            .all
            .entry(id)
            .or_insert_with(|| Lease::new(Arc::clone(profile), term, Phase::Opening(None)));
        let was_doubtful = lease.is_doubtful || lease.phase == Phase::Opening(None);
        lease.profile = Arc::clone(profile);
        lease.is_kept = profile.keep_open;
        lease.add_addresses(receipt.knocked_on());
        lease.add_addresses(before);
        for local in sources(receipt) {
            lease.note_source(local);
        }
        lease.way = Way::Same;
        lease.is_doubtful = is_failed && was_doubtful;
        let lapses = profile.lapses_after().map(|timeout| now + timeout);
        // A packet adds a rule of its own: one that was to last longer lasts on.
        let before = lease.lapses.filter(|_| profile.open.spa().is_some());
        lease.lapses = lapses.max(before);
        lease.failed_renewals = if is_failed {
            lease.failed_renewals + 1
        } else {
            0
        };
        let pause = |timeout| renewal(timeout, lease.failed_renewals);
        lease.renews = profile
            .server_timeout
            .filter(|_| profile.keep_open)
            .map(|timeout| now + pause(timeout));
        // A closing that was asked for meanwhile goes on.
        if matches!(lease.phase, Phase::Opening(_) | Phase::Open) {
            lease.phase = Phase::Open;
            lease.ends = Lease::ends(profile, lease.term, now);
        }
    }

    /// The opening of a lease that is under way is meant to last so long after all.
    pub fn want(&mut self, id: LeaseId, term: Term) {
        if let Some(lease) = self.all.get_mut(&id) {
            lease.term = term;
        }
    }

    /// Takes out all other leases of a profile's server that nothing is under way for; gives the addresses that they opened.
    fn take_others(&mut self, id: LeaseId, profile: &Profile) -> Vec<SocketAddr> {
        let is_other =
            |other: LeaseId, lease: &Lease| other != id && lease.is_of(profile) && !lease.is_busy();
        let taken = self
            .all
            .extract_if(.., |other, lease| is_other(*other, lease));
        taken.flat_map(|(_, lease)| lease.addresses).collect()
    }

    /// Nothing was sent, so all is as it was before.
    fn not_opened(&mut self, now: Moment, id: LeaseId) {
        let Some(lease) = self.all.get_mut(&id) else {
            return;
        };
        match &mut lease.phase {
            Phase::Opening(None) => {
                self.all.remove(&id);
            }
            Phase::Opening(Some(before)) => {
                lease.phase = std::mem::replace(&mut **before, Phase::Open);
                if lease.profile.keep_open && lease.renews.is_some() {
                    lease.failed_renewals += 1;
                    lease.renews = Some(now + Failing::pause(lease.failed_renewals));
                }
            }
            _ => {}
        }
    }

    /// A knock that keeps it open begins.
    pub fn begin_renewal(&mut self, id: LeaseId) {
        if let Some(lease) = self.all.get_mut(&id) {
            lease.begin_again();
        }
    }

    /// A knock has ended that leaves its end as it was, such as one that keeps it open. One that was closed meanwhile has
    /// come to its end.
    pub fn end_renewal(
        &mut self,
        now: Moment,
        id: LeaseId,
        profile: &Arc<Profile>,
        receipt: &Receipt,
    ) {
        let known = self.all.get(&id);
        let ends = known.map_or(Some(now), |lease| lease.ends);
        // It may have been let go meanwhile.
        let profile = match known {
            Some(lease) if profile.keep_open && !lease.profile.keep_open => {
                &Arc::clone(&lease.profile)
            }
            _ => profile,
        };
        self.end_opening(now, id, profile, Term::UntilClosed, receipt);
        if let Some(lease) = self.all.get_mut(&id) {
            lease.ends = ends;
        }
    }

    /// A closing begins.
    pub fn begin_closing(&mut self, id: LeaseId) {
        let Some(lease) = self.all.get_mut(&id) else {
            return;
        };
        let before = match &lease.phase {
            Phase::Failing(failing) => Some(*failing),
            Phase::Closing(failing) => *failing,
            _ => None,
        };
        lease.phase = Phase::Closing(before);
    }

    /// A closing has ended. One that was not to be verified, as `in_haste`, is verified later where that can be.
    pub fn end_closing(
        &mut self,
        now: Moment,
        id: LeaseId,
        receipt: &Receipt,
        in_haste: bool,
    ) -> Closed {
        let Some(lease) = self.all.get_mut(&id) else {
            return Closed::Ended;
        };
        let before = match &lease.phase {
            Phase::Closing(before) => *before,
            _ => None,
        };
        let is_hasty = in_haste && lease.profile.check.is_some();
        let is_good = match receipt.outcome {
            Outcome::Unverified if is_hasty => {
                lease.phase = Phase::Unconfirmed(now + CONFIRMED_AFTER);
                return Closed::Unconfirmed;
            }
            Outcome::Verified | Outcome::Unverified => true,
            Outcome::Failed(_) => false,
        };
        let is_elsewhere = sources(receipt).any(|local| lease.is_elsewhere(local));
        if is_elsewhere {
            lease.way = Way::Moved;
        }
        let again = Failing::again(before, now);
        let failed = match is_good {
            false => Some(again),
            // It waits until the address that was let in is back.
            true if is_elsewhere => Some(Failing {
                next: lease.gives_up(&again),
                ..again
            }),
            true => (!lease.is_reached(&receipt.knocked_on())).then_some(again),
        };
        match failed {
            Some(_) if lease.is_dismissed => {
                self.all.remove(&id);
                Closed::Ended
            }
            Some(failing) => {
                lease.phase = Phase::Failing(failing);
                Closed::Failed {
                    first: before.is_none(),
                }
            }
            None => {
                let closed = self.all.remove(&id);
                // Knocks to one address take turns, so whatever was opened there before this is closed too.
                self.all.retain(|_, other| {
                    other.is_busy() || closed.as_ref().is_none_or(|closed| !closed.covers(other))
                });
                Closed::Ended
            }
        }
    }

    /// The user wants to hear no more of it: it ends, or does so when what is under way fails.
    pub fn dismiss(&mut self, id: LeaseId) {
        match self.all.get_mut(&id) {
            Some(lease) if matches!(lease.phase, Phase::Closing(_)) => lease.is_dismissed = true,
            // It begins anew.
            Some(lease) if lease.is_busy() => {}
            _ => {
                self.all.remove(&id);
            }
        }
    }

    /// It is to last for so much longer than it would have; an end that has passed already counts from now. Says whether
    /// its end could be put off.
    pub fn extend(&mut self, now: Moment, id: LeaseId, by: Duration) -> bool {
        let lease = self
            .all
            .get_mut(&id)
            .filter(|lease| lease.can_be_extended());
        let ends = lease.and_then(|lease| lease.ends.as_mut());
        let is_extended = ends.is_some();
        if let Some(ends) = ends {
            *ends = (*ends).max(now) + by;
        }
        is_extended
    }

    /// Whatever waited for the network need not wait any longer: closings that failed, or that were sent in haste.
    pub fn hurry(&mut self, now: Moment) {
        for lease in self.all.values_mut() {
            match &mut lease.phase {
                Phase::Failing(failing) => failing.next = failing.next.min(now),
                Phase::Unconfirmed(verified) => *verified = (*verified).min(now),
                _ => {}
            }
            lease.renews = lease.renews.map(|renews| renews.min(now));
        }
    }

    /// The way to a lease's server was found again: the local address that it leaves from, or none. Says whether it is
    /// news that the server does not know this machine by it.
    pub fn note_way(&mut self, now: Moment, id: LeaseId, found: Option<IpAddr>) -> bool {
        let Some(lease) = self.all.get_mut(&id) else {
            return false;
        };
        let before = lease.way;
        lease.way = match found {
            None => Way::Lost,
            Some(local) if lease.is_elsewhere(local) => Way::Moved,
            Some(_) => Way::Same,
        };
        let is_back = before == Way::Lost && lease.way != Way::Lost;
        let is_moved = lease.way == Way::Moved && before != Way::Moved;
        let is_as_it_was = lease.way == Way::Same && before != Way::Same;
        if (is_back || is_as_it_was)
            && let Phase::Failing(failing) = &mut lease.phase
        {
            failing.next = failing.next.min(now);
        }
        if lease.profile.keep_open {
            // What the server let in was the old address.
            if is_back || is_moved {
                lease.renews = Some(now);
            }
            return false;
        }
        is_moved
    }

    /// What is due, each once: whoever asks sees to it, and tells when it begins. What the server closes by itself ends
    /// without a word; but not what was kept open before this process, as long as the configuration that says how is not
    /// known. A profile whose name `is_busy` has to wait for its turn.
    pub fn due(
        &mut self,
        now: Moment,
        knows_config: bool,
        is_busy: impl Fn(&str) -> bool,
    ) -> Vec<Due> {
        let mut due = Vec::new();
        let mut gone = Vec::new();
        // One knock at a time, also of those that begin now.
        let mut taken: Vec<String> = Vec::new();
        for (id, lease) in &mut self.all {
            let name = &lease.profile.name;
            if is_busy(name) || taken.contains(name) {
                continue;
            }
            let passed = |moment: Option<Moment>| moment.is_some_and(|moment| moment <= now);
            let ends = lease.ends.filter(|_| !self.holds.contains_key(name));
            let before = due.len();
            match &lease.phase {
                Phase::Open => {
                    let may_lapse = knows_config || !lease.is_kept;
                    let has_lapsed = passed(lease.lapses) && !lease.profile.keep_open && may_lapse;
                    if has_lapsed || passed(ends) && lease.profile.close.is_none() {
                        gone.push(*id);
                    } else if passed(ends) {
                        due.push(Due::Close(*id));
                    } else if passed(lease.renews) {
                        due.push(Due::Renew(*id));
                    }
                }
                Phase::Failing(failing) if lease.gives_up(failing) <= now => {
                    lease.phase = Phase::GivenUp;
                    due.push(Due::GiveUp(*id));
                }
                Phase::Failing(failing) if failing.next <= now => due.push(Due::CloseAgain(*id)),
                Phase::Unconfirmed(verified) if *verified <= now => due.push(Due::Confirm(*id)),
                Phase::Failing(_)
                | Phase::Opening(_)
                | Phase::Closing(_)
                | Phase::Unconfirmed(_)
                | Phase::GivenUp => {}
            }
            if due.len() > before {
                taken.push(lease.profile.name.clone());
            }
        }
        for id in gone {
            self.all.remove(&id);
        }
        due
    }

    /// When something is due next; nothing happens before. What waits for its turn is not counted.
    #[must_use]
    pub fn next(&self, is_busy: impl Fn(&str) -> bool) -> Option<Moment> {
        let next = |lease: &Lease| match &lease.phase {
            Phase::Open => {
                let ends = lease.ends.filter(|_| !self.is_held(&lease.profile.name));
                let moments = [ends, lease.lapse(), lease.renews];
                moments.into_iter().flatten().min()
            }
            Phase::Unconfirmed(verified) => Some(*verified),
            Phase::Failing(failing) => Some(failing.next.min(lease.gives_up(failing))),
            _ => None,
        };
        let free = self
            .all
            .values()
            .filter(|lease| !is_busy(&lease.profile.name));
        free.filter_map(next).min()
    }

    /// What was kept open before the agent started is knocked on at once where `profile` says again how: nobody has done
    /// it meanwhile.
    pub fn take_up(&mut self, now: Moment, profile: &Arc<Profile>) {
        for lease in self.all.values_mut() {
            let is_waiting = lease.is_kept && !lease.profile.keep_open;
            if is_waiting && lease.is_of(profile) && profile.keep_open && lease.phase == Phase::Open
            {
                lease.profile = Arc::clone(profile);
                lease.renews = Some(now);
            }
        }
    }

    /// What only the server can close is kept open no longer; says whether there is such a lease of this profile.
    pub fn let_lapse(&mut self, name: &str) -> bool {
        let is_kept = |lease: &Lease| {
            lease.profile.name == name && lease.profile.keep_open && lease.profile.close.is_none()
        };
        let mut any = false;
        for lease in self.all.values_mut().filter(|lease| is_kept(lease)) {
            lease.profile = Arc::new(Profile {
                keep_open: false,
                ..Profile::clone(&lease.profile)
            });
            lease.is_kept = false;
            lease.renews = None;
            lease.ends = None;
            any = true;
        }
        any
    }

    /// All of them, for somebody to take over.
    pub fn into_all(self) -> impl Iterator<Item = Lease> {
        self.all.into_values()
    }

    /// Its time is over.
    pub fn end_now(&mut self, now: Moment, id: LeaseId) {
        if let Some(lease) = self.all.get_mut(&id) {
            lease.ends = Some(now);
        }
    }

    /// Adds a lease, such as one of a process before this one.
    pub fn insert(&mut self, lease: Lease) -> LeaseId {
        self.last_id += 1;
        let id = LeaseId(self.last_id);
        self.all.insert(id, lease);
        id
    }
}

/// The local addresses that packets of an action left from.
fn sources(receipt: &Receipt) -> impl Iterator<Item = IpAddr> {
    let locals = receipt.steps.iter().filter_map(|step| step.local);
    locals.map(|local| local.ip())
}

/// The pause before the next knock that keeps a server open: early enough that one more can follow before its time is
/// over; after a failure, as after that of a closing.
fn renewal(timeout: Duration, failures: u32) -> Duration {
    let usual = timeout * 2 / 3;
    match failures {
        0 => usual,
        failures => Failing::pause(failures).min(usual.max(Failing::pause(1))),
    }
}
