//! The agent's leases against a world with a fake clock, in which anything may happen in any order: clicks, failures,
//! sleep, edits, clocks that are set, kills and restarts of the machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;

use super::{Asker, Cause, Effect, Event, Run, SessionEvent, State};
use crate::clock::{Moment, Now};
use crate::config::{CloseOn, Config, decode};
use crate::history::Entry;
use crate::knock::{Failure, Order, Outcome, Receipt, StepReport, StepResult};
use crate::lease::{Lease, Leases, Phase, Saved};
use crate::profile::{Action, Term, Transport};
use crate::text::Catalogue;

const PROFILES: &str = r#"
    [agent]
    close_on = ["quit", "sleep", "lock"]
    [[profile]]
    name = "checked"
    host = "192.0.2.1"
    open = ["7000"]
    close = ["7001"]
    check = 22
    open_for = "15m"
    [[profile]]
    name = "unchecked"
    host = "192.0.2.2"
    open = ["7000"]
    close = ["7001"]
    [[profile]]
    name = "kept"
    host = "192.0.2.3"
    open = ["7000"]
    close = ["7001"]
    check = 22
    server_timeout = "30s"
    keep_open = true
"#;
const NAMES: [&str; 3] = ["checked", "unchecked", "kept"];

/// Something that happens.
#[derive(Debug, Clone)]
enum Happening {
    /// So many seconds pass.
    Pass(u64),
    /// The action that has been under way longest, of those that are, ends.
    End(Ending),
    Open(usize, Option<u64>),
    Close(usize),
    Extend(usize),
    Dismiss(usize),
    CloseAll,
    /// The session, or the machine.
    Lock,
    Sleep,
    Resume,
    NetworkChanged,
    /// A profile is deleted from the configuration, or all are there again.
    Delete(usize),
    Restore,
    /// The wall clock is set by so many hours.
    SetClock(i64),
    /// The agent is killed, and starts again after so many seconds.
    Kill(u64),
    /// The machine goes off, and starts again after so many seconds.
    Reboot(u64),
}

/// How an action ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Good,
    /// Everything was sent, and the check says otherwise.
    NotConfirmed,
    /// Nothing was sent.
    NotSent,
}

fn happening() -> impl Strategy<Value = Happening> {
    let ending = prop_oneof![
        3 => Just(Ending::Good),
        1 => Just(Ending::NotConfirmed),
        1 => Just(Ending::NotSent)
    ];
    prop_oneof![
        4 => (1u64..2000).prop_map(Happening::Pass),
        6 => ending.prop_map(Happening::End),
        4 => (0usize..3, proptest::option::of(1u64..2000))
            .prop_map(|(profile, seconds)| Happening::Open(profile, seconds)),
        2 => (0usize..3).prop_map(Happening::Close),
        2 => (0usize..3).prop_map(Happening::Extend),
        1 => (0usize..3).prop_map(Happening::Dismiss),
        1 => Just(Happening::CloseAll),
        1 => Just(Happening::Lock),
        1 => Just(Happening::Sleep),
        1 => Just(Happening::Resume),
        1 => Just(Happening::NetworkChanged),
        1 => (0usize..3).prop_map(Happening::Delete),
        1 => Just(Happening::Restore),
        1 => (-30i64..30).prop_map(Happening::SetClock),
        1 => (0u64..4000).prop_map(Happening::Kill),
        1 => (30u64..4000).prop_map(Happening::Reboot),
    ]
}

/// A door as it really is.
#[derive(Debug, Clone, Default)]
struct Door {
    is_open: bool,
    /// When its server closes it by itself.
    lapses: Option<Moment>,
    /// When it is to be closed, as the user meant it.
    end: Option<Moment>,
    /// Whether a closing was verified, or went out where nothing can verify it, and no opening has begun since, or was under way.
    is_done: bool,
    /// Whether the user was shown that it may be open, and dismissed that.
    is_dismissed: bool,
    /// Whether its end can be told: with a wall clock that was set, it cannot across a restart of the machine.
    is_certain: bool,
}

impl Door {
    fn open(&mut self, name: &str, now: Moment) {
        self.is_open = true;
        self.is_done = false;
        self.is_dismissed = false;
        self.lapses = (name == "kept").then(|| now + Duration::from_secs(30));
    }

    fn is_open(&self, now: Moment) -> bool {
        self.is_open && self.lapses.is_none_or(|lapses| lapses > now)
    }
}

