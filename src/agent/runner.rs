//! The loop: takes events one by one, and starts what they ask for. Whatever waits, waits in a task of its own.

use std::collections::{HashMap, VecDeque};
use std::future::pending;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::{
    Asker, Effect, Event, Examination, ExaminationNotice, Notice, Reader, Reply, Run, State,
};
use crate::agent::lease_keeper::LeaseKeeper;
use crate::autostart::{self, Autostart};
use crate::clipboard;
use crate::clock::{Alarm, Now};
use crate::config::{self, Config};
use crate::doctor::{self, Diagnosis, Examiner, Fix, Told};
use crate::follow::{Watched, follow};
use crate::history::{self, Entry, HistoryLog};
use crate::knock::{Knocker, Order, Outcome, first_address};
use crate::lease::LeaseFile;
use crate::logging::Log;
use crate::network;
use crate::profile::{Action, Filled, Profile};
use crate::programs;
use crate::say;
use crate::secret::OneTimeList;
use crate::text::{Catalogue, Catalogues};

/// How long the end waits for actions that are under way, so that a closing sequence is not cut off.
const LAST_ACTIONS: Duration = Duration::from_secs(5);

/// How long the end waits for the last knock of an examination, which may be a slow one: for its check, and for closing again
/// what it opened.
const LAST_KNOCK: Duration = Duration::from_mins(1);

/// How long a line of the history may take, longer than its lock; whoever waits for the outcome is told it then all the
/// same.
const LINE_PATIENCE: Duration = Duration::from_secs(3);

/// Where the profiles come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, watched.
    File {
        /// Where it is: absolute.
        path: PathBuf,
        /// Whether the user named it, so that it should be there, and is to be named again at the next login.
        named: bool,
    },
    /// These, for as long as the agent runs.
    Fixed(Config),
}

/// What an agent is made of.
pub struct Setup {
    /// Where the profiles come from.
    pub source: Source,
    /// What carries out actions.
    pub knocker: Knocker,
    /// Where what was done is kept; an agent without one remembers nothing.
    pub history: Option<HistoryLog>,
    /// Where what is open is kept; an agent without one closes nothing after its own end.
    pub leases: Option<LeaseFile>,
    /// What the configuration's level of logging is for.
    pub log: Option<Log>,
    /// The words of whatever it writes for people, in each language that its configuration may name.
    pub words: Arc<Catalogues>,
}

/// An action that ended: its line for the history, and who is told of it then.
struct Conclusion {
    entry: Entry,
    askers: Vec<Asker>,
    reply: Reply,
}

/// The agent, not yet running.
pub struct Agent {
    state: State,
    words: Arc<Catalogues>,
    knocker: Knocker,
    history: Option<HistoryLog>,
    leases: LeaseKeeper,
    log: Option<Log>,
    /// Who hears of the actions under way.
    listeners: HashMap<Run, Vec<Asker>>,
    /// Whether what examines servers is to come to an end.
    is_ending: Arc<AtomicBool>,
    conclusions: Option<mpsc::UnboundedSender<Conclusion>>,
    reader: Reader,
    sender: mpsc::UnboundedSender<Event>,
    events: mpsc::UnboundedReceiver<Event>,
    states: watch::Sender<State>,
    notices: mpsc::UnboundedSender<Notice>,
}

/// What the faces hold of the agent.
pub struct Handle {
    /// Reads the agent's files at once.
    pub reader: Reader,
    /// Takes what the user does.
    pub events: mpsc::UnboundedSender<Event>,
    /// Shows what the agent knows.
    pub states: watch::Receiver<State>,
    /// Gives what the user is to be told.
    pub notices: mpsc::UnboundedReceiver<Notice>,
}

