//! When an opening is needed, as far as the record of what was done says: pure. Nobody asks the port, since some servers
//! ban whoever does before a knock.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::history::{Believed, Entry, Standing};
use crate::profile::Action;

/// When an opening is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Whenever it is asked for.
    #[default]
    Always,
    /// Where the profile is not known to be open; since this moment somebody has been waiting for it.
    UnlessOpen(Timestamp),
    /// Where the profile was not opened since this moment: then it was found shut, although it was known to be open.
    UnlessOpenedSince(Timestamp),
}

/// What is known of a profile that is to be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It is open.
    Open,
    /// An opening has failed since it was waited for, so that one more would come to the same.
    JustFailed,
    /// It is shut, or nothing is known.
    Shut,
}

impl Need {
    /// Two readings of the wall clock may differ by so much without its having been set.
    const JITTER: SignedDuration = SignedDuration::from_secs(2);

    /// What is known of a profile that stands so, at that time by the wall clock.
    #[must_use]
    pub fn known(self, standing: Option<&Standing>, now: Timestamp) -> Known {
        let Some(standing) = standing else {
            return Known::Shut;
        };
        let last = &standing.last;
        // A clock that was set back leaves entries in the future, which are not news for ever.
        let is_since =
            |moment| moment <= last.time && last.time.duration_since(now) <= Self::JITTER;
        let is_believed_open = matches!(standing.believed, Some((Believed::Open, _)));
        let (is_open, since) = match self {
            Self::Always => return Known::Shut,
            Self::UnlessOpen(since) => (is_believed_open, since),
            Self::UnlessOpenedSince(since) => {
                let is_opened = last.says() == Some(Believed::Open) && is_since(since);
                (is_believed_open && is_opened, since)
            }
        };
        if is_open {
            Known::Open
        } else if last.action == Action::Open && last.has_failed() && is_since(since) {
            Known::JustFailed
        } else {
            Known::Shut
        }
    }
}

impl Known {
    /// The last line of the history, where it says all that there is to say.
    #[must_use]
    pub fn failed(self, standing: Option<&Standing>) -> Option<&Entry> {
        standing
            .filter(|_| self == Self::JustFailed)
            .map(|standing| &standing.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn standing(second: i64, action: Action, outcome: &str, believed: Believed) -> Standing {
        let entry = serde_json::json!({
            "time": at(second), "profile": "a", "host": "a.example", "action": action, "outcome": outcome,
            "reason": null, "address": "192.0.2.1", "duration_ms": 3
        });
        Standing {
            believed: Some((believed, at(second))),
            last: serde_json::from_value(entry).unwrap(),
        }
    }

    fn opened(second: i64) -> Standing {
        standing(second, Action::Open, "verified", Believed::Open)
    }

    fn failed(second: i64) -> Standing {
        standing(second, Action::Open, "failed", Believed::Closed)
    }

    fn known(need: Need, standing: &Standing, now: i64) -> Known {
        need.known(Some(standing), at(now))
    }

    #[test]
    fn what_was_opened_before_is_open() {
        let need = Need::UnlessOpen(at(100));
        assert_eq!(known(need, &opened(7), 101), Known::Open);
        assert_eq!(known(need, &opened(101), 101), Known::Open);
        let closed = standing(8, Action::Close, "verified", Believed::Closed);
        assert_eq!(known(need, &closed, 101), Known::Shut);
        assert_eq!(need.known(None, at(101)), Known::Shut);
    }

    #[test]
    fn what_was_found_shut_is_open_only_if_it_was_opened_since() {
        let need = Need::UnlessOpenedSince(at(100));
        assert_eq!(known(need, &opened(99), 101), Known::Shut);
        assert_eq!(known(need, &opened(100), 101), Known::Open);
        let check = standing(101, Action::Check, "verified", Believed::Open);
        assert_eq!(known(need, &check, 101), Known::Open);
        // A closing that failed says that it is open, but nobody has opened it.
        let mut close = standing(101, Action::Close, "failed", Believed::Open);
        assert_eq!(known(need, &close, 101), Known::Shut);
        close.last.reason = Some("still_open".to_owned());
        assert_eq!(known(need, &close, 101), Known::Open);
    }

    #[test]
    fn an_opening_that_failed_counts_for_all_who_waited_for_it() {
        for need in [Need::UnlessOpen(at(100)), Need::UnlessOpenedSince(at(100))] {
            assert_eq!(known(need, &failed(99), 101), Known::Shut);
            assert_eq!(known(need, &failed(100), 101), Known::JustFailed);
            let close = standing(101, Action::Close, "failed", Believed::Closed);
            assert_eq!(known(need, &close, 101), Known::Shut);
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_news() {
        let need = Need::UnlessOpenedSince(at(100));
        assert_eq!(known(need, &opened(3_700), 101), Known::Shut);
        assert_eq!(known(need, &failed(3_700), 101), Known::Shut);
        assert_eq!(known(need, &opened(102), 101), Known::Open);
    }

    #[test]
    fn what_is_asked_for_in_any_case_is_needed() {
        assert_eq!(known(Need::Always, &opened(7), 8), Known::Shut);
        assert_eq!(known(Need::Always, &failed(8), 8), Known::Shut);
    }
}
