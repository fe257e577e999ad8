//! What the agent knows, and what it does about each event: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::autostart::{Autostart, AutostartError};
use crate::config::{Config, LoadError, Notifications};
use crate::history::{Entry, Standings};
use crate::knock::Receipt;
use crate::profile::Action;
use crate::text::Catalogue;

use super::{Effect, Event, Notice};

/// What the agent knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The last good configuration.
    pub config: Config,
    /// Where the configuration is; `None` where it is fixed.
    pub config_path: Option<PathBuf>,
    /// Whether the user named that file, so that it should be there.
    pub config_named: bool,
    /// Why the configuration file cannot be used now.
    pub trouble: Option<ConfigTrouble>,
    /// The actions under way, each by its profile's name.
    pub running: BTreeSet<(String, Action)>,
    /// What was done to each profile, and what is therefore believed.
    pub standings: Standings,
    /// Whether the agent only waits for what is under way.
    pub ending: bool,
    /// Whether the user has been told that the history cannot be written.
    pub history_failed: bool,
    /// The failures that the user has not dismissed, one for each profile.
    pub failures: BTreeMap<String, Box<Receipt>>,
    /// Whether the agent starts at login; `None` where that is not known.
    pub autostart: Option<Autostart>,
    /// To what that is being changed.
    pub autostart_wanted: Option<Autostart>,
}

/// Why the configuration file cannot be used, without anything of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigTrouble {
    /// The first mistake in a line.
    pub line: String,
    /// How many mistakes there are; 0 where the file could not be read at all.
    pub mistakes: usize,
    /// Whether an earlier, good configuration stays in force.
    pub kept: bool,
}

impl State {
    /// The state at the start, with a configuration file still to be read, or a fixed configuration.
    #[must_use]
    pub fn new(config: Config, config_path: Option<PathBuf>) -> Self {
        Self {
            config,
            config_path,
            config_named: false,
            trouble: None,
            running: BTreeSet::new(),
            standings: Standings::default(),
            ending: false,
            history_failed: false,
            failures: BTreeMap::new(),
            autostart: None,
            autostart_wanted: None,
        }
    }

    /// Takes an event, and says what is to be done about it.
    #[must_use]
    pub fn handle(&mut self, event: Event, words: &Catalogue) -> Vec<Effect> {
        match event {
            // Nothing new is begun any more.
            Event::Act { .. } | Event::Quit if self.ending => Vec::new(),
            Event::Act { profile, action } => self.act(&profile, action),
            Event::Ended(receipt, entry) => self.ended(receipt, &entry),
            Event::HistoryRead(entries) => {
                self.standings = entries.into_iter().collect();
                Vec::new()
            }
            Event::HistoryFailed(cause) => self.history_failed(cause),
            Event::Dismiss(profile) => {
                self.failures.remove(&profile);
                Vec::new()
            }
            Event::ConfigRead(read) => self.config_read(read, words),
            Event::ManageProfiles => match self.config_path {
                Some(_) => vec![Effect::OpenEditor],
                None => Vec::new(),
            },
            Event::EditorFailed(cause) => {
                let path = self.config_path.clone().unwrap_or_default();
                self.notify_trouble(Notice::NoEditor { path, cause })
            }
            Event::ToggleAutostart => self.toggle_autostart(),
            Event::AutostartRead(autostart) => {
                self.autostart = Some(autostart);
                Vec::new()
            }
            Event::AutostartSet(result) => self.autostart_set(result, words),
            Event::NoTrayHost => self.notify_trouble(Notice::NoTrayHost),
            Event::Quit => {
                self.ending = true;
                vec![Effect::Quit]
            }
        }
    }

    fn act(&mut self, name: &str, action: Action) -> Vec<Effect> {
        // A button of an old notification may name a profile that is gone.
        let Some(profile) = self.config.profile(name).cloned() else {
            return Vec::new();
        };
        if !self.running.insert((name.to_owned(), action)) {
            return Vec::new();
        }
        // A check does not undo what went wrong; another opening or closing may.
        if action != Action::Check {
            self.failures.remove(name);
        }
        vec![Effect::Perform(profile, action)]
    }

