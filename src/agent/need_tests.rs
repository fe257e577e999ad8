//! What the agent does for those who only need a profile open, and who hold what is.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::{Act, Asker, Effect, Event, Need, Reply, Request, Run, State};
use crate::clock::{Moment, Now};
use crate::config::decode;
use crate::history::Entry;
use crate::knock::{Failure, Outcome, Receipt, Silence, StepReport, StepResult};
use crate::lease::Leases;
use crate::profile::{Action, Profile, Transport};
use crate::text::Catalogue;

const HOMELAB: &str = r#"
    [[profile]]
    name = "homelab"
    host = "192.0.2.1"
    open = ["7000"]
    close = ["7001"]
    check = 22
    open_for = "60s"
"#;

/// An agent, and the clock that it goes by.
struct World {
    state: State,
    now: u64,
}

impl World {
    /// At second 100.
    fn new() -> Self {
        let mut state = State::new(decode(HOMELAB, Path::new("")).unwrap(), None);
        state.leases_read = true;
        let mut world = Self { state, now: 100 };
        world.tell(Event::LeasesRead(Leases::default()));
        world
    }

    fn wall(&self) -> Timestamp {
        Timestamp::from_second(1_000_000 + self.now.cast_signed()).unwrap()
    }

    fn tell(&mut self, event: Event) -> Vec<Effect> {
        let now = Now {
            moment: Moment::new(Duration::from_secs(self.now)),
            wall: self.wall(),
        };
        self.state.handle(now, event, &Catalogue::english())
    }

    /// Asks for something: what is begun, and what is replied.
    fn ask(&mut self, request: Request) -> (Vec<Run>, Vec<Reply>) {
        let (asker, _replies): (_, UnboundedReceiver<Reply>) = {
            let (sender, replies) = unbounded_channel();
            (Asker::new(sender), replies)
        };
        let effects = self.tell(Event::Asked(request, asker));
        let replied = effects.iter().filter_map(|effect| match effect {
            Effect::Reply(_, Reply::Selected { .. }) => None,
            Effect::Reply(_, reply) => Some(reply.clone()),
            _ => None,
        });
        (begun(&effects), replied.collect())
    }

    fn need(&mut self, need: Need) -> (Vec<Run>, Vec<Reply>) {
        self.ask(Request::Act(Act {
            action: Action::Open,
            profiles: vec!["homelab".to_owned()],
            term: None,
            check: true,
            need,
        }))
    }

    fn hold(&mut self) {
        let profile = "homelab".to_owned();
        let (_, replies) = self.ask(Request::Hold { profile });
        assert_eq!(replies, [Reply::Held("homelab".to_owned())]);
    }

    fn let_go(&mut self) -> Vec<Run> {
        begun(&self.tell(Event::LetGo("homelab".to_owned())))
    }

    fn pass(&mut self, seconds: u64) -> Vec<Run> {
        self.now += seconds;
        begun(&self.tell(Event::Tick))
    }

    fn end(&mut self, action: Action, outcome: Outcome) {
        let receipt = receipt(action, outcome);
        let entry = Entry::of(&receipt, &self.profile().host, self.wall());
        self.tell(Event::Ended(run(action), Box::new(receipt), entry));
    }

    fn open(&mut self) {
        assert_eq!(self.need(Need::Always).0, [run(Action::Open)]);
        self.end(Action::Open, Outcome::Verified);
    }

    fn profile(&self) -> Arc<Profile> {
        Arc::clone(&self.state.config.profiles[0])
    }

    fn is_due_in(&self) -> Option<Duration> {
        let now = Moment::new(Duration::from_secs(self.now));
        let due = self.state.next_due()?;
        Some(due.saturating_duration_since(now))
    }
}

fn begun(effects: &[Effect]) -> Vec<Run> {
    let performed = effects.iter().filter_map(|effect| match effect {
        Effect::Perform(run, _) => Some(run.clone()),
        _ => None,
    });
    performed.collect()
}

fn run(action: Action) -> Run {
    Run {
        profile: "homelab".to_owned(),
        action,
        check: true,
    }
}

fn receipt(action: Action, outcome: Outcome) -> Receipt {
    Receipt {
        outcome,
        address: Some("192.0.2.1".parse().unwrap()),
        steps: vec![StepReport {
            at: Duration::ZERO,
            protocol: Transport::Tcp,
            local: Some("192.0.2.7:50000".parse().unwrap()),
            remote: "192.0.2.1:7000".parse().unwrap(),
            size: None,
            result: StepResult::NoAnswer,
        }],
        ..Receipt::failed("homelab".to_owned(), action, Failure::Crashed)
    }
}

fn still_closed() -> Outcome {
    Outcome::Failed(Failure::StillClosed {
        port: 22.try_into().unwrap(),
        silence: Silence::Refused,
        tries: 1,
        waited: Duration::from_secs(5),
    })
}

fn is_open() -> Reply {
    Reply::IsOpen {
        profile: "homelab".to_owned(),
        address: Some("192.0.2.1".parse().unwrap()),
    }
}

