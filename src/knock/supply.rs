//! The sequence that an action sends, from wherever it comes.

use std::time::Duration;

use super::{Failure, ListReport, Progress};
use crate::profile::{Action, Field, ListSource, Profile, Sequence, SequenceSource};
use crate::secret::{OneTimeList, SecretError, Secrets};

/// A list that was there a moment ago is read and written so fast, or its keyring hangs: others wait for the address.
const AGAIN: Duration = Duration::from_secs(5);

/// The sequence that an action sends.
pub(super) enum Supply<'p> {
    /// The same each time.
    Fixed(Sequence),
    /// One of a list, each of which is good once.
    OneTime(OneTime<'p>),
}

/// A list of one-time sequences, and which of them may be the one that the server wants.
pub(super) struct OneTime<'p> {
    source: &'p ListSource,
    list: OneTimeList,
    left: usize,
    /// Whether the next one is tried twice before others are: its packets may have been lost.
    is_repeated: bool,
    /// How many, from the first, were sent without it being known what came of them.
    sent: usize,
    /// In the order in which they are tried; never empty.
    candidates: Vec<Candidate>,
}

/// A sequence that may be the one.
struct Candidate {
    sequence: Sequence,
    /// So many are spent where it has its effect.
    spends: usize,
}

impl<'p> Supply<'p> {
    /// Reads it.
    pub(super) async fn read(
        secrets: &Secrets,
        profile: &'p Profile,
        action: Action,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Self, Failure> {
        let source = profile
            .sequence(action)
            .ok_or_else(|| Failure::unclosable(profile))?;
        let limit = profile.settings.secret_timeout;
        let field = Field::Sequence(action);
        match source {
            SequenceSource::Literal { sequence, payloads } if payloads.is_empty() => {
                Ok(Self::Fixed(sequence.clone()))
            }
            SequenceSource::Literal { sequence, payloads } => {
                progress(Progress::ReadingSecret);
                let mut filled = Vec::with_capacity(payloads.len());
                for (index, source) in payloads {
                    let payload = secrets.payload(source, limit).await;
                    let field = Field::payload(action, *index);
                    filled.push((*index, payload.map_err(failure(field))?));
                }
                Ok(Self::Fixed(sequence.with_payloads(filled)))
            }
            SequenceSource::Secret(source) => {
                progress(Progress::ReadingSecret);
                let sequence = secrets.sequence(source, limit).await;
                Ok(Self::Fixed(sequence.map_err(failure(field))?))
            }
            SequenceSource::OneTime(source) => {
                progress(Progress::ReadingSecret);
                let is_repeated = profile.settings.retries > 0;
                let list = OneTime::read(secrets, source, is_repeated, limit).await;
                list.map(Self::OneTime).map_err(failure(field))
            }
        }
    }

    /// The same once the address is free: those before may have used sequences of the list.
    pub(super) async fn again(self, secrets: &Secrets, action: Action) -> Result<Self, Failure> {
        match self {
            Self::Fixed(_) => Ok(self),
            Self::OneTime(list) => {
                let read = OneTime::read(secrets, list.source, list.is_repeated, AGAIN);
                let list = read.await;
                list.map(Self::OneTime)
                    .map_err(failure(Field::Sequence(action)))
            }
        }
    }

    /// Whether a step of it goes over TCP.
    pub(super) fn has_tcp(&self) -> bool {
        match self {
            Self::Fixed(sequence) => sequence.has_tcp(),
            Self::OneTime(list) => {
                let mut candidates = list.candidates.iter();
                candidates.any(|candidate| candidate.sequence.has_tcp())
            }
        }
    }

    /// How often it is tried at least, so that each that may be the one is.
    pub(super) fn least_tries(&self) -> u32 {
        match self {
            Self::Fixed(_) => 1,
            Self::OneTime(list) => u32::try_from(list.candidates.len()).unwrap_or(u32::MAX),
        }
    }

    /// What the try of this number, from 1, sends. It is noted before, since the process may not live to see its effect.
    pub(super) async fn take(&mut self, secrets: &Secrets, number: u32) -> Sequence {
        let list = match self {
            Self::Fixed(sequence) => return sequence.clone(),
            Self::OneTime(list) => list,
        };
        let (sequence, spends) = {
            let candidate = list.candidate(number);
            (candidate.sequence.clone(), candidate.spends)
        };
        if spends > list.sent {
            list.sent = spends;
            secrets.note_sent(list.source, list.left, spends).await;
        }
        sequence
    }

    /// Marks what the try of this number sent as used, with all before it: it had its effect.
    pub(super) async fn spend(&self, secrets: &Secrets, number: u32) -> Option<ListReport> {
        let Self::OneTime(list) = self else {
            return None;
        };
        let spends = list.candidate(number).spends;
        let spent = secrets.spend(list.source, &list.list, spends, AGAIN).await;
        let (left, unspent) = match spent {
            Ok(left) => {
                secrets.note_sent(list.source, list.left, 0).await;
                (left, None)
            }
            Err(error) => (list.left, Some(error)),
        };
        Some(ListReport { left, unspent })
    }
}

impl<'p> OneTime<'p> {
    /// Where nothing is open, the server wants the next one. Else it may be any of those that were sent, the one after
    /// them, or the last that was spent: a door that was open already makes an opening look verified whose packets were
    /// lost.
    async fn read(
        secrets: &Secrets,
        source: &'p ListSource,
        is_repeated: bool,
        limit: Duration,
    ) -> Result<Self, SecretError> {
        let list = secrets.list(source, limit).await?;
        let left = list.left();
        let sent = secrets.sent(source, left).await;
        // The one after is looked at too, so that a mistake in it is known before it is needed.
        let next = list.next((sent + 1).max(2))?;
        let candidate = |(index, sequence)| Candidate {
            sequence,
            spends: index + 1,
        };
        let next = next.into_iter().enumerate().take(sent + 1);
        let mut candidates: Vec<Candidate> = next.map(candidate).collect();
        if sent > 0 {
            if is_repeated {
                let again = candidate((0, candidates[0].sequence.clone()));
                candidates.insert(1, again);
            }
            candidates.extend(list.last_spent().map(|sequence| Candidate {
                sequence,
                spends: 0,
            }));
        }
        Ok(Self {
            source,
            list,
            left,
            is_repeated,
            sent,
            candidates,
        })
    }

    /// Each in its turn, then the next one again.
    fn candidate(&self, number: u32) -> &Candidate {
        let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        self.candidates.get(index).unwrap_or(&self.candidates[0])
    }
}

fn failure(field: Field) -> impl FnOnce(SecretError) -> Failure {
    move |error| Failure::Secret { field, error }
}
