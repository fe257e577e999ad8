//! What the agent knows, and what it does about each event: pure.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::autostart::{Autostart, AutostartError};
use crate::config::{Config, LoadError, Notifications, SetAside};
use crate::history::{Entry, ProfileStatus, Standings};
use crate::knock::{Failure, Receipt};
use crate::profile::{Action, ListSource, Profile, SequenceSource};
use crate::secret::SecretError;
use crate::text::Catalogue;

use super::{Act, Asker, Effect, Event, Notice, Reply, Request, Run};

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
    /// What could not be taken of drop-ins.
    pub set_aside: Vec<DropInTrouble>,
    /// The actions under way, and what the user is to be told of each.
    pub running: BTreeMap<Run, UnderWay>,
    /// What was done to each profile, and what is therefore believed.
    pub standings: Standings,
    /// The latest entries that have not been seen in the history's file: it takes a moment, or its disk is full.
    pub unseen: Vec<Entry>,
    /// Whether the agent only waits for what is under way.
    pub ending: bool,
    /// Whether the user has been told that the history cannot be written.
    pub history_failed: bool,
    /// How many one-time sequences a profile's opening list has left, where that is known.
    pub left: BTreeMap<String, usize>,
    /// The failures that the user has not dismissed, one for each profile.
    pub failures: BTreeMap<String, Box<Receipt>>,
    /// Whether the agent starts at login; `None` where that is not known.
    pub autostart: Option<Autostart>,
    /// To what that is being changed.
    pub autostart_wanted: Option<Autostart>,
}

/// What the user is to be told of an action that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnderWay {
    /// Whether the outcome is notified: the user clicked, and no command line shows it.
    pub is_notified: bool,
    /// Whether a click too many has been answered.
    pub is_said: bool,
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

/// What could not be taken of a drop-in, without anything of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropInTrouble {
    /// What is wrong, in a line.
    pub line: String,
    /// The drop-in's name, where nothing of it is taken; a clash of names costs one profile only.
    pub broken: Option<String>,
    /// Whether what it held before stays in force.
    pub kept: bool,
}

impl State {
    /// So many entries that the history's file does not hold are remembered.
    pub const MOST_UNSEEN: usize = 100;