impl Agent {
    /// An agent with its handle.
    #[must_use]
    pub fn new(setup: Setup) -> (Self, Handle) {
        let state = match setup.source {
            Source::File { path, named } => State {
                config_named: named,
                ..State::new(Config::default(), Some(path))
            },
            Source::Fixed(config) => State::new(config, None),
        };
        let (sender, events) = mpsc::unbounded_channel();
        let (notices, told) = mpsc::unbounded_channel();
        let (states, shown) = watch::channel(state.clone());
        let reader = Reader::new(sender.clone());
        let handle = Handle {
            reader: reader.clone(),
            events: sender.clone(),
            states: shown,
            notices: told,
        };
        let agent = Self {
            state,
            words: setup.words,
            knocker: setup.knocker,
            history: setup.history,
            leases: LeaseKeeper::new(setup.leases),
            log: setup.log,
            listeners: HashMap::new(),
            is_ending: Arc::default(),
            conclusions: None,
            reader,
            sender,
            events,
            states,
            notices,
        };
        (agent, handle)
    }

    /// Runs until an event asks it to end, and then until the actions under way have ended or five seconds are over.
    pub async fn run(mut self) {
        let writer = self.keep_history();
        let lease_writer = self.leases.start(self.sender.clone());
        let events = self.sender.clone();
        tokio::spawn(network::follow(move || {
            events.send(Event::NetworkChanged).is_ok()
        }));
        let alarm = match Alarm::new() {
            Ok(alarm) => Some(alarm),
            Err(error) => {
                tracing::warn!("no alarm, so what ends during sleep ends late: {error}");
                None
            }
        };
        if let Some(path) = self.state.config_path.clone() {
            self.follow_config(path);
            self.follow_autostart();
        }
        while !self.take_event(alarm.as_ref()).await {}
        tracing::info!("ending");
        self.is_ending.store(true, Ordering::Relaxed);
        let patience = if self.state.examining.is_empty() {
            LAST_ACTIONS
        } else {
            LAST_KNOCK
        };
        let _ = timeout(patience, async {
            while !self.state.running.is_empty() || !self.state.examining.is_empty() {
                self.take_event(None).await;
            }
        })
        .await;
        for profile in &self.state.examining {
            tracing::error!("{profile}: its examination did not end in time; it may be open");
        }
        // What is done is written before the process ends.
        drop(self.conclusions);
        drop(self.leases);
        let _ = timeout(LINE_PATIENCE, lease_writer).await;
        if let Some(writer) = writer {
            let _ = timeout(LINE_PATIENCE, writer).await;
        }
    }

    /// Follows the history, which the command line writes too, and writes into it what the agent does, in its order.
    fn keep_history(&mut self) -> Option<JoinHandle<()>> {
        let history = self.history.clone()?;
        let (conclusions, unwritten) = mpsc::unbounded_channel();
        self.conclusions = Some(conclusions);
        let followed = history.clone();
        let file = Watched::file(history.path().to_owned());
        self.follow(
            move || file.clone(),
            move || {
                Some(match followed.read() {
                    Ok(entries) => Event::HistoryRead(entries),
                    Err(error) => Event::HistoryFailed(error.to_string()),
                })
            },
        );
        Some(tokio::spawn(conclude(
            history,
            unwritten,
            self.sender.clone(),
        )))
    }

    /// Waits for an event, or until something is due, and sees to it; says whether it asks for the end.
    async fn take_event(&mut self, alarm: Option<&Alarm>) -> bool {
        let due = self.state.next_due();
        let is_due = async {
            match (alarm, due) {
                (Some(alarm), due) => alarm.at(due).await,
                (None, Some(due)) => {
                    sleep(due.saturating_duration_since(Now::read().moment)).await;
                }
                (None, None) => pending().await,
            }
        };
        let event = tokio::select! {
            event = self.events.recv() => match event {
                Some(event) => event,
                None => return true,
            },
            () = is_due => Event::Tick,
        };
        // What is wrong with a new configuration is said in the language that it names.
        let language = match &event {
            Event::ConfigRead(Ok(config)) => config.interface.language.named(),
            _ => self.state.language(),
        };
        let words = Arc::clone(self.words.of(language));
        let effects = self.state.handle(Now::read(), event, &words);
        self.states.send_if_modified(|shown| {
            let changed = *shown != self.state;
            if changed {
                shown.clone_from(&self.state);
            }
            changed
        });
        let ends = effects.contains(&Effect::Quit);
        for effect in effects {
            self.start(effect);
        }
        ends
    }

