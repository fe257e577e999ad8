//! What the agent does about its leases: pure.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Moment;
use crate::config::CloseOn;
use crate::knock::{Order, Receipt};
use crate::lease::{Closed, Due, Lease, LeaseId, Leases, Phase, Way};
use crate::profile::{Action, Facts, FollowUp, Profile, Span, Term, Trigger};
use crate::session::Delays;

use super::{Asker, Cause, Effect, Known, Need, Notice, Reply, Run, State, UnderWay};

impl State {
    /// By so much a lease is extended whose profile does not say how long it lasts.
    const USUAL_EXTENSION: Duration = Duration::from_mins(15);

    /// How long after its start an agent waits for those that were connected under the one before it.
    const COME_BACK: Duration = Duration::from_secs(10);

    /// What was open when an agent before this one ended.
    pub(super) fn leases_read(&mut self, now: Moment, read: Leases) -> Vec<Effect> {
        let is_over = |lease: &Lease| {
            lease.phase == Phase::Open && lease.ends.is_some_and(|ends| ends <= now)
        };
        let held: Vec<String> = read
            .iter()
            .filter(|(_, lease)| read.is_held(&lease.profile.name))
            .map(|(_, lease)| lease.profile.name.clone())
            .collect();
        for mut lease in read.into_all() {
            // Whoever is connected through it comes back, or is no longer there.
            if held.contains(&lease.profile.name) {
                let back = now + Self::COME_BACK;
                lease.ends = lease.ends.map(|ends| ends.max(back));
            }
            let over = is_over(&lease);
            let id = self.leases.insert(lease);
            if over {
                self.overdue.push(id);
            }
        }
        self.leases_read = true;
        self.take_up_kept(now);
        let mut effects = vec![Effect::SaveLeases];
        effects.extend(self.log_in(now));
        effects
    }

    /// Goes on with what was kept open before, as the configuration says.
    pub(super) fn take_up_kept(&mut self, now: Moment) {
        for profile in &self.config.profiles {
            self.leases.take_up(now, profile);
        }
    }

    /// Begins to open a profile.
    pub(super) fn begin_opening(
        &mut self,
        now: Moment,
        profile: &Arc<Profile>,
        check: bool,
        mut under_way: UnderWay,
    ) -> Effect {
        let has_end = |(_, lease): (LeaseId, &Lease)| lease.is_shown();
        under_way.keeps_end &= self.leases.of(&profile.name).any(has_end);
        under_way.lease = self.leases.begin_opening(now, profile, under_way.term);
        let run = Run {
            profile: profile.name.clone(),
            action: Action::Open,
            check,
        };
        self.begin(run, under_way, Vec::new())
    }

    /// Begins to close a lease.
    pub(super) fn begin_closing(
        &mut self,
        id: LeaseId,
        check: bool,
        cause: Cause,
    ) -> Option<(Run, Effect)> {
        let lease = self.leases.get(id)?;
        let (profile, addresses) = (Arc::clone(&lease.profile), lease.addresses.clone());
        self.leases.begin_closing(id);
        for under_way in self.running.values_mut() {
            under_way.is_overtaken |= under_way.lease == Some(id);
        }
        let run = Run {
            profile: profile.name.clone(),
            action: Action::Close,
            check,
        };
        let under_way = UnderWay {
            lease: Some(id),
            ..UnderWay::new(&profile, cause)
        };
        let effect = self.begin(run.clone(), under_way, addresses);
        Some((run, effect))
    }

    fn begin_renewal(&mut self, id: LeaseId) -> Option<Effect> {
        let lease = self.leases.get(id)?;
        let (profile, addresses) = (Arc::clone(&lease.profile), lease.addresses.clone());
        self.leases.begin_renewal(id);
        let run = Run {
            profile: profile.name.clone(),
            action: Action::Open,
            check: true,
        };
        let under_way = UnderWay {
            lease: Some(id),
            ..UnderWay::new(&profile, Cause::Renewal)
        };
        Some(self.begin(run, under_way, addresses))
    }

