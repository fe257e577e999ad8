//! The loop: takes events one by one, and starts what they ask for. Whatever waits, waits in a task of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::{Effect, Event, Notice, State};
use crate::autostart::{self, Autostart};
use crate::config::{self, Config, Watcher};
use crate::history::{Entry, HistoryLog};
use crate::knock::Knocker;
use crate::profile::{Action, Profile};
use crate::text::Catalogue;

/// An editor writes a file in several steps; they are one change.
const FILE_SETTLES: Duration = Duration::from_millis(100);
/// How long the end waits for actions that are under way, so that a closing sequence is not cut off.
const LAST_ACTIONS: Duration = Duration::from_secs(5);

/// How long the end waits for the history's last lines.
const LAST_LINES: Duration = Duration::from_secs(2);

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

/// The agent, not yet running.
pub struct Agent {
    state: State,
    words: Arc<Catalogue>,
    knocker: Knocker,
    history: Option<HistoryLog>,
    records: Option<mpsc::UnboundedSender<Entry>>,
    sender: mpsc::UnboundedSender<Event>,
    events: mpsc::UnboundedReceiver<Event>,
    states: watch::Sender<State>,
    notices: mpsc::UnboundedSender<Notice>,
}

/// What the faces hold of the agent.
pub struct Handle {
    /// Takes what the user does.
    pub events: mpsc::UnboundedSender<Event>,
    /// Shows what the agent knows.
    pub states: watch::Receiver<State>,
    /// Gives what the user is to be told.
    pub notices: mpsc::UnboundedReceiver<Notice>,
}

impl Agent {
    /// An agent with its handle; one without a history remembers nothing.
    #[must_use]
    pub fn new(
        source: Source,
        knocker: Knocker,
        history: Option<HistoryLog>,
        words: Arc<Catalogue>,
    ) -> (Self, Handle) {
        let state = match source {
            Source::File { path, named } => State {
                config_named: named,
                ..State::new(Config::default(), Some(path))
            },
            Source::Fixed(config) => State::new(config, None),
        };
        let (sender, events) = mpsc::unbounded_channel();
        let (notices, told) = mpsc::unbounded_channel();
        let (states, shown) = watch::channel(state.clone());
        let handle = Handle {
            events: sender.clone(),
            states: shown,
            notices: told,
        };
        let agent = Self {
            state,
            words,
            knocker,
            history,
            records: None,
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
        if let Some(path) = self.state.config_path.clone() {
            self.follow(path.clone(), move || {
                Some(Event::ConfigRead(config::load(&path)))
            });
            self.follow_autostart();
        }
        while !self.take_event().await {}
        tracing::info!("ending");
        let _ = timeout(LAST_ACTIONS, async {
            while !self.state.running.is_empty() {
                self.take_event().await;
            }
        })
        .await;
        // What is done is written before the process ends.
        drop(self.records);
        if let Some(writer) = writer {
            let _ = timeout(LAST_LINES, writer).await;
        }
    }

    /// Follows the history, which the command line writes too, and writes into it what the agent does, in its order.
    fn keep_history(&mut self) -> Option<JoinHandle<()>> {
        let history = self.history.clone()?;
        let (records, mut unwritten) = mpsc::unbounded_channel();
        self.records = Some(records);
        let followed = history.clone();
        self.follow(history.path().to_owned(), move || {
            Some(match followed.read() {
                Ok(entries) => Event::HistoryRead(entries),
                Err(error) => Event::HistoryFailed(error.to_string()),
            })
        });
        let sender = self.sender.clone();
        Some(tokio::spawn(async move {
            while let Some(entry) = unwritten.recv().await {
                let history = history.clone();
                let written = spawn_blocking(move || history.append(&entry)).await;
                if let Ok(Err(error)) = written {
                    let _ = sender.send(Event::HistoryFailed(error.to_string()));
                }
            }
        }))
    }

    /// Waits for an event and sees to it; says whether it asks for the end.
    async fn take_event(&mut self) -> bool {
        let Some(event) = self.events.recv().await else {
            return true;
        };
        let effects = self.state.handle(event, &self.words);
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
            Effect::Perform(profile, action) => self.perform(profile, action),
            Effect::Record(entry) => {
                if let Some(records) = &self.records {
                    let _ = records.send(entry);
                }
            }
            Effect::Notify(notice) => {
                match &notice {
                    Notice::Config(trouble) => tracing::warn!("{}", trouble.line),
                    Notice::NoEditor { path, cause } => {
                        tracing::warn!("no editor for {}: {cause}", path.display());
                    }
                    Notice::AutostartNotSet { cause, .. } => {
                        tracing::warn!("the start at login stays as it is: {cause}");
                    }
                    Notice::NoHistory { cause } => tracing::warn!("no history: {cause}"),
                    Notice::Outcome { .. } | Notice::NoTrayHost => {}
                }
                let _ = self.notices.send(notice);
            }
            Effect::SetAutostart(wanted) => self.set_autostart(wanted),
            Effect::OpenEditor => self.open_editor(),
            Effect::Quit => {}
        }
    }