    fn start(&mut self, effect: Effect) {
        match effect {
            Effect::Perform(run, order) => self.perform(run, order),
            Effect::SaveLeases => self.leases.save(&self.state.leases),
            Effect::FindWay {
                lease,
                address,
                bind,
            } => {
                let found = network::source_towards(address, bind.as_ref());
                let _ = self.sender.send(Event::WayFound(lease, found));
            }
            Effect::FindProfileWay(profile) => self.find_profile_way(profile),
            Effect::Probe(profile) => self.probe(profile),
            Effect::FollowUp {
                profile,
                action,
                what,
            } => self.follow_up(profile, action, what),
            Effect::Copy(text) => self.copy(text),
            Effect::Listen(run, asker) => self.listeners.entry(run).or_default().push(asker),
            Effect::Tell(run, reply) => {
                for asker in self.listeners.get(&run).into_iter().flatten() {
                    asker.tell(reply.clone());
                }
            }
            Effect::Conclude {
                run,
                receipt,
                entry,
            } => {
                let conclusion = Conclusion {
                    entry,
                    askers: self.listeners.remove(&run).unwrap_or_default(),
                    reply: Reply::Ended(receipt),
                };
                match &self.conclusions {
                    Some(conclusions) => {
                        let _ = conclusions.send(conclusion);
                    }
                    None => conclusion.tell(),
                }
            }
            Effect::Reply(asker, reply) => asker.tell(reply),
            Effect::Log(notice) => log(&notice),
            Effect::Notify(notice) => {
                log(&notice);
                let _ = self.notices.send(notice);
            }
            Effect::SetAutostart(wanted) => self.set_autostart(wanted),
            Effect::SetLogLevel(level) => {
                if let Some(log) = &self.log {
                    log.set_level(level);
                }
            }
            Effect::CountList { profile, path } => self.count_list(profile, path),
            Effect::Observe(profile) => self.observe(profile),
            Effect::Examine(profile) => self.examine(profile),
            Effect::WriteFix { profile, fix, path } => self.write_fix(profile, fix, path),
            Effect::OpenWindow => self.open_window(),
            Effect::OpenEditor => self.open_editor(),
            Effect::OpenHistory => self.open_history(),
            Effect::Quit => {}
        }
    }

    /// The words of the language that the configuration names.
    fn words(&self) -> Arc<Catalogue> {
        Arc::clone(self.words.of(self.state.language()))
    }

    fn perform(&self, run: Run, order: Order) {
        let knocker = self.knocker.clone();
        let sender = self.sender.clone();
        let host = order.profile.host.clone();
        tokio::spawn(async move {
            let (teller, told) = (sender.clone(), run.clone());
            let progress = move |progress| {
                let _ = teller.send(Event::Progress(told.clone(), progress));
            };
            let receipt = knocker.perform_apart(order, progress).await;
            let (profile, outcome) = (&receipt.profile, receipt.outcome.word());
            let reason = receipt
                .outcome
                .failure()
                .map(|failure| format!(" ({failure})"));
            let reason = reason.unwrap_or_default();
            let elapsed = receipt.elapsed;
            tracing::info!(
                "{profile}: {} {outcome}{reason} after {elapsed:?}",
                run.action
            );
            let entry = Entry::of(&receipt, &host, Timestamp::now());
            let _ = sender.send(Event::Ended(run, Box::new(receipt), entry));
        });
    }