    pub(super) fn begin(
        &mut self,
        run: Run,
        under_way: UnderWay,
        addresses: Vec<SocketAddr>,
    ) -> Effect {
        let is_by_itself = matches!(
            under_way.cause,
            Cause::Again | Cause::Confirm | Cause::Renewal
        );
        // A check does not undo what went wrong; another opening or closing may.
        if run.action != Action::Check && !is_by_itself {
            self.failures.remove(&run.profile);
        }
        let order = Order {
            profile: Arc::clone(&under_way.profile),
            action: run.action,
            check: run.check,
            addresses,
        };
        self.running.insert(run.clone(), under_way);
        Effect::Perform(run, order)
    }

    /// Closes all leases of a profile: the latest at once, those of a server that had its name before after it. `None`
    /// where there is none that is not being closed already.
    pub(super) fn close_leases_of(
        &mut self,
        now: Moment,
        name: &str,
        check: bool,
        cause: Cause,
    ) -> Option<(Run, Effect)> {
        let can_close = |(id, lease): (LeaseId, &Lease)| lease.profile.close.as_ref().map(|_| id);
        let mut ids: Vec<LeaseId> = self.leases.of(name).filter_map(can_close).collect();
        let latest = ids.pop()?;
        for id in ids {
            self.leases.end_now(now, id);
        }
        self.begin_closing(latest, check, cause)
    }

    /// Notes what an action did to its lease, and what else is to be done about it; says whether its outcome is news.
    pub(super) fn settle(
        &mut self,
        now: Moment,
        under_way: &UnderWay,
        receipt: &Receipt,
    ) -> (Vec<Effect>, bool) {
        let profile = &under_way.profile;
        let is_good = receipt.went_well(profile);
        let mut is_news = true;
        let mut follow_up = None;
        match (receipt.action, under_way.lease) {
            (Action::Open, Some(id)) if under_way.cause == Cause::Renewal => {
                let was_failing = self
                    .leases
                    .get(id)
                    .is_some_and(|lease| lease.failed_renewals > 0);
                self.leases.end_renewal(now, id, profile, receipt);
                // A renewal is news when it goes wrong for the first time, and when it goes well again.
                is_news = was_failing == is_good;
            }
            (Action::Open, lease) => {
                match lease {
                    Some(id) if under_way.keeps_end => {
                        self.leases.end_renewal(now, id, profile, receipt);
                    }
                    Some(id) => {
                        self.leases
                            .end_opening(now, id, profile, under_way.term, receipt);
                    }
                    None => {}
                }
                follow_up = profile
                    .on_open
                    .as_ref()
                    .filter(|_| under_way.connects && is_good);
            }
            (Action::Close, lease) => {
                let closed = lease.map(|id| {
                    self.leases
                        .end_closing(now, id, receipt, under_way.is_hasty())
                });
                is_news = match closed {
                    Some(Closed::Failed { first }) => first || under_way.cause == Cause::Asked,
                    Some(Closed::Unconfirmed) => false,
                    Some(Closed::Ended) | None => under_way.cause != Cause::Confirm,
                };
                let is_over = matches!(closed, Some(Closed::Ended) | None);
                follow_up = profile.on_close.as_ref().filter(|_| is_good && is_over);
            }
            (Action::Check, _) => {}
        }
        if under_way.is_overtaken
            && receipt.action == Action::Open
            && let Some(id) = under_way.lease
        {
            self.leases.end_now(now, id);
        }
        let effects = follow_up.map(|follow_up| follow(follow_up, receipt, profile));
        (effects.into_iter().collect(), is_news)
    }