struct World {
    state: State,
    /// The local address that packets leave from, and the servers' addresses that they reach.
    here: &'static str,
    reached: Vec<&'static str>,
    now: Now,
    boot: u32,
    disk: Option<String>,
    under_way: Vec<(Run, Order)>,
    doors: BTreeMap<&'static str, Door>,
    is_clock_set: bool,
    /// Whether each closing is compared with what its door is.
    compares: bool,
    words: Catalogue,
}

impl World {
    fn new() -> Self {
        let now = Now {
            moment: Moment::new(Duration::from_secs(1000)),
            wall: Timestamp::from_second(1_800_000_000).unwrap(),
        };
        let mut world = Self {
            state: fresh_state(),
            here: "192.0.2.99",
            reached: vec!["192.0.2.1"],
            now,
            boot: 0,
            disk: None,
            under_way: Vec::new(),
            doors: NAMES
                .into_iter()
                .map(|name| (name, Door::default()))
                .collect(),
            is_clock_set: false,
            compares: true,
            words: Catalogue::english(),
        };
        world.start();
        world
    }

    fn boot_id(&self) -> String {
        format!("boot {}", self.boot)
    }

    /// A new agent reads what is on the disk.
    fn start(&mut self) {
        self.state = fresh_state();
        let mut leases = Leases::default();
        if let Some(text) = &self.disk {
            let saved: Saved = serde_json::from_str(text).unwrap();
            let lost = saved.restore(&mut leases, self.now, Some(&self.boot_id()));
            assert_eq!(lost, 0);
        }
        self.tell(Event::LeasesRead(leases));
        self.tell(Event::ConfigRead(Ok(config())));
    }

    fn tell(&mut self, event: Event) {
        let effects = self.state.handle(self.now, event, &self.words);
        for effect in effects {
            match effect {
                Effect::SaveLeases => {
                    let saved = Saved::of(&self.state.leases, self.now, Some(self.boot_id()));
                    self.disk = Some(serde_json::to_string(&saved).unwrap());
                }
                Effect::Perform(run, order) => self.begun(run, order),
                Effect::FindWay { lease, .. } => {
                    let here = self.here.parse().unwrap();
                    self.tell(Event::WayFound(lease, Some(here)));
                }
                _ => {}
            }
        }
    }

    /// Whether an opening of this profile is under way.
    fn is_opening(&self, profile: &str) -> bool {
        let runs = self.under_way.iter().map(|(run, _)| run);
        let mut openings = runs.filter(|run| run.action == Action::Open);
        openings.any(|run| run.profile == profile)
    }

    fn begun(&mut self, run: Run, order: Order) {
        let cause = self.state.running[&run].cause;
        if !self.compares {
            return self.under_way.push((run, order));
        }
        let is_opening = self.is_opening(&run.profile);
        let door = self.doors.get_mut(run.profile.as_str()).unwrap();
        if run.action == Action::Close && cause != Cause::Asked && !is_opening {
            assert!(
                !door.is_done,
                "{run:?} ({cause:?}) although it is closed: {door:?}"
            );
        }
        if run.action == Action::Close
            && matches!(cause, Cause::Time | Cause::Overdue)
            && door.is_certain
        {
            let end = door.end.expect("what has no end is not closed by its time");
            assert!(
                end <= self.now.moment,
                "{run:?} before {end:?} at {:?}",
                self.now
            );
        }
        if run.action == Action::Open {
            door.is_done = false;
        }
        self.under_way.push((run, order));
    }