    fn ended(&mut self, receipt: Box<Receipt>, entry: &Entry) -> Vec<Effect> {
        let name = receipt.profile.clone();
        self.running.remove(&(name.clone(), receipt.action));
        self.standings.add(entry.clone());
        let failed = receipt.outcome.failure().is_some();
        let profile = self.config.profile(&name);
        let is_told = match self.config.agent.notifications {
            Notifications::All => true,
            Notifications::Failures => failed,
            Notifications::None => false,
        };
        let notice = is_told.then(|| Notice::Outcome {
            receipt: receipt.clone(),
            closable: profile.is_some_and(|profile| profile.close.is_some()),
        });
        // A check that finds nothing is an answer, not something to attend to.
        if failed && receipt.action != Action::Check && profile.is_some() {
            self.failures.insert(name, receipt);
        }
        let record = Effect::Record(entry.clone());
        notice
            .map(Effect::Notify)
            .into_iter()
            .chain([record])
            .collect()
    }

    fn config_read(&mut self, read: Result<Config, LoadError>, words: &Catalogue) -> Vec<Effect> {
        let error = match read {
            Ok(config) => {
                self.failures
                    .retain(|name, _| config.profile(name).is_some());
                self.config = config;
                self.trouble = None;
                return Vec::new();
            }
            // Nothing was ever written: that is how everyone begins.
            Err(LoadError::Missing(_))
                if !self.config_named
                    && self.config == Config::default()
                    && self.trouble.is_none() =>
            {
                return Vec::new();
            }
            Err(error) => error,
        };
        let trouble = ConfigTrouble {
            line: error.line(words),
            mistakes: match &error {
                LoadError::Mistakes(diagnostics) => diagnostics.count(),
                LoadError::Missing(_) | LoadError::Unreadable(..) => 0,
            },
            kept: self.config != Config::default(),
        };
        // The same mistake is told once, however often the file is touched.
        if self.trouble.as_ref() == Some(&trouble) {
            return Vec::new();
        }
        self.trouble = Some(trouble.clone());
        self.notify_trouble(Notice::Config(trouble))
    }

    fn toggle_autostart(&mut self) -> Vec<Effect> {
        match self.autostart {
            Some(autostart) if self.autostart_wanted.is_none() => {
                let wanted = autostart.toggled();
                self.autostart_wanted = Some(wanted);
                vec![Effect::SetAutostart(wanted)]
            }
            _ => Vec::new(),
        }
    }

    fn autostart_set(
        &mut self,
        result: Result<Autostart, AutostartError>,
        words: &Catalogue,
    ) -> Vec<Effect> {
        let wanted = self.autostart_wanted.take();
        match (result, wanted) {
            (Ok(autostart), _) => {
                self.autostart = Some(autostart);
                Vec::new()
            }
            (Err(error), Some(wanted)) => {
                let cause = error.line(words);
                self.notify_trouble(Notice::AutostartNotSet { wanted, cause })
            }
            (Err(_), None) => Vec::new(),
        }
    }

    /// Works on, and says so once.
    fn history_failed(&mut self, cause: String) -> Vec<Effect> {
        if self.history_failed {
            return Vec::new();
        }
        self.history_failed = true;
        self.notify_trouble(Notice::NoHistory { cause })
    }

    fn notify_trouble(&self, notice: Notice) -> Vec<Effect> {
        match self.config.agent.notifications {
            Notifications::All | Notifications::Failures => vec![Effect::Notify(notice)],
            Notifications::None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Diagnostics, decode};
    use crate::history::Believed;
    use crate::knock::{Failure, Outcome};
    use std::path::Path;
    use std::time::Duration;

    const TWO: &str = r#"
        [[profile]]
        name = "homelab"
        host = "192.0.2.1"
        open = ["7000"]
        close = ["7001"]
        [[profile]]
        name = "office"
        host = "192.0.2.2"
        open = ["7000"]
    "#;

    fn state(config: &str) -> State {
        State::new(decode(config).unwrap(), Some("config.toml".into()))
    }

    fn words() -> Catalogue {
        Catalogue::english()
    }

    fn act(profile: &str, action: Action) -> Event {
        Event::Act {
            profile: profile.to_owned(),
            action,
        }
    }

    fn host() -> crate::profile::Host {
        "192.0.2.1".parse().unwrap()
    }

    fn ended(receipt: Box<Receipt>) -> Event {
        let entry = Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH);
        Event::Ended(receipt, entry)
    }