    /// The state at the start, with a configuration file still to be read, or a fixed configuration.
    #[must_use]
    pub fn new(config: Config, config_path: Option<PathBuf>) -> Self {
        Self {
            config,
            config_path,
            config_named: false,
            trouble: None,
            set_aside: Vec::new(),
            running: BTreeMap::new(),
            standings: Standings::default(),
            unseen: Vec::new(),
            ending: false,
            history_failed: false,
            left: BTreeMap::new(),
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
            Event::Act { profile, action } => self.clicked(&profile, action),
            Event::Asked(request, asker) => self.asked(request, &asker),
            Event::Progress(run, progress) => {
                let profile = run.profile.clone();
                vec![Effect::Tell(run, Reply::Progress { profile, progress })]
            }
            Event::Ended(run, receipt, entry) => self.ended(run, receipt, entry),
            Event::ListCounted { profile, left } => {
                self.left.insert(profile, left);
                Vec::new()
            }
            Event::HistoryRead(entries) => self.history_read(entries),
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
            Event::ViewHistory => vec![Effect::OpenHistory],
            Event::ViewFailed(cause) => self.notify_trouble(Notice::HistoryNotShown { cause }),
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

    /// How the profiles that `asked` names stand; all where it names none.
    ///
    /// # Errors
    ///
    /// The reply to whoever asked for something that is not there.
    pub fn statuses(&self, asked: &[String]) -> Result<Vec<ProfileStatus>, Reply> {
        let status = |profile: &Arc<Profile>| ProfileStatus::of(profile, &self.standings);
        if asked.is_empty() {
            return Ok(self.config.profiles.iter().map(status).collect());
        }
        let profiles = self.select(asked)?;
        Ok(profiles.iter().map(status).collect())
    }

    fn select(&self, asked: &[String]) -> Result<Vec<Arc<Profile>>, Reply> {
        self.config.select(asked).map_err(|names| Reply::NotFound {
            names,
            trouble: self.trouble_line().or(self.set_aside_lines().pop()),
        })
    }

    fn trouble_line(&self) -> Option<String> {
        self.trouble.as_ref().map(|trouble| trouble.line.clone())
    }

    fn set_aside_lines(&self) -> Vec<String> {
        self.set_aside.iter().map(|one| one.line.clone()).collect()
    }

    fn asked(&mut self, request: Request, asker: &Asker) -> Vec<Effect> {
        let reply = match request {
            Request::Act(_) | Request::Quit if self.ending => Reply::Ending,
            Request::Act(act) => match self.select(&act.profiles) {
                Ok(profiles) => return self.act_for(asker, &act, &profiles),
                Err(not_found) => not_found,
            },
            Request::Status { profiles, .. } => match self.statuses(&profiles) {
                Ok(statuses) => Reply::Status(statuses),
                Err(not_found) => not_found,
            },
            Request::Reload => {
                // Lists in the keyring may be others now.
                self.left.retain(|name, _| {
                    let profile = self.config.profile(name);
                    profile.is_some_and(|profile| file_of_list(profile).is_some())
                });
                Reply::Reloaded {
                    profiles: self.config.profiles.len(),
                    trouble: self.trouble_line(),
                    set_aside: self.set_aside_lines(),
                }
            }
            Request::Quit => {
                self.ending = true;
                return vec![Effect::Reply(asker.clone(), Reply::Ending), Effect::Quit];
            }
        };
        vec![Effect::Reply(asker.clone(), reply)]
    }

    /// Begins an action on each of `profiles`, or lets the asker hear of the one that is under way.
    fn act_for(&mut self, asker: &Asker, act: &Act, profiles: &[Arc<Profile>]) -> Vec<Effect> {
        let (action, check) = (act.action, act.check);
        let selected = Reply::Selected {
            profiles: profiles.iter().map(|one| one.name.clone()).collect(),
            trouble: self.trouble_line(),
            set_aside: self.set_aside_lines(),
        };
        let mut effects = vec![Effect::Reply(asker.clone(), selected)];
        for profile in profiles {
            let is_this = |run: &&Run| run.check || !check;
            let joined = self.under_way(&profile.name, action).find(is_this).cloned();
            if let Some(run) = joined {
                let joined = Reply::Joined(run.profile.clone());
                effects.push(Effect::Reply(asker.clone(), joined));
                effects.push(Effect::Listen(run, asker.clone()));
                continue;
            }
            let run = Run {
                profile: profile.name.clone(),
                action,
                check,
            };
            effects.push(Effect::Listen(run.clone(), asker.clone()));
            effects.push(self.begin(Arc::clone(profile), run, false));
        }
        effects
    }

    fn clicked(&mut self, name: &str, action: Action) -> Vec<Effect> {
        // A button of an old notification may name a profile that is gone.
        let Some(profile) = self.config.profile(name).cloned() else {
            return Vec::new();
        };
        let under_way = self.under_way(name, action).next().cloned();
        if let Some(run) = under_way {
            return self.clicked_again(&run);
        }
        let run = Run {
            profile: name.to_owned(),
            action,
            check: true,
        };
        vec![self.begin(profile, run, true)]
    }

    /// One knock at a time is enough. Of any number of clicks too many, the first is answered.
    fn clicked_again(&mut self, run: &Run) -> Vec<Effect> {
        let Some(under_way) = self.running.get_mut(run) else {
            return Vec::new();
        };
        under_way.is_notified = true;
        if std::mem::replace(&mut under_way.is_said, true) {
            return Vec::new();
        }
        self.notify_trouble(Notice::UnderWay {
            profile: run.profile.clone(),
            action: run.action,
        })
    }

    fn begin(&mut self, profile: Arc<Profile>, run: Run, is_notified: bool) -> Effect {
        // A check does not undo what went wrong; another opening or closing may.
        if run.action != Action::Check {
            self.failures.remove(&run.profile);
        }
        let under_way = UnderWay {
            is_notified,
            is_said: false,
        };
        self.running.insert(run.clone(), under_way);
        Effect::Perform(profile, run)
    }

    /// This action on this profile, as far as it is under way.
    fn under_way(&self, profile: &str, action: Action) -> impl Iterator<Item = &Run> {
        self.running
            .keys()
            .filter(move |run| run.profile == profile && run.action == action)
    }

    /// Whether this action on this profile is under way.
    #[must_use]
    pub fn is_under_way(&self, profile: &str, action: Action) -> bool {
        self.under_way(profile, action).next().is_some()
    }

    fn ended(&mut self, run: Run, receipt: Box<Receipt>, entry: Entry) -> Vec<Effect> {
        let name = receipt.profile.clone();
        let under_way = self.running.remove(&run);
        self.standings.add(entry.clone());
        self.unseen.push(entry.clone());
        let superfluous = self.unseen.len().saturating_sub(Self::MOST_UNSEEN);
        self.unseen.drain(..superfluous);
        self.note_left(&receipt);
        let is_unspent = receipt
            .list
            .as_ref()
            .is_some_and(|list| list.unspent.is_some());
        let failed = receipt.outcome.failure().is_some();
        let profile = self.config.profile(&name);
        let is_told = match self.config.agent.notifications {
            Notifications::All => true,
            Notifications::Failures => failed || is_unspent,
            Notifications::None => false,
        };
        let is_told = is_told && under_way.is_some_and(|under_way| under_way.is_notified);
        let notice = is_told.then(|| Notice::Outcome {
            receipt: receipt.clone(),
            closable: profile.is_some_and(|profile| profile.close.is_some()),
        });
        // A check that finds nothing is an answer, not something to attend to.
        if failed && receipt.action != Action::Check && profile.is_some() {
            self.failures.insert(name, receipt.clone());
        }
        let conclusion = Effect::Conclude {
            run,
            receipt,
            entry,
        };
        notice
            .map(Effect::Notify)
            .into_iter()
            .chain([conclusion])
            .collect()
    }

    /// Whoever used a sequence of a list knows what is left of it.
    fn note_left(&mut self, receipt: &Receipt) {
        if receipt.action != Action::Open {
            return;
        }
        let is_exhausted = matches!(
            receipt.outcome.failure(),
            Some(Failure::Secret {
                error: SecretError::Exhausted,
                ..
            })
        );
        let left = receipt.list.as_ref().map(|list| list.left);
        if let Some(left) = left.or(is_exhausted.then_some(0)) {
            self.left.insert(receipt.profile.clone(), left);
        }
    }

    fn history_read(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        self.unseen.retain(|unseen| !entries.contains(unseen));
        let unseen = self.unseen.iter().cloned();
        self.standings = entries.into_iter().chain(unseen).collect();
        Vec::new()
    }

    fn config_read(&mut self, read: Result<Config, LoadError>, words: &Catalogue) -> Vec<Effect> {
        let error = match read {
            Ok(mut config) => {
                config.keep_broken_drop_ins(&self.config);
                let told = self.drop_ins_read(&config, words);
                self.failures
                    .retain(|name, _| config.profile(name).is_some());
                let level = config.log_level;
                let is_new = level != self.config.log_level;
                self.config = config;
                self.trouble = None;
                self.left.retain(|name, _| {
                    let profile = self.config.profile(name);
                    profile.is_some_and(|profile| one_time_list(profile).is_some())
                });
                let lists = self.config.profiles.iter().filter_map(file_of_list);
                return is_new
                    .then_some(Effect::SetLogLevel(level))
                    .into_iter()
                    .chain(lists)
                    .chain(told)
                    .collect();
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

    /// Notes what could not be taken of drop-ins; tells what is new of it.
    fn drop_ins_read(&mut self, config: &Config, words: &Catalogue) -> Vec<Effect> {
        let trouble = |set_aside: &SetAside| {
            let path = set_aside.path();
            let name = path.file_name().unwrap_or(path.as_os_str());
            let is_from_it = |profile: &Arc<Profile>| profile.origin.as_deref() == Some(path);
            let is_broken = set_aside.is_broken();
            DropInTrouble {
                line: set_aside.line(words),
                broken: is_broken.then(|| name.to_string_lossy().into_owned()),
                kept: is_broken && config.profiles.iter().any(is_from_it),
            }
        };
        let now: Vec<DropInTrouble> = config.set_aside.iter().map(trouble).collect();
        let before = std::mem::replace(&mut self.set_aside, now.clone());
        let new = now.into_iter().filter(|trouble| !before.contains(trouble));
        new.flat_map(|trouble| self.notify_trouble(Notice::DropIn(trouble)))
            .collect()
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
            Notifications::None => vec![Effect::Log(notice)],
        }
    }
}

/// Where the list is that a profile is opened with, if it is opened with one.
fn one_time_list(profile: &Profile) -> Option<&ListSource> {
    match &profile.open {
        SequenceSource::OneTime(list) => Some(list),
        SequenceSource::Literal { .. } | SequenceSource::Secret(_) => None,
    }
}

/// A list in a file can be counted at any time; the keyring might ask its user something.
fn file_of_list(profile: &Arc<Profile>) -> Option<Effect> {
    match one_time_list(profile)? {
        ListSource::File(path) => Some(Effect::CountList {
            profile: profile.name.clone(),
            path: path.clone(),
        }),
        ListSource::Keyring(_) => None,
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
        State::new(
            decode(config, Path::new("")).unwrap(),
            Some("config.toml".into()),
        )
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

    fn run(profile: &str, action: Action) -> Run {
        Run {
            profile: profile.to_owned(),
            action,
            check: true,
        }
    }

    fn ended(receipt: Box<Receipt>) -> Event {
        let entry = Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH);
        Event::Ended(run(&receipt.profile, receipt.action), receipt, entry)
    }

    /// What comes of a click once it has ended so.
    fn after_a_click(state: &mut State, receipt: Box<Receipt>) -> Vec<Effect> {
        let _ = state.handle(act(&receipt.profile, receipt.action), &words());
        state.handle(ended(receipt), &words())
    }

    /// The effects but those that only keep the history.
    fn told(effects: Vec<Effect>) -> Vec<Effect> {
        let is_told = |effect: &Effect| !matches!(effect, Effect::Conclude { .. });
        effects.into_iter().filter(is_told).collect()
    }

    /// Somebody who asks, with what it is told.
    fn asker() -> (Asker, tokio::sync::mpsc::UnboundedReceiver<Reply>) {
        let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
        (Asker::new(sender), receiver)
    }

    fn open(profiles: &[&str], check: bool) -> Request {
        Request::Act(Act {
            action: Action::Open,
            profiles: profiles.iter().map(ToString::to_string).collect(),
            check,
        })
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
            is_secret: false,
            list: None,
        })
    }

    fn failed(profile: &str, action: Action) -> Box<Receipt> {
        receipt(profile, action, Outcome::Failed(Failure::NoClosingSequence))
    }

    fn broken(source: &str) -> Event {
        let list = decode(source, Path::new("")).unwrap_err();
        let diagnostics = Diagnostics::new(Path::new("config.toml"), source.to_owned(), list);
        Event::ConfigRead(Err(LoadError::Mistakes(diagnostics)))
    }

    #[test]
    fn a_click_performs_the_action_once_until_it_ends() {
        let mut state = state(TWO);
        let effects = state.handle(act("homelab", Action::Open), &words());
        let profile = state.config.profile("homelab").unwrap().clone();
        let performed = Effect::Perform(profile, run("homelab", Action::Open));
        assert_eq!(effects, std::slice::from_ref(&performed));
        for (name, action) in [("homelab", Action::Close), ("office", Action::Open)] {
            assert_eq!(state.handle(act(name, action), &words()).len(), 1);
        }
        let _ = state.handle(
            ended(receipt("homelab", Action::Open, Outcome::Verified)),
            &words(),
        );
        assert_eq!(
            state.handle(act("homelab", Action::Open), &words()),
            [performed]
        );
    }

    #[test]
    fn of_two_hundred_clicks_one_is_performed_and_one_is_answered() {
        let mut state = state(TWO);
        let mut effects = Vec::new();
        for _ in 0..200 {
            effects.extend(state.handle(act("homelab", Action::Open), &words()));
        }
        let under_way = Notice::UnderWay {
            profile: "homelab".to_owned(),
            action: Action::Open,
        };
        assert_eq!(effects.len(), 2);
        assert!(matches!(effects[0], Effect::Perform(..)));
        assert_eq!(effects[1], Effect::Notify(under_way));
    }

    #[test]
    fn whoever_asks_hears_what_is_meant_and_then_of_each_profile() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let event = Event::Asked(open(&["office", "homelab"], true), asker.clone());
        let effects = state.handle(event, &words());
        let profile = |name| state.config.profile(name).unwrap().clone();
        let of = |name| run(name, Action::Open);
        let selected = Reply::Selected {
            profiles: vec!["office".to_owned(), "homelab".to_owned()],
            trouble: None,
            set_aside: Vec::new(),
        };
        let expected = [
            Effect::Reply(asker.clone(), selected),
            Effect::Listen(of("office"), asker.clone()),
            Effect::Perform(profile("office"), of("office")),
            Effect::Listen(of("homelab"), asker),
            Effect::Perform(profile("homelab"), of("homelab")),
        ];
        assert_eq!(effects, expected);
    }

    #[test]
    fn whoever_asks_for_what_is_under_way_joins_it() {
        let mut state = state(TWO);
        let _ = state.handle(act("homelab", Action::Open), &words());
        let (asker, _) = asker();
        for check in [true, false] {
            let event = Event::Asked(open(&["homelab"], check), asker.clone());
            let effects = state.handle(event, &words());
            let joined = [
                Effect::Reply(asker.clone(), Reply::Joined("homelab".to_owned())),
                Effect::Listen(run("homelab", Action::Open), asker.clone()),
            ];
            assert_eq!(effects[1..], joined);
        }
    }

    #[test]
    fn whoever_wants_a_check_does_not_join_what_does_not_check() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let _ = state.handle(
            Event::Asked(open(&["homelab"], false), asker.clone()),
            &words(),
        );
        let effects = state.handle(Event::Asked(open(&["homelab"], true), asker), &words());
        assert!(matches!(&effects[2], Effect::Perform(_, run) if run.check));
        assert_eq!(state.running.len(), 2);
    }

