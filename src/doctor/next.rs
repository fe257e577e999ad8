//! What to do next to find out more. Pure, and it comes to an end.

use super::{Closing, Findings, Trial, Try};
use crate::knock::{Ping, PortState};
use crate::profile::{Action, Field};

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Send an echo request, before any knock.
    Ping,
    /// Look at the ports, before any knock.
    Look,
    /// Ask the network for its time.
    AskTime,
    /// Knock.
    Try(Trial),
    /// Send some echo requests in a quick series.
    PingSeries,
    /// Ask several times as whom the world sees this machine.
    AskAddress,
    /// Send an echo request, after all knocks.
    PingAgain,
}

/// What may be asked of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Means {
    /// Whether anything may be sent to the server.
    pub server: bool,
    /// Whether there is somebody to ask for the time.
    pub time: bool,
    /// Whether there is somebody to ask for this machine's address.
    pub address: bool,
}

/// So many knocks at most; a server may count them.
pub const MOST_KNOCKS: usize = 14;

/// What to do next; `None` where nothing more would tell anything.
#[must_use]
pub fn next(findings: &Findings, means: Means) -> Option<Task> {
    if !means.server || findings.target().is_none() {
        return None;
    }
    if findings.ping.is_none() {
        return Some(Task::Ping);
    }
    if findings.before.is_none() {
        return Some(Task::Look);
    }
    if findings.service_before() == Some(PortState::Answers) {
        return None;
    }
    // Nobody would see whether it is open, and it would be closed.
    if findings.profile.check.is_none() && findings.is_believed_open {
        return None;
    }
    let is_packet = findings.profile.open.spa().is_some();
    if is_packet && means.time && findings.clock.is_none() {
        return Some(Task::AskTime);
    }
    if let Some(trial) = next_trial(findings) {
        return Some(Task::Try(trial));
    }
    let is_answered = matches!(findings.ping, Some(Ping::Answered(_)));
    let has_opened = findings.tries.iter().any(Try::has_opened);
    let is_slower = matches!(findings.what_opened(), Some(Trial::Slower(_)));
    let own = findings.count(Trial::AsConfigured);
    let is_fickle = own.opened > 0 && own.opened < own.made;
    if (is_slower || is_fickle) && is_answered && findings.series.is_none() {
        return Some(Task::PingSeries);
    }
    if has_opened {
        return None;
    }
    if means.address && findings.seen_as.is_none() {
        return Some(Task::AskAddress);
    }
    (is_answered && findings.ping_after.is_none()).then_some(Task::PingAgain)
}

fn next_trial(findings: &Findings) -> Option<Trial> {
    if findings.tries.len() >= MOST_KNOCKS || is_settled(findings) {
        return None;
    }
    let is_repeatable = findings.is_repeatable();
    let own = findings.count(Trial::AsConfigured);
    if own.opened > 0 && findings.what_opened().is_none() {
        // One that opens at once is tried for certainty, one that did so only later to see how often.
        let enough = if own.opened == own.made { 3 } else { 5 };
        return (is_repeatable && own.made < enough).then_some(Trial::AsConfigured);
    }
    // Each knock uses one up.
    let is_list = findings.profile.is_list(Field::Sequence(Action::Open));
    let enough = if is_list { 1 } else { 2 };
    if own.made < enough {
        return Some(Trial::AsConfigured);
    }
    if is_list {
        return None;
    }
    for trial in Trial::all_for(findings) {
        let count = findings.count(trial);
        match (count.opened, count.made) {
            (_, 0) => return Some(trial),
            // To see that it was not luck: once more as the profile has it, and then so again. What comes last leaves the
            // server without a broken attempt.
            (1, 1) if is_repeatable && own.made == enough => return Some(Trial::AsConfigured),
            (1, 1) if is_repeatable && own.opened == 0 => return Some(trial),
            (1.., _) if own.opened > 0 => return None,
            (1.., _) => return next_for_order(findings),
            (0, _) => {}
        }
    }
    None
}

/// What tells whether slower steps open because the faster ones overtake each other.
fn next_for_order(findings: &Findings) -> Option<Trial> {
    let mut trials = Trial::all_for_order(findings).into_iter();
    let has_told = |trial: &Trial| findings.count(*trial).opened > 0;
    if !findings.is_repeatable() || trials.clone().any(|trial| has_told(&trial)) {
        return None;
    }
    trials.find(|trial| findings.count(*trial).made == 0)
}

/// Whether a router, or this machine's own network, says of everything that the host is not there, after a knock too.
fn is_nobody_there(findings: &Findings) -> bool {
    let is_said = findings.ping == Some(Ping::Unreachable)
        && findings.service_before() == Some(PortState::Unreachable);
    let after = findings.service_after().map(|probe| probe.state);
    is_said && after == Some(PortState::Unreachable)
}

/// Whether more knocks would tell nothing more.
fn is_settled(findings: &Findings) -> bool {
    let is_open = |one: &Try| matches!(one.closing, Closing::LeftOpen | Closing::Lapses);
    findings.not_sent().is_some()
        || findings.tries.iter().any(is_open)
        || findings.opened_instead().is_some()
        || findings.two_sources().is_some()
        || findings.is_refused_only_after()
        || findings.is_opened_late()
        || is_nobody_there(findings)
        || (findings.profile.check.is_none() && !findings.tries.is_empty())
}