    /// Whether a profile is open, as far as is known. A server that closes by itself is open no longer than its lease.
    #[must_use]
    pub fn is_open(&self, profile: &Profile) -> bool {
        let is_held = || self.leases.of(&profile.name).next().is_some();
        self.standings.is_open(profile) && (profile.lapses_after().is_none() || is_held())
    }

    /// The reply to whoever needs a profile open, where nothing has to be sent for that.
    pub(super) fn no_need(&self, now: Moment, profile: &Profile, need: Need) -> Option<Reply> {
        let standing = self.standings.of(profile);
        match need.known(standing, self.wall(now)) {
            Known::Open if self.is_open_for_sure(profile) => Some(Reply::IsOpen {
                profile: profile.name.clone(),
                address: self.address_of(profile),
            }),
            Known::JustFailed => {
                let receipt = self.failures.get(&profile.name)?;
                Some(Reply::Ended(receipt.clone()))
            }
            Known::Open | Known::Shut => None,
        }
    }

    /// Whether a profile is open, without anything that speaks against it: a closing that is under way or has failed, or
    /// an address that the server does not know.
    pub(super) fn is_open_for_sure(&self, profile: &Profile) -> bool {
        let is_sure = |(_, lease): (LeaseId, &Lease)| {
            let is_open = match &lease.phase {
                Phase::Open => true,
                Phase::Opening(before) => before.as_deref() == Some(&Phase::Open),
                _ => false,
            };
            is_open && lease.way != Way::Moved
        };
        let leases = self.leases.of(&profile.name);
        let mut own = leases.filter(|(_, lease)| lease.profile.host == profile.host);
        self.is_open(profile) && own.all(is_sure)
    }

    /// The address that a profile was opened at.
    fn address_of(&self, profile: &Profile) -> Option<IpAddr> {
        let standing = self.standings.of(profile);
        let last = standing.and_then(|standing| standing.last.address);
        let leased = || {
            let (_, lease) = self.leases.of(&profile.name).last()?;
            lease.addresses.first().map(SocketAddr::ip)
        };
        last.or_else(leased)
    }

    /// One of those who hold what is open of a profile uses it no longer; what that comes to is due by itself.
    pub(super) fn let_go(&mut self, name: &str) -> Vec<Effect> {
        self.leases.let_go(name);
        Vec::new()
    }

    /// Whether there is a lease that somebody has to stay for: one with an end, or one that is kept open.
    #[must_use]
    pub fn has_something_to_hold(&self) -> bool {
        let is_held = |lease: &Lease| lease.ends.is_some() || lease.profile.keep_open;
        self.leases.iter().any(|(_, lease)| is_held(lease))
    }

    /// Whatever is due now.
    pub(super) fn due(&mut self, now: Moment) -> Vec<Effect> {
        let busy: Vec<String> = self.busy_names();
        let is_busy = |name: &str| busy.iter().any(|one| one == name);
        let due = self.leases.due(now, self.config_read, is_busy);
        let mut effects = Vec::new();
        for due in due {
            let (id, cause) = match due {
                // What else there is to do is for the next agent.
                Due::CloseAgain(_) | Due::Confirm(_) | Due::Renew(_) if self.ending => continue,
                Due::Close(id) if self.overdue.contains(&id) => {
                    self.overdue.retain(|overdue| *overdue != id);
                    (id, Cause::Overdue)
                }
                Due::Close(id) => (id, Cause::Time),
                Due::CloseAgain(id) => (id, Cause::Again),
                Due::Confirm(id) => (id, Cause::Confirm),
                Due::Renew(id) => {
                    effects.extend(self.begin_renewal(id));
                    continue;
                }
                Due::GiveUp(id) => {
                    effects.extend(self.given_up(id));
                    continue;
                }
            };
            let begun = self.begin_closing(id, true, cause);
            effects.extend(begun.map(|(_, effect)| effect));
        }
        if !self.ending {
            effects.extend(self.probes_due(now));
        }
        effects
    }

