//! What the agent knows, and what it does about each event: pure.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::autostart::{Autostart, AutostartError};
use crate::clock::{Moment, Now};
use crate::config::{CloseOn, Config, LoadError, Notifications, SetAside};
use crate::doctor::Diagnosis;
use crate::history::{Entry, ProfileStatus, Standings};
use crate::knock::{Failure, Receipt};
use crate::lease::{LeaseId, LeaseStatus, Leases};
use crate::profile::{Action, ListSource, Profile, SequenceSource, Term};
use crate::secret::SecretError;
use crate::text::{Catalogue, Language};

use super::{
    Act, Asker, Cause, Effect, Event, Examination, ExaminationNotice, Notice, Reply, Request, Run,
    SessionEvent, UnderWay,
};

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
    /// What is open, and until when.
    pub leases: Leases,
    /// The leases whose time had been over when the agent started.
    pub overdue: Vec<LeaseId>,
    /// Whether it is known what agents before this one left open; until then nothing is written over that.
    pub leases_read: bool,
    /// Whether the user has been told that leases cannot be kept on the disk.
    pub leases_failed: bool,
    /// What the clocks said when they were last compared: again when the wall clock has been set.
    pub clock: Now,
    /// The local address that packets to a server leave from, for profiles that open when that changes.
    pub ways: BTreeMap<String, Option<IpAddr>>,
    /// When each service that is watched is to be asked again.
    pub probes: BTreeMap<String, Moment>,
    /// Whether each service that is watched answered when it was asked last.
    pub answers: BTreeMap<String, bool>,
    /// Whether the configuration has been read.
    pub config_read: bool,
    /// Whether what opens at login has been opened.
    pub is_logged_in: bool,
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
    /// The profiles whose servers are being examined.
    pub examining: BTreeSet<String>,
    /// What was found, for each profile the latest.
    pub diagnoses: BTreeMap<String, Diagnosis>,
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
    /// The wall clock is steered a little all the time; more than this is a clock that was set.
    const CLOCK_JITTER: Duration = Duration::from_secs(1);
    /// So many entries that the history's file does not hold are remembered.
    pub const MOST_UNSEEN: usize = 100;

    /// The state at the start, with a configuration file still to be read, or a fixed configuration.
    #[must_use]
    pub fn new(config: Config, config_path: Option<PathBuf>) -> Self {
        Self {
            // A fixed one need not be read.
            config_read: config_path.is_none(),
            config,
            config_path,
            config_named: false,
            leases: Leases::default(),
            overdue: Vec::new(),
            leases_read: false,
            leases_failed: false,
            clock: Now {
                moment: Moment::default(),
                wall: Timestamp::UNIX_EPOCH,
            },
            ways: BTreeMap::new(),
            probes: BTreeMap::new(),
            answers: BTreeMap::new(),
            is_logged_in: false,
            trouble: None,
            set_aside: Vec::new(),
            running: BTreeMap::new(),
            standings: Standings::default(),
            unseen: Vec::new(),
            ending: false,
            history_failed: false,
            left: BTreeMap::new(),
            failures: BTreeMap::new(),
            examining: BTreeSet::new(),
            diagnoses: BTreeMap::new(),
            autostart: None,
            autostart_wanted: None,
        }
    }

    /// Takes an event, and says what is to be done about it, and about whatever is due.
    #[must_use]
    pub fn handle(&mut self, now: Now, event: Event, words: &Catalogue) -> Vec<Effect> {
        self.note_time(now);
        let before = self.leases.clone();
        let mut effects = self.take(now.moment, event, words);
        effects.extend(self.due(now.moment));
        // First of all: an opening may be cut off by whatever ends this process.
        if self.leases_read && self.leases != before && !effects.contains(&Effect::SaveLeases) {
            effects.insert(0, Effect::SaveLeases);
        }
        effects
    }

    /// The language that the configuration names, if it names one.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.config.interface.language.named()
    }

    /// What the wall clock says of a moment.
    #[must_use]
    pub fn wall(&self, moment: Moment) -> Timestamp {
        self.clock.wall_of(moment)
    }

    /// How a profile's latest lease stands.
    #[must_use]
    pub fn lease_status(&self, name: &str) -> Option<LeaseStatus> {
        let (_, lease) = self
            .leases
            .of(name)
            .filter(|(_, lease)| lease.is_shown())
            .last()?;
        let is_held = self.leases.is_held(name);
        Some(lease.status(is_held, |moment| self.wall(moment)))
    }

    /// Both clocks never show quite the same: only a clock that was set is worth a change.
    fn note_time(&mut self, now: Now) {
        let expected = self.clock.wall_of(now.moment);
        if now.wall.duration_since(expected).unsigned_abs() > Self::CLOCK_JITTER {
            self.clock = now;
        }
    }

    fn take(&mut self, now: Moment, event: Event, words: &Catalogue) -> Vec<Effect> {
        match event {
            // Nothing new is begun any more.
            Event::Act { .. }
            | Event::Open { .. }
            | Event::OpenAgain(_)
            | Event::CloseAll
            | Event::Examination(Examination::Agreed(_))
            | Event::Quit(_)
                if self.ending =>
            {
                Vec::new()
            }
            Event::Act { profile, action } => self.clicked(now, &profile, action, None, false),
            Event::Open {
                profile,
                term,
                connects,
            } => self.clicked(now, &profile, Action::Open, term, connects),
            Event::OpenAgain(profile) => self.open_again(now, &profile),
            Event::CloseAll => {
                let names = self.open_names();
                let close = |name: &String| self.clicked(now, name, Action::Close, None, false);
                names.iter().flat_map(close).collect()
            }
            Event::Extend(profile) => {
                self.extend(now, &profile, None);
                Vec::new()
            }
            Event::Copy(text) => vec![Effect::Copy(text)],
            Event::CopyFailed(cause) => self.notify_trouble(Notice::NotCopied { cause }),
            Event::Session(SessionEvent::Resumed, _) => self.resumed(now),
            Event::Session(SessionEvent::Closes(event), asker) => {
                self.close_on(now, event, Some(&asker))
            }
            Event::NetworkChanged => self.find_ways(),
            Event::WayFound(lease, found) => self.way_found(now, lease, found),
            Event::ProfileWayFound(name, found) => self.profile_way_found(now, &name, found),
            Event::Probed(name, answer) => {
                match answer {
                    Some(answers) => self.answers.insert(name, answers),
                    None => self.answers.remove(&name),
                };
                Vec::new()
            }
            Event::LeasesRead(read) => self.leases_read(now, read),
            Event::LeasesFailed(cause) => self.leases_failed(cause),
            Event::LeasesLost(cause) => self.notify_trouble(Notice::LeasesLost { cause }),
            Event::FollowUpFailed {
                profile,
                action,
                cause,
            } => self.notify_trouble(Notice::FollowUpFailed {
                profile,
                action,
                cause,
            }),
            Event::LetGo(profile) => self.let_go(&profile),
            Event::Tick => Vec::new(),
            Event::Asked(request, asker) => self.asked(now, request, &asker),
            Event::Progress(run, progress) => {
                let profile = run.profile.clone();
                vec![Effect::Tell(run, Reply::Progress { profile, progress })]
            }
            Event::Ended(run, receipt, entry) => self.ended(now, run, receipt, entry),
            Event::ListCounted { profile, left } => {
                self.left.insert(profile, left);
                Vec::new()
            }
            Event::HistoryRead(entries) => self.history_read(entries),
            Event::HistoryFailed(cause) => self.history_failed(cause),
            Event::Dismiss(profile) => {
                self.dismiss(&profile);
                Vec::new()
            }
            Event::ConfigRead(read) => {
                let mut effects = self.take_config(read, words);
                self.config_read = true;
                self.take_up_kept(now);
                effects.extend(self.log_in(now));
                effects
            }
            Event::ManageProfiles => self.with_config_file(Effect::OpenWindow),
            Event::WindowFailed(cause) => self.notify_trouble(Notice::NoWindow { cause }),
            Event::EditConfig => self.with_config_file(Effect::OpenEditor),
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
            Event::Examination(event) => self.examination(event),
            Event::NoTrayHost => self.notify_trouble(Notice::NoTrayHost),
            Event::Quit(cause) => self.quit(now, cause),
        }
    }

    /// Where there is no configuration file, as in the demonstration, there is nothing to show.
    fn with_config_file(&self, effect: Effect) -> Vec<Effect> {
        match self.config_path {
            Some(_) => vec![effect],
            None => Vec::new(),
        }
    }

    /// Opens what is open once more, until the end that it has.
    fn open_again(&mut self, now: Moment, profile: &str) -> Vec<Effect> {
        let effects = self.clicked(now, profile, Action::Open, None, false);
        for effect in &effects {
            if let Effect::Perform(run, _) = effect
                && let Some(under_way) = self.running.get_mut(run)
            {
                under_way.keeps_end = under_way.lease.is_some();
            }
        }
        effects
    }

    /// How the profiles that `asked` names stand; all where it names none.
    ///
    /// # Errors
    ///
    /// The reply to whoever asked for something that is not there.
    pub fn statuses(&self, asked: &[String]) -> Result<Vec<ProfileStatus>, Reply> {
        let status = |profile: &Arc<Profile>| {
            let mut standing = self.standings.of(profile).cloned();
            if let Some(standing) = standing.as_mut().filter(|_| !self.is_open(profile)) {
                standing.forget_open();
            }
            ProfileStatus {
                profile: profile.name.clone(),
                checkable: profile.check.is_some(),
                standing,
                lease: self.lease_status(&profile.name),
                answers: self.answers.get(&profile.name).copied(),
            }
        };
        if asked.is_empty() {
            return Ok(self.known().profiles.iter().map(status).collect());
        }
        let profiles = self.select(asked)?;
        Ok(profiles.iter().map(status).collect())
    }

    fn select(&self, asked: &[String]) -> Result<Vec<Arc<Profile>>, Reply> {
        self.select_in(&self.known(), asked)
    }

    fn select_in(&self, config: &Config, asked: &[String]) -> Result<Vec<Arc<Profile>>, Reply> {
        config.select(asked).map_err(|names| Reply::NotFound {
            names,
            trouble: self.trouble_line().or(self.set_aside_lines().pop()),
        })
    }

    /// The configuration, with what has gone from it and is open yet.
    fn known(&self) -> Config {
        let mut known = self.config.clone();
        for (_, lease) in self.leases.iter() {
            if known.profile(&lease.profile.name).is_none() {
                known.profiles.push(Arc::clone(&lease.profile));
            }
        }
        known
    }

    fn trouble_line(&self) -> Option<String> {
        self.trouble.as_ref().map(|trouble| trouble.line.clone())
    }

    fn set_aside_lines(&self) -> Vec<String> {
        self.set_aside.iter().map(|one| one.line.clone()).collect()
    }

    fn asked(&mut self, now: Moment, request: Request, asker: &Asker) -> Vec<Effect> {
        let reply = match request {
            Request::Act(_) | Request::Hold { .. } | Request::Quit if self.ending => Reply::Ending,
            Request::Act(act) => match self.select_for(&act) {
                Ok(profiles) => return self.act_for(now, asker, &act, &profiles),
                Err(not_found) => not_found,
            },
            Request::Hold { profile } => match self.select(std::slice::from_ref(&profile)) {
                Ok(_) => {
                    self.leases.hold(&profile);
                    Reply::Held(profile)
                }
                Err(not_found) => not_found,
            },
            Request::Extend { profiles, by } => match self.select(&profiles) {
                Ok(profiles) => {
                    let extended = profiles.iter().map(|profile| {
                        Effect::Reply(asker.clone(), self.extend(now, &profile.name, by))
                    });
                    return extended.collect();
                }
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
                let mut effects = vec![Effect::Reply(asker.clone(), Reply::Ending)];
                effects.extend(self.quit(now, CloseOn::Quit));
                return effects;
            }
        };
        vec![Effect::Reply(asker.clone(), reply)]
    }

    /// Closes what is to be closed then, and ends.
    fn quit(&mut self, now: Moment, cause: CloseOn) -> Vec<Effect> {
        let mut effects = self.close_on(now, cause, None);
        self.ending = true;
        effects.push(Effect::Quit);
        effects
    }

    /// The profiles that an action is asked for.
    fn select_for(&self, act: &Act) -> Result<Vec<Arc<Profile>>, Reply> {
        if act.action == Action::Close && act.profiles.is_empty() {
            let names = self.open_names();
            return if names.is_empty() {
                Ok(Vec::new())
            } else {
                self.select(&names)
            };
        }
        if act.action == Action::Open {
            // What is open yet may be closed; how it is opened says the configuration alone.
            return self.select_in(&self.config, &act.profiles);
        }
        self.select(&act.profiles)
    }

    /// Begins an action on each of `profiles`, or lets the asker hear of the one that is under way.
    fn act_for(
        &mut self,
        now: Moment,
        asker: &Asker,
        act: &Act,
        profiles: &[Arc<Profile>],
    ) -> Vec<Effect> {
        let (action, check) = (act.action, act.check);
        let selected = Reply::Selected {
            profiles: profiles.iter().map(|one| one.name.clone()).collect(),
            trouble: self.trouble_line(),
            set_aside: self.set_aside_lines(),
        };
        let mut effects = vec![Effect::Reply(asker.clone(), selected)];
        for profile in profiles {
            if self.is_disturbing(&profile.name, action) {
                let receipt =
                    Receipt::failed(profile.name.clone(), action, Failure::UnderExamination);
                effects.push(Effect::Reply(
                    asker.clone(),
                    Reply::Ended(Box::new(receipt)),
                ));
                continue;
            }
            let opened = profile.opened_for(act.term.filter(|_| action == Action::Open));
            if action == Action::Close {
                self.leases.let_lapse(&profile.name);
            }
            let Some(profile) = &opened else {
                let failure = Failure::endless(profile);
                let receipt = Receipt::failed(profile.name.clone(), action, failure);
                effects.push(Effect::Reply(
                    asker.clone(),
                    Reply::Ended(Box::new(receipt)),
                ));
                continue;
            };
            if let Some(reply) = self.no_need(now, profile, act.need) {
                effects.push(Effect::Reply(asker.clone(), reply));
                continue;
            }
            let is_this = |run: &&Run| run.check || !check;
            let joined = self.under_way(&profile.name, action).find(is_this).cloned();
            if let Some(run) = joined {
                self.join(&run, act.term);
                let joined = Reply::Joined(run.profile.clone());
                effects.push(Effect::Reply(asker.clone(), joined));
                effects.push(Effect::Listen(run, asker.clone()));
                continue;
            }
            let (run, begun) = self.begin_asked(now, profile, action, check, act.term);
            if let Some(under_way) = self.running.get_mut(&run) {
                under_way.is_notified = false;
            }
            effects.push(Effect::Listen(run, asker.clone()));
            effects.push(begun);
        }
        effects
    }

    /// Begins what somebody asks for. What is closed is the lease, where there is one.
    fn begin_asked(
        &mut self,
        now: Moment,
        profile: &Arc<Profile>,
        action: Action,
        check: bool,
        term: Option<Term>,
    ) -> (Run, Effect) {
        let run = Run {
            profile: profile.name.clone(),
            action,
            check,
        };
        let mut under_way = UnderWay::new(profile, Cause::Asked);
        under_way.term = term.unwrap_or(under_way.term);
        match action {
            Action::Open => {
                let begun = self.begin_opening(now, profile, check, under_way);
                (run, begun)
            }
            Action::Close => {
                let closing = self.close_leases_of(now, &run.profile, check, Cause::Asked);
                closing.unwrap_or_else(|| {
                    let begun = self.begin(run.clone(), under_way, Vec::new());
                    (run, begun)
                })
            }
            Action::Check => {
                let begun = self.begin(run.clone(), under_way, Vec::new());
                (run, begun)
            }
        }
    }

    fn clicked(
        &mut self,
        now: Moment,
        name: &str,
        action: Action,
        term: Option<Term>,
        connects: bool,
    ) -> Vec<Effect> {
        if self.is_disturbing(name, action) {
            let profile = name.to_owned();
            return self.notify_trouble(Notice::Examination(ExaminationNotice::UnderWay(profile)));
        }
        // A button of an old notification may name a profile that is gone; what is open can be closed all the same.
        let open = || {
            let lease = self.leases.of(name).last().map(|(_, lease)| &lease.profile);
            lease.filter(|_| action != Action::Open)
        };
        let known = self.config.profile(name).or_else(open);
        let opened_for = term.filter(|_| action == Action::Open);
        let Some(profile) = known.and_then(|profile| profile.opened_for(opened_for)) else {
            return Vec::new();
        };
        if action == Action::Close && self.leases.let_lapse(name) {
            return Vec::new();
        }
        let under_way = self.under_way(name, action).next().cloned();
        if let Some(run) = under_way {
            self.join(&run, term);
            if let Some(under_way) = self.running.get_mut(&run) {
                under_way.connects |= connects;
            }
            return self.clicked_again(&run);
        }
        let (run, begun) = self.begin_asked(now, &profile, action, true, term);
        if let Some(under_way) = self.running.get_mut(&run) {
            under_way.connects = connects;
        }
        vec![begun]
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

    fn ended(&mut self, now: Moment, run: Run, receipt: Box<Receipt>, entry: Entry) -> Vec<Effect> {
        let name = receipt.profile.clone();
        let under_way = self.running.remove(&run);
        let (mut effects, is_news) = match &under_way {
            Some(under_way) => self.settle(now, under_way, &receipt),
            None => (Vec::new(), true),
        };
        self.note_entry(entry.clone());
        self.note_left(&receipt);
        let is_unspent = receipt
            .list
            .as_ref()
            .is_some_and(|list| list.unspent.is_some());
        let failed = receipt.outcome.failure().is_some();
        let is_known =
            self.config.profile(&name).is_some() || self.leases.of(&name).next().is_some();
        let is_told = match self.config.agent.notifications {
            Notifications::All => true,
            Notifications::Failures => failed || is_unspent,
            Notifications::None => false,
        };
        let told = under_way.filter(|under_way| is_told && is_news && under_way.is_notified);
        let notice = told.map(|under_way| Notice::Outcome {
            receipt: receipt.clone(),
            closable: under_way.profile.close.is_some(),
            cause: under_way.cause,
            lease: self.lease_status(&name),
        });
        // A check that finds nothing is an answer, not something to attend to; nor is a server that only closes by itself.
        let failure = receipt.outcome.failure();
        let is_answer = matches!(failure, Some(Failure::ClosesByItself { .. }));
        if receipt.action != Action::Check && !is_answer {
            if failed && is_known {
                self.failures.insert(name, receipt.clone());
            } else {
                self.failures.remove(&name);
            }
        }
        let conclusion = Effect::Conclude {
            run,
            receipt,
            entry,
        };
        effects.extend(notice.map(Effect::Notify));
        effects.push(conclusion);
        effects
    }

    /// What was done is known before the history's file shows it.
    pub(super) fn note_entry(&mut self, entry: Entry) {
        self.standings.add(entry.clone());
        self.unseen.push(entry);
        let superfluous = self.unseen.len().saturating_sub(Self::MOST_UNSEEN);
        self.unseen.drain(..superfluous);
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

    fn take_config(&mut self, read: Result<Config, LoadError>, words: &Catalogue) -> Vec<Effect> {
        let error = match read {
            Ok(mut config) => {
                config.keep_broken_drop_ins(&self.config);
                let told = self.drop_ins_read(&config, words);
                self.failures.retain(|name, _| {
                    config.profile(name).is_some() || self.leases.of(name).next().is_some()
                });
                // What was found of a profile holds for what it was.
                let is_same = |name: &String| config.profile(name) == self.config.profile(name);
                self.diagnoses.retain(|name, _| is_same(name));
                let level = config.log_level;
                let is_new = level != self.config.log_level;
                self.config = config;
                self.trouble = None;
                self.forget_unwatched();
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

    /// Works on, and says so once.
    fn leases_failed(&mut self, cause: String) -> Vec<Effect> {
        if std::mem::replace(&mut self.leases_failed, true) {
            return Vec::new();
        }
        self.notify_trouble(Notice::NoLeases { cause })
    }

    pub(super) fn notify_trouble(&self, notice: Notice) -> Vec<Effect> {
        match self.config.agent.notifications {
            Notifications::All | Notifications::Failures => vec![Effect::Notify(notice)],
            Notifications::None => vec![Effect::Log(notice)],
        }
    }
}

/// Where the list is that a profile is opened with, if it is opened with one.
fn one_time_list(profile: &Profile) -> Option<&ListSource> {
    match profile.open.sequence()? {
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
    use crate::knock::{Failure, Order, Outcome};
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

    fn now() -> Now {
        Now {
            moment: Moment::default(),
            wall: Timestamp::UNIX_EPOCH,
        }
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

    fn performed(profile: &Arc<Profile>, run: Run) -> Effect {
        let order = Order {
            profile: Arc::clone(profile),
            action: run.action,
            check: run.check,
            addresses: Vec::new(),
        };
        Effect::Perform(run, order)
    }

    fn ended(receipt: Box<Receipt>) -> Event {
        let entry = Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH);
        Event::Ended(run(&receipt.profile, receipt.action), receipt, entry)
    }

    /// What comes of a click once it has ended so.
    fn after_a_click(state: &mut State, receipt: Box<Receipt>) -> Vec<Effect> {
        let _ = state.handle(now(), act(&receipt.profile, receipt.action), &words());
        state.handle(now(), ended(receipt), &words())
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
            term: None,
            check,
            need: super::super::Need::Always,
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
            packet: None,
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
        let effects = state.handle(now(), act("homelab", Action::Open), &words());
        let profile = state.config.profile("homelab").unwrap().clone();
        let performed = performed(&profile, run("homelab", Action::Open));
        assert_eq!(effects, std::slice::from_ref(&performed));
        for (name, action) in [("homelab", Action::Close), ("office", Action::Open)] {
            assert_eq!(state.handle(now(), act(name, action), &words()).len(), 1);
        }
        let _ = state.handle(
            now(),
            ended(receipt("homelab", Action::Open, Outcome::Verified)),
            &words(),
        );
        assert_eq!(
            state.handle(now(), act("homelab", Action::Open), &words()),
            [performed]
        );
    }

    #[test]
    fn of_two_hundred_clicks_one_is_performed_and_one_is_answered() {
        let mut state = state(TWO);
        let mut effects = Vec::new();
        for _ in 0..200 {
            effects.extend(state.handle(now(), act("homelab", Action::Open), &words()));
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
        let effects = state.handle(now(), event, &words());
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
            performed(&profile("office"), of("office")),
            Effect::Listen(of("homelab"), asker),
            performed(&profile("homelab"), of("homelab")),
        ];
        assert_eq!(effects, expected);
    }

    #[test]
    fn whoever_asks_for_what_is_under_way_joins_it() {
        let mut state = state(TWO);
        let _ = state.handle(now(), act("homelab", Action::Open), &words());
        let (asker, _) = asker();
        for check in [true, false] {
            let event = Event::Asked(open(&["homelab"], check), asker.clone());
            let effects = state.handle(now(), event, &words());
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
            now(),
            Event::Asked(open(&["homelab"], false), asker.clone()),
            &words(),
        );
        let effects = state.handle(
            now(),
            Event::Asked(open(&["homelab"], true), asker),
            &words(),
        );
        assert!(matches!(&effects[2], Effect::Perform(run, _) if run.check));
        assert_eq!(state.running.len(), 2);
    }

    #[test]
    fn what_a_command_line_asked_for_is_told_there_and_a_click_wants_a_notification_too() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let end = || ended(receipt("homelab", Action::Open, Outcome::Verified));
        let _ = state.handle(
            now(),
            Event::Asked(open(&["homelab"], true), asker.clone()),
            &words(),
        );
        assert_eq!(told(state.handle(now(), end(), &words())), []);
        let _ = state.handle(
            now(),
            Event::Asked(open(&["homelab"], true), asker),
            &words(),
        );
        let _ = state.handle(now(), act("homelab", Action::Open), &words());
        assert_eq!(told(state.handle(now(), end(), &words())).len(), 1);
    }

    #[test]
    fn nothing_is_done_where_not_all_that_is_asked_for_is_there() {
        let mut state = state(TWO);
        let (asker, _) = asker();
        let effects = state.handle(
            now(),
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
        let effects = state.handle(now(), Event::Asked(Request::Quit, asker.clone()), &words());
        let ending = Effect::Reply(asker.clone(), Reply::Ending);
        assert_eq!(effects, [ending.clone(), Effect::Quit]);
        let effects = state.handle(
            now(),
            Event::Asked(open(&["homelab"], true), asker),
            &words(),
        );
        assert_eq!(effects, [ending]);
        assert_eq!(
            state.handle(now(), act("homelab", Action::Open), &words()),
            []
        );
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
        let _ = state.handle(now(), Event::HistoryRead(Vec::new()), &words());
        assert!(is_open(&state));
        let written = state.unseen.clone();
        let _ = state.handle(now(), Event::HistoryRead(written), &words());
        assert!(is_open(&state));
        assert_eq!(state.unseen, []);
        let _ = state.handle(now(), Event::HistoryRead(Vec::new()), &words());
        assert!(!is_open(&state));
    }

    #[test]
    fn a_history_that_cannot_be_written_is_told_once() {
        let mut state = state(TWO);
        let failed = || Event::HistoryFailed("no space".to_owned());
        assert_eq!(state.handle(now(), failed(), &words()).len(), 1);
        assert_eq!(state.handle(now(), failed(), &words()), []);
    }

    #[test]
    fn what_was_open_before_is_open_after_a_restart() {
        let mut state = state(TWO);
        let receipt = receipt("homelab", Action::Open, Outcome::Verified);
        let entry = Entry::of(&receipt, &host(), jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(
            state.handle(now(), Event::HistoryRead(vec![entry]), &words()),
            []
        );
        assert!(
            state
                .standings
                .is_open(state.config.profile("homelab").unwrap())
        );
    }

    #[test]
    fn a_profile_that_is_gone_is_not_performed() {
        assert_eq!(
            state(TWO).handle(now(), act("gone", Action::Open), &words()),
            []
        );
    }

    #[test]
    fn outcomes_say_what_is_believed() {
        let mut state = state(TWO);
        let mut after = |receipt| {
            let _ = state.handle(now(), ended(receipt), &words());
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
        let _ = state.handle(now(), ended(failed("homelab", Action::Open)), &words());
        let _ = state.handle(now(), ended(failed("office", Action::Open)), &words());
        assert_eq!(state.failures.len(), 2);
        let _ = state.handle(now(), Event::Dismiss("homelab".into()), &words());
        let _ = state.handle(now(), act("office", Action::Open), &words());
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
        let effects = state.handle(now(), broken("profil = 1"), &words());
        let trouble = ConfigTrouble {
            line: "config.toml:1:1: unknown key `profil` (did you mean `profile`?)".to_owned(),
            mistakes: 1,
            kept: true,
        };
        assert_eq!(effects, [Effect::Notify(Notice::Config(trouble))]);
        assert_eq!(state.config.profiles.len(), 2);
        assert_eq!(state.handle(now(), broken("profil = 1"), &words()), []);
        let good = Event::ConfigRead(Ok(Config::default()));
        assert_eq!(state.handle(now(), good, &words()), []);
        assert_eq!((state.trouble, state.config.profiles.len()), (None, 0));
    }

    #[test]
    fn start_at_login_is_changed_once_at_a_time() {
        let mut state = state(TWO);
        assert_eq!(state.handle(now(), Event::ToggleAutostart, &words()), []);
        let _ = state.handle(now(), Event::AutostartRead(Autostart::Off), &words());
        let effects = state.handle(now(), Event::ToggleAutostart, &words());
        assert_eq!(effects, [Effect::SetAutostart(Autostart::On)]);
        assert_eq!(state.handle(now(), Event::ToggleAutostart, &words()), []);
        let set = Event::AutostartSet(Ok(Autostart::On));
        assert_eq!(state.handle(now(), set, &words()), []);
        let effects = state.handle(now(), Event::ToggleAutostart, &words());
        assert_eq!(effects, [Effect::SetAutostart(Autostart::Off)]);
    }

    #[test]
    fn a_change_of_start_at_login_that_failed_is_told() {
        let mut state = state(TWO);
        let _ = state.handle(now(), Event::AutostartRead(Autostart::Off), &words());
        let _ = state.handle(now(), Event::ToggleAutostart, &words());
        let set = Event::AutostartSet(Err(AutostartError::NoHome));
        let notice = Notice::AutostartNotSet {
            wanted: Autostart::On,
            cause: "the system does not say where your home folder is".to_owned(),
        };
        assert_eq!(state.handle(now(), set, &words()), [Effect::Notify(notice)]);
        assert_eq!(state.autostart, Some(Autostart::Off));
        assert_eq!(state.autostart_wanted, None);
    }

    #[test]
    fn a_file_that_never_was_is_no_trouble_but_one_that_went_is() {
        let missing = || Event::ConfigRead(Err(LoadError::Missing("config.toml".into())));
        let mut fresh = State::new(Config::default(), Some("config.toml".into()));
        assert_eq!(fresh.handle(now(), missing(), &words()), []);
        assert_eq!(state(TWO).handle(now(), missing(), &words()).len(), 1);
    }
}