    /// A name that leads nowhere has no way there.
    fn find_profile_way(&self, profile: Arc<Profile>) {
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let address = first_address(&profile).await;
            let bind = profile.settings.bind.as_ref();
            let found = address.and_then(|address| network::source_towards(address, bind));
            let _ = sender.send(Event::ProfileWayFound(profile.name.clone(), found));
        });
    }

    fn probe(&self, profile: Arc<Profile>) {
        let (knocker, sender) = (self.knocker.clone(), self.sender.clone());
        let order = Order {
            profile,
            action: Action::Check,
            check: true,
            addresses: Vec::new(),
        };
        tokio::spawn(async move {
            let receipt = knocker.perform_apart(order, |_| {}).await;
            let answers = match &receipt.outcome {
                Outcome::Failed(failure) if failure.is_by_check() => Some(false),
                // It could not be asked.
                Outcome::Failed(_) => None,
                Outcome::Verified | Outcome::Unverified => Some(true),
            };
            let _ = sender.send(Event::Probed(receipt.profile, answers));
        });
    }

    /// Does what follows an action. What ends well, or after a while, is the user's own affair.
    fn follow_up(&self, profile: String, action: Action, what: Filled) {
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let done = match what {
                Filled::Run(words) => programs::run_beside(&words).await,
                Filled::Url(url) => spawn_blocking(move || programs::open_with_desktop(url))
                    .await
                    .unwrap_or_else(|crashed| Err(io::Error::other(crashed))),
            };
            if let Err(error) = done {
                tracing::warn!("{profile}: what follows {action} failed: {error}");
                let _ = sender.send(Event::FollowUpFailed {
                    profile,
                    action,
                    cause: error.to_string(),
                });
            }
        });
    }

    fn copy(&self, text: String) {
        let sender = self.sender.clone();
        spawn_blocking(move || {
            if let Err(error) = clipboard::copy(text) {
                let _ = sender.send(Event::CopyFailed(error.to_string()));
            }
        });
    }

    fn observe(&self, profile: Arc<Profile>) {
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let findings = doctor::observe(&profile).await;
            let _ = sender.send(Event::Examination(Examination::Observed(Box::new(
                findings,
            ))));
        });
    }

    /// Knocks, and closes again what opens; the history gets all of it.
    fn examine(&self, profile: Arc<Profile>) {
        let examiner = Examiner {
            knocker: self.knocker.clone(),
            may_send: true,
            time_server: None,
            address_service: None,
            stop: Arc::clone(&self.is_ending),
        };
        let (sender, conclusions) = (self.sender.clone(), self.conclusions.clone());
        let (host, teller) = (profile.host.clone(), sender.clone());
        let mut told = move |told| {
            let Told::Ended(receipt) = told else {
                return;
            };
            let entry = Entry::of(&receipt, &host, Timestamp::now());
            let knocked = Examination::Knocked(entry.clone());
            let _ = teller.send(Event::Examination(knocked));
            if let Some(conclusions) = &conclusions {
                let _ = conclusions.send(Conclusion {
                    entry,
                    askers: Vec::new(),
                    reply: Reply::Ended(receipt),
                });
            }
        };
        tokio::spawn(async move {
            let server = Arc::clone(&profile);
            let ended = tokio::spawn(async move {
                let findings = doctor::observe(&server).await;
                let findings = examiner.examine(findings, &mut told).await;
                doctor::diagnose(&findings)
            });
            let diagnosis = ended
                .await
                .unwrap_or_else(|_| Diagnosis::broken_off(&profile));
            let _ = sender.send(Event::Examination(Examination::Ended(Box::new(diagnosis))));
        });
    }

    fn write_fix(&self, profile: String, fix: Fix, path: PathBuf) {
        let (sender, words) = (self.sender.clone(), self.words());
        let reader = self.reader.clone();
        spawn_blocking(move || {
            let written = fix
                .save(&path, &profile)
                .map_err(|error| config::edit_error_words(&words, &error));
            let result = written.and_then(|is_there| {
                let profile = profile.as_str();
                let elsewhere = || say!(words, "doctor-fix-elsewhere", profile = profile);
                if is_there { Ok(()) } else { Err(elsewhere()) }
            });
            // Whoever is told that it is put right may open it at once.
            reader.read(|| Some(Event::ConfigRead(config::load(&path))));
            let _ = sender.send(Event::Examination(Examination::FixWritten(profile, result)));
        });
    }

    /// A list that cannot be read is not counted; whoever opens with it is told why.
    fn count_list(&self, profile: String, path: PathBuf) {
        let sender = self.sender.clone();
        spawn_blocking(move || {
            if let Ok(list) = OneTimeList::of_file(&path) {
                let left = list.left();
                let _ = sender.send(Event::ListCounted { profile, left });
            }
        });
    }

    /// Opens the window, which has the same configuration file.
    fn open_window(&self) {
        let config = self.named_config();
        let opened = match programs::window() {
            Ok(None) => return self.open_editor(),
            Ok(Some(window)) => Ok(window),
            Err(error) => Err(error),
        };
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let opened = match opened {
                Ok(window) => {
                    programs::start_window(&window, config.as_deref(), programs::FAILS_WITHIN).await
                }
                Err(error) => Err(error),
            };
            if let Err(error) = opened {
                let _ = sender.send(Event::WindowFailed(error.to_string()));
            }
        });
    }

    /// The configuration file, where the user named it: a program that is started has to be told.
    fn named_config(&self) -> Option<PathBuf> {
        let path = self.state.config_path.clone();
        path.filter(|_| self.state.config_named)
    }

    /// Opens the file with whatever the desktop opens text with.
    fn open_editor(&self) {
        let Some(path) = self.state.config_path.clone() else {
            return;
        };
        let sender = self.sender.clone();
        spawn_blocking(move || {
            let opened =
                config::create_example(&path).and_then(|_| programs::open_with_desktop(&path));
            if let Err(error) = opened {
                let _ = sender.send(Event::EditorFailed(error.to_string()));
            }
        });
    }

    /// Writes the history as text, and opens that with whatever the desktop opens text with.
    fn open_history(&self) {
        let Some(log) = self.history.clone() else {
            return;
        };
        let words = self.words();
        let sender = self.sender.clone();
        spawn_blocking(move || {
            let opened = history::write_page(&log, &words)
                .and_then(|page| programs::open_with_desktop(&page));
            if let Err(error) = opened {
                let _ = sender.send(Event::ViewFailed(error.to_string()));
            }
        });
    }

    /// Changes whether the agent starts at login, then reads what that came to.
    fn set_autostart(&self, wanted: Autostart) {
        let config = self.named_config();
        let words = self.words();
        let sender = self.sender.clone();
        spawn_blocking(move || {
            let changed = match wanted {
                Autostart::On => autostart::on(config.as_deref(), &words),
                Autostart::Off => autostart::off(&words),
            };
            let result = changed.and_then(|()| autostart::status());
            let _ = sender.send(Event::AutostartSet(result));
        });
    }

    /// Reads whether the agent starts at login, and again when the desktop's own settings may have changed it.
    fn follow_autostart(&self) {
        let read = || match autostart::status() {
            Ok(autostart) => Some(Event::AutostartRead(autostart)),
            Err(error) => {
                tracing::warn!("it is not known whether the agent starts at login: {error}");
                None
            }
        };
        match autostart::watched() {
            Some(path) => self.follow(move || Watched::file(path.clone()), read),
            None => {
                let sender = self.sender.clone();
                spawn_blocking(move || {
                    if let Some(event) = read() {
                        let _ = sender.send(event);
                    }
                });
            }
        }
    }

    /// Reads the configuration with its drop-ins, now and whenever these or a list of one-time sequences change.
    fn follow_config(&self, path: PathBuf) {
        let lists: Arc<Mutex<Vec<PathBuf>>> = Arc::default();
        let (known, watched) = (Arc::clone(&lists), path.clone());
        let watched = move || {
            let mut watched = config::watched(&watched);
            let known = known.lock().unwrap_or_else(PoisonError::into_inner);
            watched.files.extend(known.iter().cloned());
            watched
        };
        self.follow(watched, move || {
            let read = config::load(&path);
            if let Ok(config) = &read {
                *lists.lock().unwrap_or_else(PoisonError::into_inner) = config.list_files();
            }
            Some(Event::ConfigRead(read))
        });
    }

    /// Reads something now, and again after each change once it has settled.
    fn follow(
        &self,
        watched: impl Fn() -> Watched + Clone + Send + 'static,
        read: impl Fn() -> Option<Event> + Clone + Send + 'static,
    ) {
        let reader = self.reader.clone();
        tokio::spawn(follow(watched, move || reader.read(&read)));
    }
}

