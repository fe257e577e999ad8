//! What is known of one action on one profile, from its beginning to its receipt. Pure.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::time::Duration;

use crate::knock::{Progress, Receipt, StepReport, StepResult, plan};
use crate::profile::{Action, Profile, Transport};

/// What is known of one action on one profile.
#[derive(Debug, Clone)]
pub(in crate::window) struct Course {
    profile: String,
    action: Action,
    /// When each packet is to leave, were both families knocked on; nothing where that is not known.
    planned: Vec<Duration>,
    /// How many packets are sure to be planned: those of one family.
    least: usize,
    hides_ports: bool,
    tries: Vec<Try>,
    stage: Stage,
}

/// How far an action has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// It runs; what was told last.
    Running(Option<Progress>),
    /// It ended.
    Ended(Box<Receipt>),
    /// It was not even begun; why, in a line.
    Refused(String),
}

/// The sequence, sent once.
#[derive(Debug, Clone, Default)]
struct Try {
    /// By their place in the sequence, from 0; one that did not leave is told by the receipt alone.
    packets: BTreeMap<usize, Packet>,
    of: Option<usize>,
    checked: Option<NonZeroU16>,
}

/// A packet, as it left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packet {
    /// When.
    pub at: Duration,
    /// What carried it.
    pub protocol: Transport,
    /// Where it went.
    pub remote: SocketAddr,
    /// What came back, once that is known.
    pub result: Option<StepResult>,
}

/// One sending of the sequence, and its check. Its times count from its own beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Round {
    /// Which it is, from 1.
    pub number: u32,
    /// When it began, as far as is known.
    pub origin: Option<Duration>,
    /// What was planned, and what was sent.
    pub steps: Vec<Step>,
    /// The check after it.
    pub check: Option<Check>,
}

/// One step of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// Its number, from 1.
    pub number: usize,
    /// When it was to be sent.
    pub planned: Option<Duration>,
    /// What was sent.
    pub sent: Option<Packet>,
}

/// A check of the service port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Check {
    /// The port.
    pub port: NonZeroU16,
    /// Whether it is to answer: not after a closing.
    pub should_answer: bool,
    /// When it began.
    pub begins: Duration,
    /// Whether it answered, and after how long that was known; absent while it runs.
    pub found: Option<(bool, Duration)>,
}

impl Course {
    /// An action that begins. Of a profile that is not known here, nothing is planned, and no port is ever shown.
    pub(in crate::window) fn begun(profile: Option<&Profile>, action: Action) -> Self {
        let source = profile.and_then(|profile| profile.sequence(action));
        let sequence = source.and_then(|source| source.literal());
        let planned = profile.zip(sequence).map(|(profile, sequence)| {
            let anywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
            let hits = plan(sequence, &[anywhere; 2], profile.settings.delay);
            hits.iter().map(|hit| hit.at).collect()
        });
        Self {
            profile: profile.map_or_else(String::new, |profile| profile.name.clone()),
            action,
            planned: planned.unwrap_or_default(),
            least: sequence.map_or(0, |sequence| sequence.steps().len()),
            hides_ports: profile.is_none() || (source.is_some() && sequence.is_none()),
            tries: vec![Try::default()],
            stage: Stage::Running(None),
        }
    }

    /// Takes account of what happens on the way.
    pub(in crate::window) fn progress(&mut self, progress: &Progress) {
        if let Progress::Again(_) = progress {
            self.tries.push(Try::default());
        }
        if let Some(last) = self.tries.last_mut() {
            last.progress(progress);
        }
        self.stage = Stage::Running(Some(*progress));
    }

    /// Takes account of the end: what the receipt says counts.
    pub(in crate::window) fn ended(&mut self, receipt: Receipt) {
        self.hides_ports |= receipt.is_secret;
        self.profile.clone_from(&receipt.profile);
        self.action = receipt.action;
        if !receipt.steps.is_empty() {
            self.take_steps(&receipt);
        }
        self.stage = Stage::Ended(Box::new(receipt));
    }

    /// It could not even be begun; why, in a line.
    pub(in crate::window) fn refused(&mut self, line: String) {
        self.stage = Stage::Refused(line);
    }

