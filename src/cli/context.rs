//! What every command needs.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use crate::clock::Now;
use crate::config::{self, Config, Edit, EditError, LoadError};
use crate::folders;
use crate::history::{Entry, HistoryLog, LogError};
use crate::ipc::Client;
use crate::knock::{AddressLocks, Knocker};
use crate::lease::{LeaseFile, Leases};
use crate::lint::{self, Warning};
use crate::profile::Profile;
use crate::say;
use crate::secret::Secrets;
use crate::text::Catalogue;

use super::Status;
use super::console;

/// What every command needs.
pub(super) struct Context {
    /// Read when the first of them is needed: a knock that goes well needs none.
    pub words: LazyLock<Catalogue>,
    pub asked_config: Option<PathBuf>,
    is_set_aside_said: AtomicBool,
    /// What is only said where something goes wrong, for a command that says nothing else.
    kept_back: Option<Mutex<Vec<String>>>,
}

impl Context {
    pub(super) fn new(asked_config: Option<PathBuf>) -> Self {
        Self {
            words: LazyLock::new(Catalogue::here),
            asked_config,
            is_set_aside_said: AtomicBool::new(false),
            kept_back: None,
        }
    }

    /// The same for a command that says nothing as long as all goes well.
    pub(super) fn quiet(self) -> Self {
        Self {
            kept_back: Some(Mutex::default()),
            ..self
        }
    }

    /// Says how things are, which is no error; a quiet command, only before an error.
    pub(super) fn remark(&self, line: String) {
        match &self.kept_back {
            Some(kept_back) => locked(kept_back).push(line),
            None => console::note(&line),
        }
    }

    /// Says what was kept back: something has gone wrong.
    pub(super) fn say_kept_back(&self) {
        for line in self
            .kept_back
            .iter()
            .flat_map(|lines| std::mem::take(&mut *locked(lines)))
        {
            console::note(&line);
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
        let config = config::load(&self.config_path()?).map_err(|error| {
            console::load_error(&self.words, &error);
            Status::Usage
        })?;
        let lines = config.set_aside.iter().map(|one| one.line(&self.words));
        self.say_set_aside(&lines.collect::<Vec<_>>());
        Ok(config)
    }

    /// The configuration; where there is none yet, an empty one.
    pub(super) fn config_or_none(&self) -> Result<Config, Status> {
        match config::load(&self.config_path()?) {
            Err(LoadError::Missing(_)) => Ok(Config::default()),
            _ => self.config(),
        }
    }

    /// Says what could not be taken of drop-ins; once, however often the configuration is read.
    pub(super) fn say_set_aside(&self, lines: &[String]) {
        if self.is_set_aside_said.swap(true, Ordering::Relaxed) {
            return;
        }
        for line in lines {
            self.remark(say!(self.words, "drop-in-set-aside", line = line.as_str()));
        }
    }

    /// The profiles of these names and groups; all where there are none. What is not there has been said.
    pub(super) fn profiles(&self, asked: &[String]) -> Result<Vec<Arc<Profile>>, Status> {
        let config = self.config()?;
        if asked.is_empty() {
            return Ok(config.profiles);
        }
        config.select(asked).map_err(|missing| {
            for name in missing {
                console::error(&self.words, &name.line(&self.words));
            }
            Status::Usage
        })
    }

    /// What the linter says of the configuration, a line each; of one profile where one is named.
    pub(super) fn warnings(&self, profile: Option<&str>) -> Result<Vec<String>, Status> {
        let (config, path) = (self.config()?, self.config_path()?);
        let warnings = lint::lint(&config, &lint::facts_here(&config, &path));
        let is_wanted = |one: &&Warning| profile.is_none_or(|name| one.concerns(name));
        let wanted = warnings.iter().filter(is_wanted);
        Ok(wanted.map(|one| one.line(&self.words)).collect())
    }

    /// The profile of that name; where there is none, that has been said.
    pub(super) fn profile(&self, name: &str) -> Result<Arc<Profile>, Status> {
        let asked = [name.to_owned()];
        let found = self.profiles(&asked)?;
        // A group is not a profile, even if it has but one.
        match <[_; 1]>::try_from(found) {
            Ok([profile]) if profile.name == name => Ok(profile),
            _ => {
                let line = say!(self.words, "one-profile", name = name);
                console::error(&self.words, &line);
                Err(Status::Usage)
            }
        }
    }

    /// The profile of that name in the user's own file; where it is not there, that has been said.
    pub(super) fn own_profile(&self, name: &str) -> Result<Arc<Profile>, Status> {
        let profile = self.profile(name)?;
        match &profile.origin {
            None => Ok(profile),
            Some(file) => {
                let line = say!(
                    self.words,
                    "edit-drop-in",
                    name = name,
                    file = file.display().to_string()
                );
                console::error(&self.words, &line);
                Err(Status::Usage)
            }
        }
    }

    /// The configuration file, to be changed; where it cannot be, that has been said.
    pub(super) fn begin_edit(&self) -> Result<Edit, Status> {
        Edit::begin(&self.config_path()?, &folders::runtime())
            .map_err(|error| self.edit_failed(&error))
    }

    /// The same; a file that is not there yet is made with the change.
    pub(super) fn begin_edit_or_new(&self) -> Result<Edit, Status> {
        Edit::begin_or_new(&self.config_path()?, &folders::runtime())
            .map_err(|error| self.edit_failed(&error))
    }

    /// Says why the configuration file was not changed.
    pub(super) fn edit_failed(&self, error: &EditError) -> Status {
        if let EditError::Mistakes(diagnostics) = error {
            console::note(&diagnostics.render(&self.words, true));
            console::error(&self.words, &say!(self.words, "edit-mistakes"));
            return Status::Usage;
        }
        let line = say!(
            self.words,
            "edit-failed",
            error = config::edit_error_words(&self.words, error)
        );
        console::error(&self.words, &line);
        Status::Failed
    }

    /// Says where the configuration file is as it was.
    pub(super) fn say_backup(&self, backup: Option<&Path>) {
        if let Some(backup) = backup {
            let path = backup.display().to_string();
            console::note(&say!(self.words, "edit-backup", path = path));
        }
    }

    /// Waits for something that takes its time.
    pub(super) fn wait_for<F: Future>(&self, job: F) -> Result<F::Output, Status> {
        let runtime = self.runtime()?;
        let output = runtime.block_on(job);
        // A keyring that hangs is not waited for.
        runtime.shutdown_background();
        Ok(output)
    }

    pub(super) fn secrets() -> Secrets {
        Secrets::system()
    }

    pub(super) fn knocker() -> Knocker {
        let locks = AddressLocks::in_folder(folders::runtime().join("locks"));
        Knocker::new(locks, Self::secrets())
    }

    /// The user's history.
    pub(super) fn history_log() -> HistoryLog {
        HistoryLog::in_folder(&folders::state())
    }

    /// What an agent, or a command that holds something open, wrote down; it may have ended meanwhile.
    pub(super) fn leases_written() -> (Leases, Now) {
        let now = Now::read();
        let folder = LeaseFile::folder(&folders::state());
        (LeaseFile::written(&folder, now), now)
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
        self.remark(line);
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

fn locked(lines: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}