/// What works otherwise than it should is in the log, whatever is notified.
fn log(notice: &Notice) {
    match notice {
        Notice::Config(trouble) => tracing::warn!("{}", trouble.line),
        Notice::DropIn(drop_in) => tracing::warn!("set aside: {}", drop_in.line),
        Notice::NoWindow { cause } => tracing::warn!("no window: {cause}"),
        Notice::NoEditor { path, cause } => {
            tracing::warn!("no editor for {}: {cause}", path.display());
        }
        Notice::AutostartNotSet { cause, .. } => {
            tracing::warn!("the start at login stays as it is: {cause}");
        }
        Notice::NoHistory { cause } => tracing::warn!("no history: {cause}"),
        Notice::HistoryNotShown { cause } => {
            tracing::warn!("the history cannot be shown: {cause}");
        }
        Notice::GivenUp { profile } => {
            tracing::error!(
                "{profile}: closing it has failed for a day, and is not tried any more"
            );
        }
        Notice::Moved { profile } => {
            tracing::info!(
                "{profile}: the address that its server let in is no longer this machine's"
            );
        }
        Notice::NotCopied { cause } => tracing::warn!("nothing was copied: {cause}"),
        Notice::LeasesLost { cause } => {
            tracing::error!("what was open may stay open, its lease cannot be read: {cause}");
        }
        Notice::NoLeases { cause } => tracing::error!("leases are not kept: {cause}"),
        Notice::Examination(ExaminationNotice::Diagnosis { diagnosis, .. }) => tracing::info!(
            "{}: {} ({})",
            diagnosis.profile,
            diagnosis.cause.word(),
            diagnosis.certainty.word()
        ),
        Notice::Examination(ExaminationNotice::Fix {
            profile,
            result: Err(cause),
        }) => tracing::warn!("{profile}: the fix was not written: {cause}"),
        Notice::FollowUpFailed { .. }
        | Notice::Examination(_)
        | Notice::Outcome { .. }
        | Notice::UnderWay { .. }
        | Notice::NoTrayHost => {}
    }
}

