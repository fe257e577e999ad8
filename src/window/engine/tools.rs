//! What every task of the engine needs.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{self, Arc, MutexGuard, PoisonError};

use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use super::Told;
use super::spoken::Spoken;
use crate::config::ConfigPath;
use crate::history::{Entry, HistoryLog};
use crate::knock::{AddressLocks, Knocker};
use crate::say;
use crate::secret::Secrets;
use crate::text::Catalogues;

/// What every task of the engine needs.
pub(super) struct Tools {
    pub config: ConfigPath,
    pub runtime: PathBuf,
    pub state: PathBuf,
    pub secrets: Secrets,
    pub knocker: Knocker,
    pub history: HistoryLog,
    pub words: Spoken,
    /// Whose turn it is to change the file or the keyring; whoever asks first has it first.
    pub turn: Mutex<()>,
    /// The profiles that tests have opened and not closed.
    left_by_tests: sync::Mutex<Vec<String>>,
    teller: Teller,
}

/// Tells the window something, and wakes it.
#[derive(Clone)]
pub(super) struct Teller {
    told: Sender<Told>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Teller {
    pub(super) fn new(told: Sender<Told>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            told,
            wake: Arc::new(wake),
        }
    }

    /// Says whether anybody listens.
    pub(super) fn tell(&self, told: Told) -> bool {
        let is_taken = self.told.send(told).is_ok();
        (self.wake)();
        is_taken
    }
}

impl Tools {
    pub(super) fn new(
        config: ConfigPath,
        (runtime, state): (PathBuf, PathBuf),
        secrets: Secrets,
        words: Arc<Catalogues>,
        teller: Teller,
    ) -> Self {
        let locks = AddressLocks::in_folder(runtime.join("locks"));
        Self {
            config,
            knocker: Knocker::new(locks, secrets.clone()),
            history: HistoryLog::in_folder(&state),
            runtime,
            state,
            secrets,
            words: Spoken::new(words),
            turn: Mutex::default(),
            left_by_tests: sync::Mutex::default(),
            teller,
        }
    }

    /// The configuration file, where the user named it: a program that is started has to be told.
    pub(super) fn named_config(&self) -> Option<&Path> {
        self.config.named.then_some(self.config.path.as_path())
    }

    /// Tells the window something; says whether it listens.
    pub(super) fn tell(&self, told: Told) -> bool {
        self.teller.tell(told)
    }

    /// What can tell the window something on the way of an action.
    pub(super) fn teller(&self) -> Teller {
        self.teller.clone()
    }

    /// The profiles that tests have opened and not closed: a test that is under way, and one whose closing failed.
    pub(super) fn left_by_tests(&self) -> MutexGuard<'_, Vec<String>> {
        self.left_by_tests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells what else could not be done.
    pub(super) fn tell_failed(&self, line: String) {
        self.tell(Told::Failed(line));
    }

    /// Adds a line to the history; that it could not be is told, and is no failure of the action.
    pub(super) async fn record(&self, entry: Entry) {
        let history = self.history.clone();
        let written = spawn_blocking(move || history.append(&entry)).await;
        if let Ok(Err(error)) = written {
            let line = say!(self.words, "history-unwritable", error = error.to_string());
            self.tell_failed(line);
        }
    }
}
