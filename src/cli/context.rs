//! What every command needs.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use crate::config::{self, Config};
use crate::folders;
use crate::history::{Entry, HistoryLog};
use crate::knock::{AddressLocks, Knocker, Receipt};
use crate::profile::Profile;
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

    /// Adds what was done to these profiles to the history. That it cannot be written is said once, and is no failure
    /// of the action.
    pub(super) fn record(&self, profiles: &[Arc<Profile>], receipts: &[Receipt]) {
        let now = jiff::Timestamp::now();
        let log = Self::history_log();
        let written = receipts.iter().try_for_each(|receipt| {
            let profile = profiles.iter().find(|one| one.name == receipt.profile);
            profile.map_or(Ok(()), |profile| {
                log.append(&Entry::of(receipt, &profile.host, now))
            })
        });
        if let Err(error) = written {
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