    fn happen(&mut self, happening: &Happening) {
        let name = |index: &usize| NAMES[*index].to_owned();
        match happening {
            Happening::Pass(seconds) => self.pass(*seconds),
            Happening::End(ending) => self.end(*ending),
            Happening::Open(profile, seconds) => {
                let term = seconds.map(|seconds| format!("{seconds}s").parse::<Term>().unwrap());
                self.tell(Event::Open {
                    profile: name(profile),
                    term,
                    connects: false,
                });
            }
            Happening::Close(profile) => self.tell(Event::Act {
                profile: name(profile),
                action: Action::Close,
            }),
            Happening::Extend(profile) => {
                let by = self
                    .state
                    .leases
                    .of(NAMES[*profile])
                    .last()
                    .map(|(_, lease)| State::extension(&lease.profile));
                let door = self.doors.get_mut(NAMES[*profile]).unwrap();
                if let (Some(by), Some(end)) = (by, door.end.as_mut()) {
                    *end = (*end).max(self.now.moment) + by;
                }
                self.tell(Event::Extend(name(profile)));
            }
            Happening::Dismiss(profile) => {
                let had = self.state.leases.of(NAMES[*profile]).count();
                self.tell(Event::Dismiss(name(profile)));
                let mut left = self.state.leases.of(NAMES[*profile]);
                let is_gone = self.state.leases.of(NAMES[*profile]).count() < had;
                if is_gone || left.any(|(_, lease)| lease.is_dismissed) {
                    self.doors.get_mut(NAMES[*profile]).unwrap().is_dismissed = true;
                }
            }
            Happening::CloseAll => self.tell(Event::CloseAll),
            Happening::Lock => self.session(SessionEvent::Closes(CloseOn::Lock)),
            Happening::Sleep => self.session(SessionEvent::Closes(CloseOn::Sleep)),
            Happening::Resume => self.session(SessionEvent::Resumed),
            Happening::NetworkChanged => self.tell(Event::NetworkChanged),
            Happening::Delete(profile) => {
                let mut config = config();
                config.profiles.retain(|one| one.name != NAMES[*profile]);
                self.tell(Event::ConfigRead(Ok(config)));
            }
            Happening::Restore => self.tell(Event::ConfigRead(Ok(config()))),
            Happening::SetClock(hours) => {
                self.now.wall = self.now.wall.checked_add(hours.hours()).unwrap();
                self.is_clock_set = true;
            }
            Happening::Kill(seconds) => {
                self.cut_off();
                self.pass_quietly(*seconds);
                self.start();
            }
            Happening::Reboot(seconds) => self.reboot(*seconds),
        }
    }

    fn session(&mut self, event: SessionEvent) {
        let (sender, _) = tokio::sync::mpsc::unbounded_channel();
        self.tell(Event::Session(event, Asker::new(sender)));
    }

    /// Time goes by, and the agent sees to each thing when it is due.
    fn pass(&mut self, seconds: u64) {
        let until = self.now.moment + Duration::from_secs(seconds);
        while let Some(due) = self.state.next_due().filter(|due| *due <= until) {
            let wait = due.saturating_duration_since(self.now.moment);
            self.forward(wait);
            self.tell(Event::Tick);
            assert!(
                self.state.next_due().is_none_or(|next| next > due),
                "what was due is due for ever: {:?}",
                self.state.leases
            );
        }
        let rest = until.saturating_duration_since(self.now.moment);
        self.forward(rest);
    }

    fn forward(&mut self, by: Duration) {
        self.now.moment = self.now.moment + by;
        self.now.wall = self.now.wall.checked_add(by).unwrap();
    }

    fn pass_quietly(&mut self, seconds: u64) {
        self.forward(Duration::from_secs(seconds));
    }

    /// What is under way ends with the process: an opening may have opened, a closing may not have closed.
    fn cut_off(&mut self) {
        for (run, _) in std::mem::take(&mut self.under_way) {
            let door = self.doors.get_mut(run.profile.as_str()).unwrap();
            if run.action == Action::Open {
                door.open(&run.profile, self.now.moment);
                door.is_certain = false;
            }
            door.is_certain &= run.action != Action::Close;
        }
    }

    fn reboot(&mut self, seconds: u64) {
        const UP: Duration = Duration::from_secs(20);
        self.cut_off();
        let before = self.now.moment;
        self.pass_quietly(seconds);
        let passed = self.now.moment.saturating_duration_since(before);
        self.boot += 1;
        for door in self.doors.values_mut() {
            let moved = |moment: Moment| {
                let left = moment
                    .saturating_duration_since(before)
                    .saturating_sub(passed);
                Moment::new(UP + left)
            };
            door.end = door.end.map(moved);
            door.lapses = door.lapses.map(moved);
            door.is_certain &= !self.is_clock_set;
        }
        self.now.moment = Moment::new(UP);
        self.start();
    }

