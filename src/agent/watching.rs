//! What the agent does by itself: profiles that open on some event, and services that are asked now and then. Pure.

use std::net::IpAddr;
use std::sync::Arc;

use crate::clock::Moment;
use crate::profile::{Action, Profile, Trigger};

use super::{Cause, Effect, State, UnderWay};

impl State {
    /// Opens, once, what opens at login: when it is known what is there, and what was open before.
    pub(super) fn log_in(&mut self, now: Moment) -> Vec<Effect> {
        if self.is_logged_in || !self.leases_read || !self.config_read {
            return Vec::new();
        }
        self.is_logged_in = true;
        let mut effects = self.find_ways();
        effects.extend(self.trigger(now, Trigger::Login));
        effects
    }

    /// Opens what opens on this event, but for what is being opened or kept open anyway.
    pub(super) fn trigger(&mut self, now: Moment, trigger: Trigger) -> Vec<Effect> {
        let meant: Vec<Arc<Profile>> = self
            .config
            .profiles
            .iter()
            .filter(|profile| profile.open_on.contains(&trigger))
            .cloned()
            .collect();
        meant
            .iter()
            .filter_map(|profile| self.open_by_itself(now, profile, trigger))
            .collect()
    }

    fn open_by_itself(
        &mut self,
        now: Moment,
        profile: &Arc<Profile>,
        trigger: Trigger,
    ) -> Option<Effect> {
        let is_kept = self
            .leases
            .of(&profile.name)
            .any(|(_, lease)| lease.profile.keep_open);
        let is_busy = self.is_under_way(&profile.name, Action::Open)
            || self.examining.contains(&profile.name);
        if self.ending || is_kept || is_busy {
            return None;
        }
        let under_way = UnderWay {
            keeps_end: true,
            ..UnderWay::new(profile, Cause::Trigger(trigger))
        };
        Some(self.begin_opening(now, profile, true, under_way))
    }

    /// The way to a profile's server is this now; what has just been seen for the first time is no change.
    pub(super) fn profile_way_found(
        &mut self,
        now: Moment,
        name: &str,
        found: Option<IpAddr>,
    ) -> Vec<Effect> {
        let before = self.ways.insert(name.to_owned(), found);
        let has_changed = before.is_some_and(|before| before != found);
        let profile = self.config.profile(name).cloned();
        let profile = profile.filter(|profile| profile.open_on.contains(&Trigger::Network));
        match (profile, found) {
            (Some(profile), Some(_)) if has_changed => self
                .open_by_itself(now, &profile, Trigger::Network)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Asks the services whose turn it is.
    pub(super) fn probes_due(&mut self, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        for profile in &self.config.profiles {
            let Some(watch) = profile.watch else {
                continue;
            };
            let due = self.probes.entry(profile.name.clone()).or_insert(now);
            if *due <= now {
                *due = now + watch;
                effects.push(Effect::Probe(Arc::clone(profile)));
            }
        }
        effects
    }

    /// When the next service is to be asked.
    pub(super) fn next_probe(&self) -> Option<Moment> {
        self.probes.values().copied().min()
    }

    /// What is no longer watched, or no longer there, is forgotten.
    pub(super) fn forget_unwatched(&mut self) {
        let config = &self.config;
        let is_watched =
            |name: &String| config.profile(name).is_some_and(|one| one.watch.is_some());
        self.probes.retain(|name, _| is_watched(name));
        self.answers.retain(|name, _| is_watched(name));
        self.ways.retain(|name, _| config.profile(name).is_some());
    }
}