    /// The effects but those that only keep the history.
    fn told(effects: Vec<Effect>) -> Vec<Effect> {
        let is_told = |effect: &Effect| !matches!(effect, Effect::Record(_));
        effects.into_iter().filter(is_told).collect()
    }

    fn receipt(profile: &str, action: Action, outcome: Outcome) -> Box<Receipt> {
        Box::new(Receipt {
            profile: profile.to_owned(),
            action,
            outcome,
            address: None,
            elapsed: Duration::ZERO,
            check: None,
            steps: Vec::new(),
            tries: 1,
        })
    }

    fn failed(profile: &str, action: Action) -> Box<Receipt> {
        receipt(profile, action, Outcome::Failed(Failure::NoClosingSequence))
    }

    fn broken(source: &str) -> Event {
        let list = decode(source).unwrap_err();
        let diagnostics = Diagnostics::new(Path::new("config.toml"), source.to_owned(), list);
        Event::ConfigRead(Err(LoadError::Mistakes(diagnostics)))
    }

    #[test]
    fn a_click_performs_the_action_once_until_it_ends() {
        let mut state = state(TWO);
        let effects = state.handle(act("homelab", Action::Open), &words());
        let profile = state.config.profile("homelab").unwrap().clone();
        assert_eq!(effects, [Effect::Perform(profile, Action::Open)]);
        assert_eq!(state.handle(act("homelab", Action::Open), &words()), []);
        assert_eq!(
            state.handle(act("homelab", Action::Close), &words()).len(),
            1
        );
        assert_eq!(state.handle(act("office", Action::Open), &words()).len(), 1);
        let event = ended(receipt("homelab", Action::Open, Outcome::Verified));
        assert_eq!(told(state.handle(event, &words())).len(), 1);
        assert_eq!(
            state.handle(act("homelab", Action::Open), &words()).len(),
            1
        );
    }

    #[test]
    fn every_action_goes_into_the_history_whatever_is_notified() {
        let mut state = state(&format!("[agent]\nnotifications = \"none\"\n{TWO}"));
        let event = ended(failed("homelab", Action::Open));
        let Event::Ended(_, entry) = &event else {
            panic!("it ended")
        };
        let record = Effect::Record(entry.clone());
        assert_eq!(state.handle(event, &words()), [record]);
    }

    #[test]
    fn a_history_that_cannot_be_written_is_told_once() {
        let mut state = state(TWO);
        let failed = || Event::HistoryFailed("no space".to_owned());
        assert_eq!(state.handle(failed(), &words()).len(), 1);
        assert_eq!(state.handle(failed(), &words()), []);
    }

    #[test]
    fn what_was_open_before_is_open_after_a_restart() {
        let mut state = state(TWO);
        let receipt = receipt("homelab", Action::Open, Outcome::Verified);
        let entry = Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(state.handle(Event::HistoryRead(vec![entry]), &words()), []);
        assert!(
            state
                .standings
                .is_open(state.config.profile("homelab").unwrap())
        );
    }

    #[test]
    fn a_profile_that_is_gone_is_not_performed() {
        assert_eq!(state(TWO).handle(act("gone", Action::Open), &words()), []);
    }

    #[test]
    fn outcomes_say_what_is_believed() {
        let mut state = state(TWO);
        let mut after = |receipt| {
            let _ = state.handle(ended(receipt), &words());
            state
                .standings
                .of(state.config.profile("homelab").unwrap())
                .and_then(|standing| standing.believed)
                .map(|(believed, _)| believed)
        };
        assert_eq!(after(failed("homelab", Action::Open)), None);
        assert_eq!(
            after(receipt("homelab", Action::Open, Outcome::Unverified)),
            Some(Believed::Open)
        );
        assert_eq!(
            after(failed("homelab", Action::Close)),
            Some(Believed::Open)
        );
        let still_closed = Outcome::Failed(Failure::NotReachable {
            port: std::num::NonZeroU16::MIN,
            silence: crate::knock::Silence::Refused,
            waited: Duration::ZERO,
        });
        assert_eq!(
            after(receipt("homelab", Action::Open, still_closed)),
            Some(Believed::Closed)
        );
        let still_open = Outcome::Failed(Failure::StillOpen {
            port: std::num::NonZeroU16::MIN,
            tries: 1,
        });
        assert_eq!(
            after(receipt("homelab", Action::Close, still_open)),
            Some(Believed::Open)
        );
        assert_eq!(
            after(receipt("homelab", Action::Close, Outcome::Verified)),
            Some(Believed::Closed)
        );
    }