impl Conclusion {
    fn tell(self) {
        for asker in self.askers {
            asker.tell(self.reply.clone());
        }
    }
}

/// Writes each line of the history, in their order, and tells who waits: whoever has heard of an outcome finds it there.
/// Lines that could not be written, as on a full disk, are tried again with the next one.
async fn conclude(
    history: HistoryLog,
    mut conclusions: mpsc::UnboundedReceiver<Conclusion>,
    sender: mpsc::UnboundedSender<Event>,
) {
    let mut unwritten = VecDeque::new();
    while let Some(conclusion) = conclusions.recv().await {
        unwritten.push_back(conclusion.entry.clone());
        if let Err(cause) = write_all(&history, &mut unwritten).await {
            let _ = sender.send(Event::HistoryFailed(cause));
            let superfluous = unwritten.len().saturating_sub(State::MOST_UNSEEN);
            unwritten.drain(..superfluous);
        }
        conclusion.tell();
    }
    if let Err(cause) = write_all(&history, &mut unwritten).await {
        tracing::warn!("{} lines are not in the history: {cause}", unwritten.len());
    }
}

/// Takes away what was written. One that takes too long may be written later all the same, and is not tried again.
async fn write_all(history: &HistoryLog, unwritten: &mut VecDeque<Entry>) -> Result<(), String> {
    let path = history.path();
    while let Some(entry) = unwritten.front().cloned() {
        let history = history.clone();
        let writing = spawn_blocking(move || history.append(&entry));
        match timeout(LINE_PATIENCE, writing).await {
            Ok(Ok(Err(error))) => return Err(error.to_string()),
            Ok(Ok(Ok(()))) => drop(unwritten.pop_front()),
            Ok(Err(crashed)) => {
                unwritten.pop_front();
                return Err(crashed.to_string());
            }
            Err(late) => {
                unwritten.pop_front();
                return Err(format!("{}: {late}", path.display()));
            }
        }
    }
    Ok(())
}