    fn perform(&self, profile: Arc<Profile>, action: Action) {
        let knocker = self.knocker.clone();
        let sender = self.sender.clone();
        let host = profile.host.clone();
        tokio::spawn(async move {
            let receipt = knocker.perform_apart(profile, action, true, |_| {}).await;
            tracing::info!(
                profile = receipt.profile,
                action = receipt.action.word(),
                outcome = receipt.outcome.word(),
                reason = receipt.outcome.failure().map(tracing::field::display),
                elapsed = ?receipt.elapsed,
            );
            let entry = Entry::of(&receipt, &host, Timestamp::now());
            let _ = sender.send(Event::Ended(Box::new(receipt), entry));
        });
    }

    /// Opens the file with whatever the desktop opens text with.
    fn open_editor(&self) {
        let Some(path) = self.state.config_path.clone() else {
            return;
        };
        let sender = self.sender.clone();
        spawn_blocking(move || {
            let opened = config::create_example(&path).and_then(|_| open::that_detached(&path));
            if let Err(error) = opened {
                let _ = sender.send(Event::EditorFailed(error.to_string()));
            }
        });
    }

    /// Changes whether the agent starts at login, then reads what that came to.
    fn set_autostart(&self, wanted: Autostart) {
        let config = self
            .state
            .config_path
            .clone()
            .filter(|_| self.state.config_named);
        let words = Arc::clone(&self.words);
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
            Some(path) => self.follow(path, read),
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

    /// Reads a file now, and again after each change once it has settled.
    fn follow(&self, path: PathBuf, read: impl Fn() -> Option<Event> + Clone + Send + 'static) {
        tokio::spawn(follow(path, read, self.sender.clone()));
    }
}

async fn follow(
    path: PathBuf,
    read: impl Fn() -> Option<Event> + Clone + Send + 'static,
    sender: mpsc::UnboundedSender<Event>,
) {
    let (notice, mut touches) = mpsc::channel(1);
    let mut watcher = None;
    loop {
        let (path, notice, read) = (path.clone(), notice.clone(), read.clone());
        let reading = spawn_blocking(move || {
            // Anew each time: a link may lead elsewhere now, a folder may be another one. And before the file is read,
            // so that no change is missed.
            let watching = Watcher::new(&path, move || {
                // One that waits to be seen is enough.
                let _ = notice.try_send(());
            });
            (watching, read())
        });
        let Ok((watching, event)) = reading.await else {
            return tracing::error!("changes of a file go unnoticed from now on");
        };
        match watching {
            Ok(watching) => watcher = Some(watching),
            Err(error) => tracing::warn!("changes may go unnoticed: {error}"),
        }
        if let Some(event) = event
            && sender.send(event).is_err()
        {
            break;
        }
        touches.recv().await;
        sleep(FILE_SETTLES).await;
        let _ = touches.try_recv();
    }
    drop(watcher);
}