    #[test]
    fn a_failure_stays_until_it_is_dismissed_or_tried_again() {
        let mut state = state(TWO);
        let _ = state.handle(ended(failed("homelab", Action::Open)), &words());
        let _ = state.handle(ended(failed("office", Action::Open)), &words());
        assert_eq!(state.failures.len(), 2);
        let _ = state.handle(Event::Dismiss("homelab".into()), &words());
        let _ = state.handle(act("office", Action::Open), &words());
        assert_eq!(state.failures.len(), 0);
    }

    #[test]
    fn the_user_chooses_what_is_notified() {
        for (choice, of_success, of_failure) in [("all", 1, 1), ("failures", 0, 1), ("none", 0, 0)]
        {
            let mut state = state(&format!("[agent]\nnotifications = \"{choice}\"\n{TWO}"));
            let success = receipt("homelab", Action::Open, Outcome::Verified);
            let failure = failed("homelab", Action::Open);
            let of =
                |state: &mut State, receipt| told(state.handle(ended(receipt), &words())).len();
            assert_eq!(of(&mut state, success), of_success);
            assert_eq!(of(&mut state, failure), of_failure);
        }
    }

    #[test]
    fn a_bad_edit_is_told_once_and_the_last_good_configuration_stays() {
        let mut state = state(TWO);
        let effects = state.handle(broken("profil = 1"), &words());
        let trouble = ConfigTrouble {
            line: "config.toml:1:1: unknown key `profil` (did you mean `profile`?)".to_owned(),
            mistakes: 1,
            kept: true,
        };
        assert_eq!(effects, [Effect::Notify(Notice::Config(trouble))]);
        assert_eq!(state.config.profiles.len(), 2);
        assert_eq!(state.handle(broken("profil = 1"), &words()), []);
        let good = Event::ConfigRead(Ok(Config::default()));
        assert_eq!(state.handle(good, &words()), []);
        assert_eq!((state.trouble, state.config.profiles.len()), (None, 0));
    }

    #[test]
    fn start_at_login_is_changed_once_at_a_time() {
        let mut state = state(TWO);
        assert_eq!(state.handle(Event::ToggleAutostart, &words()), []);
        let _ = state.handle(Event::AutostartRead(Autostart::Off), &words());
        let effects = state.handle(Event::ToggleAutostart, &words());
        assert_eq!(effects, [Effect::SetAutostart(Autostart::On)]);
        assert_eq!(state.handle(Event::ToggleAutostart, &words()), []);
        let set = Event::AutostartSet(Ok(Autostart::On));
        assert_eq!(state.handle(set, &words()), []);
        let effects = state.handle(Event::ToggleAutostart, &words());
        assert_eq!(effects, [Effect::SetAutostart(Autostart::Off)]);
    }

    #[test]
    fn a_change_of_start_at_login_that_failed_is_told() {
        let mut state = state(TWO);
        let _ = state.handle(Event::AutostartRead(Autostart::Off), &words());
        let _ = state.handle(Event::ToggleAutostart, &words());
        let set = Event::AutostartSet(Err(AutostartError::NoHome));
        let notice = Notice::AutostartNotSet {
            wanted: Autostart::On,
            cause: "the system does not say where your home folder is".to_owned(),
        };
        assert_eq!(state.handle(set, &words()), [Effect::Notify(notice)]);
        assert_eq!(state.autostart, Some(Autostart::Off));
        assert_eq!(state.autostart_wanted, None);
    }

    #[test]
    fn a_file_that_never_was_is_no_trouble_but_one_that_went_is() {
        let missing = || Event::ConfigRead(Err(LoadError::Missing("config.toml".into())));
        let mut fresh = State::new(Config::default(), Some("config.toml".into()));
        assert_eq!(fresh.handle(missing(), &words()), []);
        assert_eq!(state(TWO).handle(missing(), &words()).len(), 1);
    }
}