    fn end(&mut self, ending: Ending) {
        if self.under_way.is_empty() {
            return;
        }
        let (run, order) = self.under_way.remove(0);
        let under_way = self.state.running[&run].clone();
        let is_opening = self.is_opening(&run.profile);
        let door = self.doors.get_mut(run.profile.as_str()).unwrap();
        let is_sent = ending != Ending::NotSent;
        let has_check = order.profile.check.is_some() && run.check;
        let outcome = match (ending, run.action) {
            (Ending::Good, _) if has_check => Outcome::Verified,
            (Ending::Good, _) => Outcome::Unverified,
            (Ending::NotConfirmed, Action::Open) if has_check => Outcome::Failed(still_closed()),
            (Ending::NotConfirmed, Action::Close) if has_check => Outcome::Failed(still_open()),
            _ => Outcome::Failed(Failure::Crashed),
        };
        match run.action {
            Action::Open if is_sent => {
                door.open(&run.profile, self.now.moment);
                if under_way.cause != Cause::Renewal {
                    door.is_certain = true;
                    door.end = under_way
                        .term
                        .length()
                        .map(|length| self.now.moment + length);
                }
            }
            Action::Close if ending == Ending::Good => {
                door.is_open = false;
                // In haste, it has still to be verified.
                let is_verified = !under_way.is_hasty() || order.profile.check.is_none();
                door.is_done = is_verified && !is_opening;
            }
            _ => {}
        }
        let receipt = Box::new(Receipt {
            outcome,
            steps: if is_sent { self.steps() } else { Vec::new() },
            ..Receipt::failed(run.profile.clone(), run.action, Failure::Crashed)
        });
        let entry = Entry::of(&receipt, &order.profile.host, self.now.wall);
        self.tell(Event::Ended(run, receipt, entry));
    }

    fn steps(&self) -> Vec<StepReport> {
        let step = |address: &&str| StepReport {
            at: Duration::ZERO,
            protocol: Transport::Tcp,
            local: Some(format!("{}:50000", self.here).parse().unwrap()),
            remote: format!("{address}:7000").parse().unwrap(),
            size: None,
            result: StepResult::NoAnswer,
        };
        self.reached.iter().map(step).collect()
    }

    /// The only action that is under way.
    fn only(&self) -> &Run {
        assert_eq!(self.under_way.len(), 1, "{:?}", self.under_way);
        &self.under_way[0].0
    }

    /// From now on all goes well, until nothing is left that ends; two days are enough for that.
    fn settle(&mut self) {
        let until = self.now.moment + Duration::from_hours(48);
        self.session(SessionEvent::Resumed);
        while self.now.moment < until {
            while !self.under_way.is_empty() {
                self.end(Ending::Good);
            }
            let may_stay = |lease: &Lease| lease.ends.is_none() || lease.phase == Phase::GivenUp;
            if self.state.leases.iter().all(|(_, lease)| may_stay(lease)) {
                return;
            }
            let next = self.state.next_due().expect("what ends is due some time");
            self.forward(next.saturating_duration_since(self.now.moment));
            self.tell(Event::Tick);
        }
    }
}

fn config() -> Config {
    decode(PROFILES, Path::new("")).unwrap()
}

fn fresh_state() -> State {
    State::new(Config::default(), Some("config.toml".into()))
}

fn still_closed() -> Failure {
    Failure::StillClosed {
        port: std::num::NonZeroU16::MIN,
        silence: crate::knock::Silence::TimedOut,
        tries: 1,
        waited: Duration::ZERO,
    }
}