    fn given_up(&self, id: LeaseId) -> Vec<Effect> {
        self.leases.get(id).map_or_else(Vec::new, |lease| {
            let profile = lease.profile.name.clone();
            self.notify_trouble(Notice::GivenUp { profile })
        })
    }

    /// When something is due next, if nothing happens before.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        if self.ending {
            return None;
        }
        let busy = self.busy_names();
        let leases = self.leases.next(|name| busy.iter().any(|one| one == name));
        leases.into_iter().chain(self.next_probe()).min()
    }

    /// The profiles that are being opened, closed or examined: one knock at a time.
    pub(super) fn busy_names(&self) -> Vec<String> {
        let knocks = self
            .running
            .keys()
            .filter(|run| run.action != Action::Check);
        let knocked = knocks.map(|run| run.profile.clone());
        // An examination opens and closes by itself; what is due meanwhile is due after it.
        knocked.chain(self.examining.iter().cloned()).collect()
    }

    /// Closes what is to be closed on this event; `holds` is told when all of it has ended.
    pub(super) fn close_on(
        &mut self,
        now: Moment,
        event: CloseOn,
        holds: Option<&Asker>,
    ) -> Vec<Effect> {
        let meant: Vec<(LeaseId, String)> = self
            .leases
            .iter()
            .filter(|(_, lease)| self.is_closed_on(event, lease))
            .map(|(id, lease)| (id, lease.profile.name.clone()))
            .collect();
        let mut effects = Vec::new();
        // The latest first: a server that had the name before waits for its turn.
        for (id, name) in meant.into_iter().rev() {
            let run = match self.closing_run(id) {
                Some(run) => run,
                None if self.is_under_way(&name, Action::Close)
                    || self.examining.contains(&name) =>
                {
                    self.leases.end_now(now, id);
                    continue;
                }
                None => match self.begin_closing(id, !event.is_hasty(), Cause::CloseOn(event)) {
                    Some((run, effect)) => {
                        effects.push(effect);
                        run
                    }
                    None => continue,
                },
            };
            effects.extend(holds.map(|asker| Effect::Listen(run, asker.clone())));
        }
        effects
    }

    /// Whether a lease is to be closed on this event; not where that has just been done.
    fn is_closed_on(&self, event: CloseOn, lease: &Lease) -> bool {
        lease.profile.close.is_some()
            && !matches!(lease.phase, Phase::Unconfirmed(_))
            && self.config.agent.closes(event, lease.ends.is_some())
    }

    /// What has to wait for closing knocks.
    #[must_use]
    pub fn delays(&self) -> Delays {
        let is_any = |event| {
            let mut leases = self.leases.iter();
            leases.any(|(_, lease)| self.is_closed_on(event, lease))
        };
        Delays {
            sleep: is_any(CloseOn::Sleep),
            shutdown: is_any(CloseOn::Shutdown),
        }
    }

    /// The closing of this lease that is under way.
    fn closing_run(&self, id: LeaseId) -> Option<Run> {
        let is_it = |(run, under_way): &(&Run, &UnderWay)| {
            run.action == Action::Close && under_way.lease == Some(id)
        };
        self.running.iter().find(is_it).map(|(run, _)| run.clone())
    }

    /// The profiles that are open, as far as is known, and can be closed, or at least be kept open no longer.
    pub(super) fn open_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let leased = self
            .leases
            .iter()
            .filter(|(_, lease)| lease.profile.close.is_some() || lease.profile.keep_open)
            .map(|(_, lease)| &lease.profile.name);
        let believed = self
            .config
            .profiles
            .iter()
            .filter(|profile| profile.close.is_some() && self.is_open(profile))
            .map(|profile| &profile.name);
        for name in leased.chain(believed) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Extends the leases of a profile; says how they stand then.
    pub(super) fn extend(&mut self, now: Moment, name: &str, by: Option<Span>) -> Reply {
        let mut is_extended = false;
        if let Some((id, lease)) = self.leases.of(name).last() {
            let by = by.map_or_else(|| Self::extension(&lease.profile), Span::duration);
            is_extended = self.leases.extend(now, id, by);
            self.overdue.retain(|overdue| *overdue != id);
        }
        Reply::Extended {
            profile: name.to_owned(),
            lease: self.lease_status(name),
            is_extended,
        }
    }

    /// How long a click extends a lease.
    #[must_use]
    pub fn extension(profile: &Profile) -> Duration {
        let own = profile.settings.open_for.length();
        own.unwrap_or(Self::USUAL_EXTENSION)
    }

    /// Has the ways to all leases' servers looked up, and to those that open when theirs is there.
    pub(super) fn find_ways(&self) -> Vec<Effect> {
        let leases = self.leases.iter().filter_map(|(id, lease)| {
            let address = lease.addresses.first()?;
            let bind = lease.profile.settings.bind.clone();
            Some(Effect::FindWay {
                lease: id,
                address: *address,
                bind,
            })
        });
        let waiting = self
            .config
            .profiles
            .iter()
            .filter(|profile| profile.open_on.contains(&Trigger::Network));
        leases
            .chain(waiting.map(|profile| Effect::FindProfileWay(Arc::clone(profile))))
            .collect()
    }

    /// The way to a lease's server is this now.
    pub(super) fn way_found(
        &mut self,
        now: Moment,
        id: LeaseId,
        found: Option<IpAddr>,
    ) -> Vec<Effect> {
        let is_news = self.leases.note_way(now, id, found);
        let opens_itself = |lease: &&Lease| lease.profile.open_on.contains(&Trigger::Network);
        let lease = self.leases.get(id).filter(|_| is_news);
        let moved = lease.filter(|lease| !opens_itself(lease));
        let moved = moved.map(|lease| Notice::Moved {
            profile: lease.profile.name.clone(),
        });
        moved
            .into_iter()
            .flat_map(|notice| self.notify_trouble(notice))
            .collect()
    }

    /// The machine is awake again.
    pub(super) fn resumed(&mut self, now: Moment) -> Vec<Effect> {
        self.leases.hurry(now);
        let mut effects = self.find_ways();
        effects.extend(self.trigger(now, Trigger::Resume));
        effects
    }

    /// The user has had enough of a closing that fails, or of an opening that did.
    pub(super) fn dismiss(&mut self, name: &str) {
        self.failures.remove(name);
        let ids: Vec<LeaseId> = self
            .leases
            .of(name)
            .filter(|(_, lease)| {
                let is_over = lease.is_doubtful && lease.ends.is_none();
                lease.is_close_failed() || is_over && !lease.is_busy()
            })
            .map(|(id, _)| id)
            .collect();
        for id in ids {
            self.leases.dismiss(id);
        }
    }

    /// The user asks for what is under way already: it is no longer done by itself, and an opening lasts as long as is
    /// asked for now. What is done in haste has still to be verified.
    pub(super) fn join(&mut self, run: &Run, term: Option<Term>) {
        let Some(under_way) = self.running.get_mut(run) else {
            return;
        };
        let is_by_itself = matches!(
            under_way.cause,
            Cause::Again | Cause::Confirm | Cause::Renewal | Cause::Trigger(_)
        );
        if is_by_itself {
            under_way.cause = Cause::Asked;
            under_way.keeps_end = false;
        }
        if is_by_itself || term.is_some() {
            under_way.term = term.unwrap_or(under_way.profile.settings.open_for);
            if let Some(id) = under_way.lease {
                self.leases.want(id, under_way.term);
            }
        }
    }
}

fn follow(follow_up: &FollowUp, receipt: &Receipt, profile: &Profile) -> Effect {
    Effect::FollowUp {
        profile: profile.name.clone(),
        action: receipt.action,
        what: follow_up.fill(&Facts::of(profile, receipt.address)),
    }
}
