//! How each profile stands: what its entries add up to. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Believed, Entry};
use crate::profile::Profile;

/// How a profile stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What is believed of the door, and since when; `None` where nothing was ever found out.
    pub believed: Option<(Believed, Timestamp)>,
    /// The last thing that was done.
    pub last: Entry,
}

impl Standing {
    /// It is not known any more whether it is open.
    pub fn forget_open(&mut self) {
        self.believed = self
            .believed
            .filter(|(believed, _)| *believed != Believed::Open);
    }
}

/// How every profile stands, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standings {
    profiles: BTreeMap<String, Standing>,
    /// The profiles by when they were used last, the latest at the end. By the order of the entries, not by their
    /// times: clocks are set back.
    used: Vec<String>,
}

impl Standings {
    /// Takes account of one more entry, the latest of all.
    pub fn add(&mut self, entry: Entry) {
        let before = self
            .profiles
            .get(&entry.profile)
            .filter(|before| before.last.host == entry.host)
            .and_then(|standing| standing.believed);
        let believed = match (entry.says(), before) {
            (None, before) => before,
            // It has been so for longer.
            (Some(now), Some((same, since))) if now == same => Some((now, since)),
            (Some(now), _) => Some((now, entry.time)),
        };
        let standing = Standing {
            believed,
            last: entry,
        };
        let name = standing.last.profile.clone();
        self.used.retain(|used| *used != name);
        self.used.push(name.clone());
        self.profiles.insert(name, standing);
    }

    /// The one of `profiles` that was used last.
    #[must_use]
    pub fn last_used<'p>(&self, profiles: &'p [Arc<Profile>]) -> Option<&'p Arc<Profile>> {
        self.used.iter().rev().find_map(|name| {
            let profile = profiles.iter().find(|profile| profile.name == *name)?;
            self.of(profile).map(|_| profile)
        })
    }

    /// How this profile stands; `None` where nothing was ever done to its server.
    #[must_use]
    pub fn of(&self, profile: &Profile) -> Option<&Standing> {
        let standing = self.profiles.get(&profile.name)?;
        (standing.last.host == profile.host.as_str()).then_some(standing)
    }

    /// How this profile stands at that time by the wall clock: what a server closes by itself is not known to be open for
    /// longer than it leaves it open.
    #[must_use]
    pub fn at(&self, profile: &Profile, now: Timestamp) -> Option<Standing> {
        let mut standing = self.of(profile)?.clone();
        let timeout = profile
            .lapses_after()
            .and_then(|timeout| SignedDuration::try_from(timeout).ok());
        if timeout.is_some_and(|timeout| now.duration_since(standing.last.time) > timeout) {
            standing.forget_open();
        }
        Some(standing)
    }

    /// Whether this profile is believed open.
    #[must_use]
    pub fn is_open(&self, profile: &Profile) -> bool {
        let believed = self.of(profile).and_then(|standing| standing.believed);
        matches!(believed, Some((Believed::Open, _)))
    }
}

impl FromIterator<Entry> for Standings {
    /// Takes the entries oldest first.
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut standings = Self::default();
        for entry in entries {
            standings.add(entry);
        }
        standings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Action;

    fn entry(
        second: i64,
        profile: &str,
        action: Action,
        outcome: &str,
        reason: Option<&str>,
    ) -> Entry {
        Entry {
            time: Timestamp::from_second(second).unwrap(),
            profile: profile.to_owned(),
            host: "a.example".to_owned(),
            action,
            outcome: outcome.to_owned(),
            reason: reason.map(str::to_owned),
            address: None,
            duration_ms: 1,
        }
    }

    #[test]
    fn what_is_believed_follows_from_the_entries() {
        let entries = [
            entry(1, "a", Action::Open, "verified", None),
            entry(2, "a", Action::Check, "verified", None),
            entry(3, "a", Action::Close, "failed", Some("still_open")),
            entry(4, "a", Action::Check, "failed", Some("name_not_found")),
            entry(
                5,
                "a",
                Action::Check,
                "failed",
                Some("not_reachable_refused"),
            ),
            entry(6, "a", Action::Open, "unverified", None),
            entry(7, "a", Action::Close, "unverified", None),
            entry(8, "a", Action::Close, "failed", Some("still_open")),
            entry(
                9,
                "a",
                Action::Open,
                "failed",
                Some("still_closed_timed_out"),
            ),
        ];
        let believed = |count: usize| {
            let standings: Standings = entries[..count].iter().cloned().collect();
            let believed = standings.of(&profile("a.example"))?.believed;
            believed.map(|(believed, since)| (believed, since.as_second()))
        };
        assert_eq!(believed(0), None);
        assert_eq!(believed(1), Some((Believed::Open, 1)));
        assert_eq!(believed(2), Some((Believed::Open, 1)));
        assert_eq!(believed(3), Some((Believed::Open, 1)));
        assert_eq!(believed(4), Some((Believed::Open, 1)));
        assert_eq!(believed(5), Some((Believed::Closed, 5)));
        assert_eq!(believed(6), Some((Believed::Open, 6)));
        assert_eq!(believed(7), Some((Believed::Closed, 7)));
        assert_eq!(believed(8), Some((Believed::Open, 8)));
        assert_eq!(believed(9), Some((Believed::Closed, 9)));
    }

    #[test]
    fn another_server_under_the_same_name_is_not_known() {
        let mut standings = Standings::default();
        standings.add(entry(1, "a", Action::Open, "verified", None));
        assert!(standings.is_open(&profile("a.example")));
        assert_eq!(standings.of(&profile("b.example")), None);
        let close_failed = Entry {
            host: "b.example".to_owned(),
            ..entry(2, "a", Action::Close, "failed", Some("name_not_found"))
        };
        standings.add(close_failed);
        assert!(!standings.is_open(&profile("b.example")));
    }

    #[test]
    fn what_was_used_last_goes_by_the_order_of_the_entries_and_not_by_the_clock() {
        let standings: Standings = [
            entry(90_000, "a", Action::Open, "verified", None),
            entry(90_001, "gone", Action::Open, "verified", None),
            entry(7, "b", Action::Close, "verified", None),
            entry(8, "gone", Action::Close, "verified", None),
        ]
        .into_iter()
        .collect();
        let named = |name: &str| {
            Arc::new(Profile {
                name: name.to_owned(),
                ..profile("a.example")
            })
        };
        let last = |names: &[&str]| {
            let profiles: Vec<_> = names.iter().map(|name| named(name)).collect();
            standings.last_used(&profiles).map(|one| one.name.clone())
        };
        assert_eq!(last(&["a", "b", "c"]).unwrap(), "b");
        assert_eq!(last(&["a", "c"]).unwrap(), "a");
        assert_eq!(last(&["c"]), None);
    }

    fn profile(host: &str) -> Profile {
        let text = format!("[[profile]]\nname = \"a\"\nhost = \"{host}\"\nopen = [\"1\"]");
        let config = crate::config::decode(&text, std::path::Path::new("")).unwrap();
        Profile::clone(&config.profiles[0])
    }
}