fn still_open() -> Failure {
    Failure::StillOpen {
        port: std::num::NonZeroU16::MIN,
        tries: 1,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Every door ends closed, or the user has said that it may stay open, or has seen that it cannot be closed; nothing
    /// is closed before its time, or once more when that has been verified.
    #[test]
    fn every_lease_ends_as_it_was_meant(happenings in proptest::collection::vec(happening(), 1..60)) {
        let mut world = World::new();
        for happening in &happenings {
            world.happen(happening);
            let doors = &world.doors;
            for (name, door) in doors {
                let is_held = world.state.leases.of(name).next().is_some();
                let is_opening = world.under_way.iter().any(|(run, _)| run.profile == **name);
                prop_assert!(
                    !door.is_open(world.now.moment) || is_held || is_opening || door.is_dismissed,
                    "{name} is open and forgotten after {happening:?}"
                );
            }
        }
        world.settle();
        for (name, door) in &world.doors {
            let leases: Vec<_> = world.state.leases.of(name).map(|(_, lease)| lease.clone()).collect();
            let may_stay = leases.iter().any(|lease| lease.ends.is_none() || lease.phase == Phase::GivenUp);
            prop_assert!(
                !door.is_open(world.now.moment) || may_stay || door.is_dismissed,
                "{name} stays open: {door:?}, {leases:?}"
            );
            let is_over = |lease: &Lease| lease.ends.is_some() && lease.phase != Phase::GivenUp;
            prop_assert!(!leases.iter().any(is_over), "{name} is left: {leases:?}");
        }
    }
}

/// A world in which a profile was opened, and it worked.
fn opened(profile: usize, seconds: Option<u64>) -> World {
    let mut world = World::new();
    world.happen(&Happening::Open(profile, seconds));
    world.happen(&Happening::End(Ending::Good));
    assert!(world.doors[NAMES[profile]].is_open);
    world
}

fn closings(world: &World) -> usize {
    let is_closing = |(run, _): &&(Run, Order)| run.action == Action::Close;
    world.under_way.iter().filter(is_closing).count()
}

#[test]
fn it_closes_at_its_time_and_not_before_whatever_the_wall_clock_says() {
    for hours in [-24, 24] {
        let mut world = opened(0, Some(100));
        world.happen(&Happening::SetClock(hours));
        world.pass(99);
        assert_eq!(closings(&world), 0);
        world.pass(1);
        assert_eq!(closings(&world), 1);
    }
}

#[test]
fn what_is_left_of_its_time_outlives_a_kill_and_a_restart_of_the_machine() {
    for happening in [Happening::Kill(40), Happening::Reboot(40)] {
        let mut world = opened(0, Some(100));
        world.pass(20);
        world.happen(&happening);
        assert_eq!(closings(&world), 0);
        world.pass(39);
        assert_eq!(closings(&world), 0, "{happening:?}");
        world.pass(1);
        assert_eq!(closings(&world), 1, "{happening:?}");
    }
}

#[test]
fn what_is_overdue_is_closed_at_the_next_start_and_that_is_said() {
    for happening in [Happening::Kill(4000), Happening::Reboot(4000)] {
        let mut world = opened(0, Some(100));
        world.happen(&happening);
        assert_eq!(closings(&world), 1, "{happening:?}");
        let (run, order) = &world.under_way[0];
        assert_eq!(world.state.running[run].cause, Cause::Overdue);
        assert_eq!(order.addresses, ["192.0.2.1:0".parse().unwrap()]);
    }
}

#[test]
fn a_clock_set_back_before_a_restart_does_not_lengthen_it() {
    let mut world = opened(0, Some(100));
    world.happen(&Happening::SetClock(-24));
    world.happen(&Happening::Reboot(30));
    assert_eq!(closings(&world), 0);
    // At least the time since the start has passed, and at the most all that was left is waited for.
    world.pass(80);
    assert_eq!(closings(&world), 1);
}

#[test]
fn an_opening_that_failed_its_check_takes_a_lease_and_one_that_sent_nothing_does_not() {
    let mut world = World::new();
    world.happen(&Happening::Open(0, Some(100)));
    world.happen(&Happening::End(Ending::NotConfirmed));
    assert_eq!(world.state.leases.iter().count(), 1);
    let mut world = World::new();
    world.happen(&Happening::Open(0, Some(100)));
    world.happen(&Happening::End(Ending::NotSent));
    assert!(world.state.leases.is_empty());
}

#[test]
fn a_closing_that_fails_is_tried_again_for_a_day_and_shown_until_it_is_dismissed() {
    let mut world = opened(0, Some(100));
    world.pass(100);
    let mut tries = 0;
    while let Some((run, _)) = world.under_way.first() {
        assert_eq!(run.action, Action::Close);
        tries += 1;
        world.end(Ending::NotConfirmed);
        assert!(world.state.failures.contains_key("checked"));
        let next = world.state.next_due();
        let wait = next.map_or(0, |next| {
            next.saturating_duration_since(world.now.moment).as_secs()
        });
        world.pass(wait);
    }
    // 5 s, 10 s … 160 s, and then every five minutes.
    assert_eq!(tries, 6 + 287);
    let (_, lease) = world.state.leases.iter().next().unwrap();
    assert_eq!(lease.phase, Phase::GivenUp);
    world.happen(&Happening::Dismiss(0));
    assert!(world.state.leases.is_empty());
}

#[test]
fn a_close_in_haste_is_verified_after_sleep() {
    let mut world = opened(0, Some(10_000));
    world.happen(&Happening::Sleep);
    assert!(!world.under_way[0].0.check);
    world.happen(&Happening::End(Ending::Good));
    assert_eq!(closings(&world), 0);
    world.happen(&Happening::Resume);
    assert!(world.under_way[0].0.check);
    world.happen(&Happening::End(Ending::Good));
    assert!(world.state.leases.is_empty());
}

#[test]
fn a_server_that_closes_by_itself_is_knocked_on_again_before_it_does() {
    let mut world = opened(2, Some(100));
    let mut renewals = 0;
    for _ in 0..100 {
        world.pass(1);
        let action = world.under_way.first().map(|(run, _)| run.action);
        match action {
            Some(Action::Open) => {
                renewals += 1;
                world.end(Ending::Good);
            }
            Some(_) => break,
            None => {}
        }
    }
    // Each 20 s, of the server's 30; the end comes first at 100 s.
    assert_eq!(renewals, 4);
    assert_eq!(closings(&world), 1);
}

#[test]
fn a_profile_that_is_edited_or_deleted_is_closed_with_what_it_was_opened_with() {
    let mut world = opened(0, Some(100));
    world.happen(&Happening::Delete(0));
    world.pass(100);
    let (_, order) = &world.under_way[0];
    assert!(order.profile.close.is_some());
    assert_eq!(order.profile.name, "checked");
}

#[test]
fn another_server_under_the_same_name_is_another_lease() {
    let mut world = opened(0, Some(100));
    let mut config = config();
    let elsewhere = crate::profile::Profile {
        host: "192.0.2.77".parse().unwrap(),
        ..crate::profile::Profile::clone(&config.profiles[0])
    };
    config.profiles[0] = Arc::new(elsewhere);
    world.tell(Event::ConfigRead(Ok(config)));
    world.happen(&Happening::Open(0, Some(1000)));
    world.happen(&Happening::End(Ending::Good));
    assert_eq!(world.state.leases.iter().count(), 2);
    // A door stands for one server.
    world.doors.get_mut("checked").unwrap().is_certain = false;
    world.pass(100);
    assert_eq!(world.under_way[0].1.profile.host.as_str(), "192.0.2.1");
}

#[test]
fn a_closing_from_another_address_waits_until_the_one_that_was_let_in_is_back() {
    let mut world = opened(0, Some(100));
    world.compares = false;
    world.here = "198.51.100.7";
    world.tell(Event::NetworkChanged);
    world.pass(100);
    world.end(Ending::Good);
    let (_, lease) = world.state.leases.iter().next().unwrap();
    assert!(lease.is_close_failed(), "{lease:?}");
    world.pass(3600);
    assert_eq!(closings(&world), 0);
    world.here = "192.0.2.99";
    world.tell(Event::NetworkChanged);
    assert_eq!(closings(&world), 1);
    world.end(Ending::Good);
    assert!(world.state.leases.is_empty());
}

#[test]
fn a_closing_that_did_not_reach_all_that_was_opened_is_repeated() {
    let mut world = World::new();
    world.compares = false;
    world.reached = vec!["192.0.2.1", "192.0.2.2"];
    world.happen(&Happening::Open(0, Some(100)));
    world.end(Ending::Good);
    world.pass(100);
    world.reached.pop();
    world.end(Ending::Good);
    assert_eq!(world.state.leases.iter().count(), 1);
    world.pass(10);
    world.reached.push("192.0.2.2");
    world.end(Ending::Good);
    assert!(world.state.leases.is_empty());
}

#[test]
fn an_opening_that_its_own_closing_overtook_is_closed() {
    for by in [Happening::Close(0), Happening::Lock, Happening::CloseAll] {
        let mut world = World::new();
        world.compares = false;
        world.happen(&Happening::Open(0, None));
        world.happen(&by);
        // The closing ends first: the opening still waits for its secret.
        world.under_way.reverse();
        world.end(Ending::Good);
        world.end(Ending::Good);
        assert_eq!(world.only().action, Action::Close, "{by:?}");
    }
}

#[test]
fn what_opens_late_is_closed_although_the_agent_ends() {
    let mut world = World::new();
    world.compares = false;
    world.happen(&Happening::Open(0, Some(100)));
    world.tell(Event::Quit(CloseOn::Quit));
    world.under_way.reverse();
    world.end(Ending::Good);
    world.end(Ending::Good);
    assert_eq!(world.only().action, Action::Close);
    world.end(Ending::Good);
    assert!(world.state.leases.is_empty() && world.state.running.is_empty());
}

#[test]
fn both_servers_of_one_name_are_closed_when_the_agent_ends() {
    let mut world = opened(0, Some(100));
    world.compares = false;
    let mut config = config();
    let elsewhere = crate::profile::Profile {
        host: "192.0.2.77".parse().unwrap(),
        ..crate::profile::Profile::clone(&config.profiles[0])
    };
    config.profiles[0] = Arc::new(elsewhere);
    world.tell(Event::ConfigRead(Ok(config)));
    world.happen(&Happening::Open(0, Some(1000)));
    world.end(Ending::Good);
    world.tell(Event::Quit(CloseOn::Quit));
    let mut hosts = Vec::new();
    while let Some((_, order)) = world.under_way.first() {
        hosts.push(order.profile.host.to_string());
        world.end(Ending::Good);
    }
    assert_eq!(hosts, ["192.0.2.77", "192.0.2.1"]);
    assert!(world.state.leases.is_empty());
}

#[test]
fn what_is_no_longer_kept_open_is_not_knocked_on_again() {
    let mut world = opened(2, None);
    let text = PROFILES.replace("keep_open = true", "");
    let edited = decode(&text, Path::new("")).unwrap();
    world.tell(Event::ConfigRead(Ok(edited)));
    world.happen(&Happening::Open(2, None));
    world.end(Ending::Good);
    world.pass(100);
    assert_eq!(world.under_way.len(), 0);
    assert!(world.state.leases.is_empty());
}

#[test]
fn whoever_asks_last_says_how_long_it_lasts() {
    let mut world = World::new();
    world.happen(&Happening::Open(1, None));
    // Joins it.
    world.happen(&Happening::Open(1, Some(100)));
    world.end(Ending::Good);
    world.doors.get_mut("unchecked").unwrap().end =
        Some(world.now.moment + Duration::from_secs(100));
    world.pass(100);
    assert_eq!(closings(&world), 1);
}

#[test]
fn an_opening_that_joins_a_renewal_gets_its_own_end() {
    let mut world = opened(2, None);
    world.pass(20);
    assert_eq!(world.only().action, Action::Open);
    world.happen(&Happening::Open(2, Some(10)));
    world.end(Ending::Good);
    world.doors.get_mut("kept").unwrap().end = Some(world.now.moment + Duration::from_secs(10));
    world.pass(10);
    assert_eq!(closings(&world), 1);
}

#[test]
fn opened_again_by_itself_it_keeps_its_end() {
    let text = PROFILES.replace(
        "name = \"unchecked\"",
        "name = \"unchecked\"\nopen_on = [\"resume\"]",
    );
    let mut world = World::new();
    let config = decode(&text, Path::new("")).unwrap();
    world.tell(Event::ConfigRead(Ok(config)));
    world.happen(&Happening::Open(1, Some(100)));
    world.end(Ending::Good);
    let end = world.doors["unchecked"].end;
    world.pass(50);
    world.happen(&Happening::Resume);
    assert_eq!(world.only().action, Action::Open);
    world.end(Ending::Good);
    world.doors.get_mut("unchecked").unwrap().end = end;
    world.pass(50);
    assert_eq!(closings(&world), 1);
}

#[test]
fn a_failure_that_is_dismissed_does_not_take_what_is_open_along() {
    let mut world = opened(0, None);
    world.happen(&Happening::Open(0, None));
    world.end(Ending::NotConfirmed);
    world.happen(&Happening::Dismiss(0));
    assert_eq!(world.state.leases.iter().count(), 1);
}

#[test]
fn of_one_time_closings_three_are_sent_in_vain() {
    let close = "close = { one_time = { file = \"/list\" } }";
    let text = PROFILES.replacen("close = [\"7001\"]", close, 1);
    let mut world = World::new();
    let config = decode(&text, Path::new("")).unwrap();
    world.tell(Event::ConfigRead(Ok(config)));
    world.happen(&Happening::Open(0, Some(100)));
    world.end(Ending::Good);
    world.pass(100);
    for _ in 0..3 {
        world.end(Ending::NotConfirmed);
        world.pass(100);
    }
    assert_eq!(closings(&world), 0);
    let (_, lease) = world.state.leases.iter().next().unwrap();
    assert_eq!(lease.phase, Phase::GivenUp);
}
