//! The sequence that an action sends, from wherever it comes.

use std::time::Duration;

use super::{Failure, ListReport, Progress};
use crate::profile::{Action, Field, ListSource, Profile, Sequence, SequenceSource};
use crate::secret::{OneTimeList, SecretError, Secrets};

/// The sequence that an action sends.
pub(super) enum Supply<'p> {
    /// The same each time.
    Fixed(Sequence),
    /// One of a list, each of which is good once.
    OneTime {
        /// Where the list is.
        source: &'p ListSource,
        /// The list as it was.
        list: OneTimeList,
        /// The one that is next.
        next: Sequence,
        /// The one after it.
        after: Option<Sequence>,
    },
}

impl<'p> Supply<'p> {
    /// Reads it.
    pub(super) async fn read(
        secrets: &Secrets,
        profile: &'p Profile,
        action: Action,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Self, Failure> {
        let source = profile.sequence(action).ok_or(Failure::NoClosingSequence)?;
        let limit = profile.settings.secret_timeout;
        let field = Field::sequence(action);
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
                let list = secrets.list(source, limit).await.map_err(failure(field))?;
                let (next, after) = list.next().map_err(failure(field))?;
                Ok(Self::OneTime {
                    source,
                    list,
                    next,
                    after,
                })
            }
        }
    }

    /// What a try sends. The last of several tries takes the next one of a list: where the earlier ones had no effect,
    /// their sequence may have been used already, by a process that was killed before it could mark it.
    pub(super) fn sequence(&self, is_last_of_several: bool) -> &Sequence {
        match self {
            Self::Fixed(sequence) => sequence,
            Self::OneTime {
                after: Some(after), ..
            } if is_last_of_several => after,
            Self::OneTime { next, .. } => next,
        }
    }

    /// Marks what had its effect as used, with all before it.
    pub(super) async fn spend(
        &self,
        secrets: &Secrets,
        is_last_of_several: bool,
        limit: Duration,
    ) -> Option<ListReport> {
        let Self::OneTime {
            source,
            list,
            after,
            ..
        } = self
        else {
            return None;
        };
        let count = if is_last_of_several && after.is_some() {
            2
        } else {
            1
        };
        let (left, unspent) = match secrets.spend(source, list, count, limit).await {
            Ok(left) => (left, None),
            Err(error) => (list.left(), Some(error)),
        };
        Some(ListReport { left, unspent })
    }
}

fn failure(field: Field) -> impl FnOnce(SecretError) -> Failure {
    move |error| Failure::Secret { field, error }
}