    #[test]
    fn what_a_command_line_asked_for_is_told_there_and_a_click_wants_a_notification_too() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let end = || ended(receipt("homelab", Action::Open, Outcome::Verified));
        let _ = state.handle(
            Event::Asked(open(&["homelab"], true), asker.clone()),
            &words(),
        );
        assert_eq!(told(state.handle(end(), &words())), []);
        let _ = state.handle(Event::Asked(open(&["homelab"], true), asker), &words());
        let _ = state.handle(act("homelab", Action::Open), &words());
        assert_eq!(told(state.handle(end(), &words())).len(), 1);
    }

    #[test]
    fn nothing_is_done_where_not_all_that_is_asked_for_is_there() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let effects = state.handle(
            Event::Asked(open(&["homelab", "offise"], true), asker),
            &words(),
        );
        let [
            Effect::Reply(
                _,
                Reply::NotFound {
                    names,
                    trouble: None,
                },
            ),
        ] = &effects[..]
        else {
            panic!("{effects:?}")
        };
        assert_eq!(
            names[0].line(&words()),
            "there is no profile `offise`; did you mean `office`?"
        );
        assert!(state.running.is_empty());
    }

    #[test]
    fn an_agent_that_ends_begins_nothing_new() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let effects = state.handle(Event::Asked(Request::Quit, asker.clone()), &words());
        let ending = Effect::Reply(asker.clone(), Reply::Ending);
        assert_eq!(effects, [ending.clone(), Effect::Quit]);
        let effects = state.handle(Event::Asked(open(&["homelab"], true), asker), &words());
        assert_eq!(effects, [ending]);
        assert_eq!(state.handle(act("homelab", Action::Open), &words()), []);
    }

    #[test]
    fn every_action_goes_into_the_history_whatever_is_notified() {
        let mut state = state(&format!("[agent]\nnotifications = \"none\"\n{TWO}"));
        let receipt = failed("homelab", Action::Open);
        let conclusion = Effect::Conclude {
            run: run("homelab", Action::Open),
            receipt: receipt.clone(),
            entry: Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH),
        };
        assert_eq!(after_a_click(&mut state, receipt), [conclusion]);
    }

    #[test]
    fn what_the_file_does_not_hold_yet_is_not_forgotten_when_it_is_read() {
        let mut state = state(TWO);
        let is_open = |state: &State| {
            let profile = state.config.profile("homelab").unwrap();
            state.standings.is_open(profile)
        };
        let _ = after_a_click(
            &mut state,
            receipt("homelab", Action::Open, Outcome::Verified),
        );
        let _ = state.handle(Event::HistoryRead(Vec::new()), &words());
        assert!(is_open(&state));
        let written = state.unseen.clone();
        let _ = state.handle(Event::HistoryRead(written), &words());
        assert!(is_open(&state));
        assert_eq!(state.unseen, []);
        let _ = state.handle(Event::HistoryRead(Vec::new()), &words());
        assert!(!is_open(&state));
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
            let of = |state: &mut State, receipt| {
                let effects = told(after_a_click(state, receipt));
                effects.len()
            };
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
