//! Leases of what single packets opened, which only the server closes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::clock::Moment;
use crate::config::decode;
use crate::knock::{Failure, Outcome, Receipt, Silence, StepReport, StepResult};
use crate::profile::{Action, Profile, Term, Transport};

fn profile(keys: &str, spa: &str) -> Arc<Profile> {
    let source = format!(
        "[[profile]]\nname = \"nas\"\nhost = \"192.0.2.1\"\n{keys}\n\
         spa = {{ access = \"tcp/22\", key = {{ keyring = true }}, hmac_key = {{ keyring = true }}, {spa} }}\n"
    );
    Arc::clone(&decode(&source, Path::new("")).unwrap().profiles[0])
}

fn at(second: u64) -> Moment {
    Moment::new(Duration::from_secs(second))
}

fn receipt(outcome: Outcome, result: StepResult) -> Receipt {
    let step = StepReport {
        at: Duration::ZERO,
        protocol: Transport::Tcp,
        local: Some("192.0.2.7:50000".parse().unwrap()),
        remote: "192.0.2.1:62201".parse().unwrap(),
        size: None,
        result,
    };
    Receipt {
        outcome,
        steps: vec![step],
        ..Receipt::failed("nas".to_owned(), Action::Open, Failure::Crashed)
    }
}

fn sent() -> Receipt {
    receipt(Outcome::Unverified, StepResult::NoAnswer)
}

fn open(leases: &mut Leases, second: u64, profile: &Arc<Profile>, receipt: &Receipt) -> LeaseId {
    let term = Term::UntilClosed;
    let id = leases.begin_opening(at(second), profile, term).unwrap();
    leases.end_opening(at(second), id, profile, term, receipt);
    id
}

#[test]
fn it_ends_when_the_server_closes() {
    for (spa, seconds) in [("timeout = \"7s\"", 7), ("port = 7", 30)] {
        let mut leases = Leases::default();
        let id = open(&mut leases, 100, &profile("", spa), &sent());
        assert_eq!(leases.get(id).unwrap().end(), Some(at(100 + seconds)));
        assert_eq!(leases.due(at(99 + seconds), true, |_| false), []);
        assert!(!leases.is_empty());
        leases.due(at(100 + seconds), true, |_| false);
        assert!(leases.is_empty());
    }
}

#[test]
fn what_lasts_longer_lasts_on() {
    let mut leases = Leases::default();
    let short = profile("", "timeout = \"20s\"");
    let long = short.opened_for(Some("10m".parse().unwrap())).unwrap();
    open(&mut leases, 0, &long, &sent());
    let id = open(&mut leases, 100, &short, &sent());
    assert_eq!(leases.get(id).unwrap().end(), Some(at(600)));
    let id = open(&mut leases, 590, &short, &sent());
    assert_eq!(leases.get(id).unwrap().end(), Some(at(610)));
}

#[test]
fn a_connection_that_brought_nothing_opens_nothing() {
    let mut leases = Leases::default();
    let failure = Failure::NotDelivered {
        remote: "192.0.2.1:62201".parse().unwrap(),
        silence: Silence::Refused,
    };
    let refused = receipt(Outcome::Failed(failure), StepResult::Refused);
    open(
        &mut leases,
        0,
        &profile("", "transport = \"tcp\""),
        &refused,
    );
    assert!(leases.is_empty());
}

#[test]
fn what_is_kept_open_can_be_let_go() {
    let kept = profile("keep_open = true", "timeout = \"30s\"");
    let mut leases = Leases::default();
    let id = open(&mut leases, 0, &kept, &sent());
    assert_eq!(leases.due(at(25), true, |_| false), [Due::Renew(id)]);
    // Also while a renewal is under way.
    leases.begin_renewal(id);
    assert!(leases.let_lapse("nas"));
    assert!(!leases.let_lapse("nas"), "once is enough");
    leases.end_renewal(at(25), id, &kept, &sent());
    assert_eq!(leases.get(id).unwrap().end(), Some(at(55)));
    assert_eq!(leases.due(at(54), true, |_| false), []);
    // Nor does the configuration that is read again keep it.
    leases.take_up(at(54), &kept);
    assert_eq!(leases.due(at(54), true, |_| false), []);
    leases.due(at(55), true, |_| false);
    assert!(leases.is_empty());
}
