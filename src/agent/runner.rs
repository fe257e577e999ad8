//! The loop: takes events one by one, and starts what they ask for. Whatever waits, waits in a task of its own.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{sleep, timeout};

use super::{Effect, Event, Notice, State};
use crate::config::{self, Config, Watcher};
use crate::knock::{Failure, Knocker, Receipt, Request};
use crate::profile::{Action, Profile};
use crate::text::Catalogue;

/// An editor writes a file in several steps; they are one change.
const CONFIG_SETTLES: Duration = Duration::from_millis(100);
/// How long the end waits for actions that are under way, so that a closing sequence is not cut off.
const LAST_ACTIONS: Duration = Duration::from_secs(5);

/// Where the profiles come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file, watched.
    File(PathBuf),
    /// These, for as long as the agent runs.
    Fixed(Config),
}

/// The agent, not yet running.
pub struct Agent {
    state: State,
    words: Arc<Catalogue>,
    knocker: Knocker,
    sender: mpsc::UnboundedSender<Event>,
    events: mpsc::UnboundedReceiver<Event>,
    states: watch::Sender<State>,
    notices: mpsc::UnboundedSender<Notice>,
    actions: JoinSet<()>,
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
    /// An agent with its handle.
    #[must_use]
    pub fn new(source: Source, knocker: Knocker, words: Arc<Catalogue>) -> (Self, Handle) {
        let state = match source {
            Source::File(path) => State::new(Config::default(), Some(path)),
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
            sender,
            events,
            states,
            notices,
            actions: JoinSet::new(),
        };
        (agent, handle)
    }

    /// Runs until an event asks it to end.
    pub async fn run(mut self) {
        if let Some(path) = self.state.config_path.clone() {
            self.watch(path);
        }
        loop {
            tokio::select! {
                event = self.events.recv() => {
                    let Some(event) = event else { break };
                    let effects = self.state.handle(event, &self.words);
                    self.states.send_if_modified(|shown| {
                        let changed = *shown != self.state;
                        if changed {
                            shown.clone_from(&self.state);
                        }
                        changed
                    });
                    if effects.contains(&Effect::Quit) {
                        break;
                    }
                    for effect in effects {
                        self.start(effect);
                    }
                }
                Some(_) = self.actions.join_next(), if !self.actions.is_empty() => {}
            }
        }
        tracing::info!("ending");
        let _ = timeout(LAST_ACTIONS, async {
            while self.actions.join_next().await.is_some() {}
        })
        .await;
    }

    fn start(&mut self, effect: Effect) {
        match effect {
            Effect::Perform(profile, action) => self.perform(profile, action),
            Effect::Notify(notice) => {
                let _ = self.notices.send(notice);
            }
            Effect::OpenEditor => self.open_editor(),
            Effect::Quit => {}
        }
    }

    fn perform(&mut self, profile: Arc<Profile>, action: Action) {
        let knocker = self.knocker.clone();
        let sender = self.sender.clone();
        self.actions.spawn(async move {
            let receipt = perform(knocker, profile, action).await;
            tracing::info!(
                profile = receipt.profile,
                action = receipt.action.word(),
                outcome = receipt.outcome.word(),
                reason = receipt.outcome.failure().map(tracing::field::display),
                elapsed = ?receipt.elapsed,
            );
            let _ = sender.send(Event::Ended(Box::new(receipt)));
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

    /// Reads the file now, and again after each change once it has settled.
    fn watch(&self, path: PathBuf) {
        // The folder must be there to be watched; a user who begins makes it sooner or later.
        if let Some(folder) = path.parent()
            && let Err(error) = fs::create_dir_all(folder)
        {
            tracing::warn!("cannot make {}: {error}", folder.display());
        }
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let (notice, mut touches) = mpsc::channel(1);
            let mut watcher = None;
            loop {
                // Anew each time: a link may lead elsewhere now, a folder may be another one.
                let notice = notice.clone();
                let watching = Watcher::new(&path, move || {
                    // One that waits to be seen is enough.
                    let _ = notice.try_send(());
                });
                match watching {
                    Ok(watching) => watcher = Some(watching),
                    Err(error) => {
                        tracing::warn!("changes of the configuration may go unnoticed: {error}");
                    }
                }
                let path = path.clone();
                // One after the other, so that an older text never comes after a newer one.
                if let Ok(read) = spawn_blocking(move || config::load(&path)).await {
                    let _ = sender.send(Event::ConfigRead(read));
                }
                if touches.recv().await.is_none() {
                    break;
                }
                sleep(CONFIG_SETTLES).await;
                let _ = touches.try_recv();
            }
            drop(watcher);
        });
    }
}

/// Carries out the action, in a task of its own: should it panic, that is a failure like any other.
async fn perform(knocker: Knocker, profile: Arc<Profile>, action: Action) -> Receipt {
    let name = profile.name.clone();
    let performed = tokio::spawn(async move {
        let request = Request::new(&profile, action);
        knocker.perform(request, &mut |_| {}).await
    });
    performed
        .await
        .unwrap_or_else(|_| Receipt::failed(name, action, Failure::Crashed))
}
