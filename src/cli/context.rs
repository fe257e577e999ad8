//! What every command needs.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::config::{self, Config};
use crate::folders;
use crate::history::{Entry, HistoryLog, LogError};
use crate::ipc::Client;
use crate::knock::{AddressLocks, Knocker};
use crate::say;
use crate::text::Catalogue;

use super::Status;
use super::console;

/// What every command needs.
pub(super) struct Context {
    /// Read when the first of them is needed: a knock that goes well needs none.
    pub words: LazyLock<Catalogue>,
    pub asked_config: Option<PathBuf>,
}

impl Context {
    pub(super) fn new(asked_config: Option<PathBuf>) -> Self {
        Self {
            words: LazyLock::new(Catalogue::english),
            asked_config,
        }
    }

    /// The configuration file's path; where there is none, that has been said.
    pub(super) fn config_path(&self) -> Result<PathBuf, Status> {
        let found = config::path(self.asked_config.clone());
        found.map(|found| found.path).ok_or_else(|| {
            console::error(&self.words, &say!(self.words, "config-no-home"));
            Status::Usage
        })
    }

    /// The configuration; where it has mistakes, they have been shown.
    pub(super) fn config(&self) -> Result<Config, Status> {
        config::load(&self.config_path()?).map_err(|error| {
            console::load_error(&self.words, &error);
            Status::Usage
        })
    }

    pub(super) fn knocker() -> Knocker {
        Knocker::new(AddressLocks::in_folder(folders::runtime().join("locks")))
    }

    /// The user's history.
    pub(super) fn history_log() -> HistoryLog {
        HistoryLog::in_folder(&folders::state())
    }

    /// The agent, where one runs that holds the configuration asked for. Why one that runs is left alone has been said.
    pub(super) async fn agent(&self) -> Option<Client> {
        let config = config::path(self.asked_config.clone())?.path;
        let line = match Client::connect(&folders::runtime()).await {
            Ok(Some(client)) if client.greeting.holds(&config) => return Some(client),
            Ok(None) => return None,
            Ok(Some(client)) => say!(
                self.words,
                "agent-other-config",
                agent = client.greeting.config,
                config = config.display().to_string()
            ),
            Err(error) => say!(
                self.words,
                "agent-passed-over",
                error = error.line(&self.words)
            ),
        };
        console::note(&line);
        None
    }

    /// Says once that what was done could not be added to the history; that is no failure of the action.
    pub(super) fn recorded(&self, written: Vec<Result<(), LogError>>) {
        if let Some(Err(error)) = written.into_iter().find(Result::is_err) {
            let line = say!(self.words, "history-unwritable", error = error.to_string());
            console::note(&line);
        }
    }

    /// What was done, oldest first; where it cannot be read, that has been said.
    pub(super) fn history(&self) -> Result<Vec<Entry>, Status> {
        Self::history_log().read().map_err(|error| {
            let line = say!(self.words, "history-unreadable", error = error.to_string());
            console::error(&self.words, &line);
            Status::Failed
        })
    }

    /// The runtime that waits for a command's sockets and timers.
    pub(super) fn runtime(&self) -> Result<tokio::runtime::Runtime, Status> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| {
                let line = say!(self.words, "no-runtime", error = error.to_string());
                console::error(&self.words, &line);
                Status::Failed
            })
    }
}