    /// Whether it has not come to its end.
    pub(in crate::window) fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Running(_))
    }

    /// How far it has come.
    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The profile's name; empty where it is not known.
    pub(super) fn profile(&self) -> &str {
        &self.profile
    }

    /// What is done.
    pub(in crate::window) fn action(&self) -> Action {
        self.action
    }

    /// Whether its ports must never be shown: the sequence is a secret that the configuration does not hold.
    pub(super) fn hides_ports(&self) -> bool {
        self.hides_ports
    }

    /// The sendings of the sequence, in order, as far as there is something to say of them.
    pub(super) fn rounds(&self) -> Vec<Round> {
        let mut rounds: Vec<Round> = Vec::with_capacity(self.tries.len());
        for (number, one) in (1..).zip(&self.tries) {
            rounds.push(self.round(number, one));
        }
        self.add_checks(&mut rounds);
        rounds.retain(|round| !round.steps.is_empty() || round.check.is_some());
        rounds
    }

    /// Spreads the packets of a receipt, which says how many tries there were, but not where each begins: one-time
    /// sequences differ in their length. That is known where somebody has listened, else they are taken to be alike.
    fn take_steps(&mut self, receipt: &Receipt) {
        let tries = usize::try_from(receipt.tries).unwrap_or(1).max(1);
        let heard: Vec<usize> = self.tries.iter().filter_map(|one| one.of).collect();
        let total: usize = heard.iter().sum();
        let lengths = if heard.len() == tries && total == receipt.steps.len() {
            heard
        } else {
            vec![receipt.steps.len().div_ceil(tries); tries]
        };
        self.tries.resize_with(tries, Try::default);
        let mut left = receipt.steps.iter();
        for (one, length) in self.tries.iter_mut().zip(lengths) {
            let packets = left.by_ref().take(length).map(Packet::of);
            one.packets = packets.enumerate().collect();
            one.of = Some(one.packets.len());
        }
    }

    fn round(&self, number: u32, one: &Try) -> Round {
        let planned_of = |index: usize| self.planned.get(index).copied();
        let first = one.packets.first_key_value();
        let origin = if number == 1 {
            Some(Duration::ZERO)
        } else {
            first.map(|(index, first)| {
                first
                    .at
                    .saturating_sub(planned_of(*index).unwrap_or_default())
            })
        };
        let length = one.of.unwrap_or(self.least);
        let steps = (0..length).map(|index| Step {
            number: index + 1,
            planned: planned_of(index),
            sent: one.packets.get(&index).map(|packet| Packet {
                at: packet.at.saturating_sub(origin.unwrap_or_default()),
                ..*packet
            }),
        });
        Round {
            number,
            origin,
            // What is neither planned nor sent is a number and no more.
            steps: steps
                .filter(|step| step.planned.is_some() || step.sent.is_some())
                .collect(),
            check: None,
        }
    }

    fn add_checks(&self, rounds: &mut [Round]) {
        let last = rounds.len().saturating_sub(1);
        let checked = self.tries.iter().rposition(|one| one.checked.is_some());
        let origins: Vec<_> = rounds.iter().map(|round| round.origin).collect();
        for (index, (round, one)) in rounds.iter_mut().zip(&self.tries).enumerate() {
            let next = origins.get(index + 1).copied().flatten();
            round.check = match (&self.stage, one.checked) {
                (Stage::Ended(receipt), _) if index == checked.unwrap_or(last) => {
                    final_check(round, receipt, index == last)
                }
                (_, Some(port)) if index < last => Some(self.vain_check(round, port, next)),
                (Stage::Running(_), Some(port)) => Some(Check {
                    port,
                    should_answer: self.action != Action::Close,
                    begins: round.last_sent(),
                    found: None,
                }),
                _ => None,
            };
        }
    }

    /// The check of a round that was not the last: it found the door as it should not be, until the next one began.
    fn vain_check(&self, round: &Round, port: NonZeroU16, next: Option<Duration>) -> Check {
        let begins = round.last_sent();
        let should_answer = self.action != Action::Close;
        let found = next.map(|next| {
            let lasted = next.saturating_sub(round.origin.unwrap_or_default() + begins);
            (!should_answer, lasted)
        });
        Check {
            port,
            should_answer,
            begins,
            found,
        }
    }
}

/// The check of a receipt. Where it ended with the action, it is known when it began.
fn final_check(round: &Round, receipt: &Receipt, is_last: bool) -> Option<Check> {
    let check = receipt.check?;
    let ended = receipt
        .elapsed
        .saturating_sub(round.origin.unwrap_or_default());
    let last_sent = round.last_sent();
    Some(Check {
        port: check.port,
        should_answer: receipt.action != Action::Close,
        begins: if is_last {
            ended.saturating_sub(check.elapsed).max(last_sent)
        } else {
            last_sent
        },
        found: Some((check.reachable, check.elapsed)),
    })
}

impl Try {
    fn progress(&mut self, progress: &Progress) {
        match *progress {
            Progress::Hit {
                number,
                of,
                at,
                protocol,
                remote,
            } => {
                self.of = Some(of);
                let packet = Packet {
                    at,
                    protocol,
                    remote,
                    result: None,
                };
                self.packets.insert(number.saturating_sub(1), packet);
            }
            Progress::Checking(port) => self.checked = Some(port),
            Progress::ReadingSecret
            | Progress::AskingAddress
            | Progress::Waiting(_)
            | Progress::Again(_) => {}
        }
    }
}

impl Packet {
    fn of(report: &StepReport) -> Self {
        Self {
            at: report.at,
            protocol: report.protocol,
            remote: report.remote,
            result: Some(report.result),
        }
    }

    /// Whether it left, as far as is known.
    pub(super) fn left(&self) -> bool {
        !matches!(
            self.result,
            Some(StepResult::NotSent | StepResult::NotPermitted)
        )
    }
}

impl Check {
    /// Whether it found the port as the action should leave it; `None` while it runs.
    pub(super) fn is_as_wanted(&self) -> Option<bool> {
        let (answers, _) = self.found?;
        Some(answers == self.should_answer)
    }
}

impl Round {
    /// When the last packet left.
    fn last_sent(&self) -> Duration {
        let sent = self.steps.iter().filter_map(|step| step.sent);
        sent.map(|packet| packet.at).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