#[test]
fn what_is_open_is_not_opened_again() {
    let mut world = World::new();
    let (runs, replies) = world.need(Need::UnlessOpen(world.wall()));
    assert_eq!((runs, replies), (vec![run(Action::Open)], Vec::new()));
    // Whoever comes meanwhile hears of it.
    let (runs, replies) = world.need(Need::UnlessOpen(world.wall()));
    let joined = Reply::Joined("homelab".to_owned());
    assert_eq!((runs, replies), (Vec::new(), vec![joined]));
    world.end(Action::Open, Outcome::Verified);
    for _ in 0..2 {
        let (runs, replies) = world.need(Need::UnlessOpen(world.wall()));
        assert_eq!((runs, replies), (Vec::new(), vec![is_open()]));
        assert_eq!(world.pass(20), []);
    }
}

#[test]
fn what_was_found_shut_is_opened_once_for_all_who_found_it_so() {
    let mut world = World::new();
    world.open();
    world.pass(5);
    let found = world.wall();
    world.pass(2);
    assert_eq!(
        world.need(Need::UnlessOpenedSince(found)).0,
        [run(Action::Open)]
    );
    assert_eq!(world.need(Need::UnlessOpenedSince(found)).0, []);
    world.end(Action::Open, Outcome::Verified);
    // One who comes late found the same.
    let (runs, replies) = world.need(Need::UnlessOpenedSince(found));
    assert_eq!((runs, replies), (Vec::new(), vec![is_open()]));
}

#[test]
fn an_opening_that_failed_is_not_repeated_for_those_who_waited_for_it() {
    let mut world = World::new();
    let asked = world.wall();
    assert_eq!(world.need(Need::UnlessOpen(asked)).0, [run(Action::Open)]);
    world.pass(3);
    world.end(Action::Open, still_closed());
    let (runs, replies) = world.need(Need::UnlessOpen(asked));
    let failed = Reply::Ended(Box::new(receipt(Action::Open, still_closed())));
    assert_eq!((runs, replies), (Vec::new(), vec![failed]));
    // Whoever comes after it may have more luck.
    world.pass(1);
    let now = world.wall();
    assert_eq!(world.need(Need::UnlessOpen(now)).0, [run(Action::Open)]);
}

#[test]
fn what_is_being_closed_or_has_moved_is_opened() {
    let mut world = World::new();
    world.open();
    let close = Request::Act(Act {
        action: Action::Close,
        profiles: vec!["homelab".to_owned()],
        term: None,
        check: true,
        need: Need::Always,
    });
    assert_eq!(world.ask(close).0, [run(Action::Close)]);
    let now = world.wall();
    assert_eq!(world.need(Need::UnlessOpen(now)).0, [run(Action::Open)]);

    let mut world = World::new();
    world.open();
    let (id, _) = world.state.leases.iter().next().unwrap();
    world.tell(Event::WayFound(id, Some("192.0.2.8".parse().unwrap())));
    let now = world.wall();
    assert_eq!(world.need(Need::UnlessOpen(now)).0, [run(Action::Open)]);
}

#[test]
fn what_is_held_does_not_end_by_time_until_the_last_has_gone() {
    let mut world = World::new();
    world.hold();
    world.open();
    world.hold();
    assert_eq!(world.is_due_in(), None);
    assert_eq!(world.pass(100), []);
    let lease = world.state.lease_status("homelab").unwrap();
    assert!(
        lease.held && lease.ends_at.unwrap() < world.wall(),
        "{lease:?}"
    );
    assert_eq!(world.let_go(), []);
    assert_eq!(world.let_go(), [run(Action::Close)]);
}

#[test]
fn what_was_held_goes_on_until_its_time() {
    let mut world = World::new();
    world.open();
    world.hold();
    world.pass(20);
    assert_eq!(world.let_go(), []);
    assert!(!world.state.lease_status("homelab").unwrap().held);
    assert_eq!(world.is_due_in(), Some(Duration::from_secs(40)));
    assert_eq!(world.pass(40), [run(Action::Close)]);
}

#[test]
fn what_is_held_is_closed_all_the_same_where_the_user_wants_it() {
    let mut world = World::new();
    world.open();
    world.hold();
    let act = Event::Act {
        profile: "homelab".to_owned(),
        action: Action::Close,
    };
    assert_eq!(begun(&world.tell(act)), [run(Action::Close)]);
}

#[test]
fn what_is_not_there_cannot_be_held_nor_can_an_agent_that_ends_hold() {
    let mut world = World::new();
    let profile = "homlab".to_owned();
    let (_, replies) = world.ask(Request::Hold { profile });
    assert!(
        matches!(replies[..], [Reply::NotFound { .. }]),
        "{replies:?}"
    );
    world.tell(Event::Quit(crate::config::CloseOn::Quit));
    let profile = "homelab".to_owned();
    let (_, replies) = world.ask(Request::Hold { profile });
    assert_eq!(replies, [Reply::Ending]);
}
