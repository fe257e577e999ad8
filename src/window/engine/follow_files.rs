//! What the files say that the window shows, now and after each change.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::spawn_blocking;

use super::tools::Tools;
use super::{FileRead, FileTrouble, Told};
use crate::agent::Event;
use crate::autostart;
use crate::config::{self, Config, LoadError};
use crate::follow::{Watched, follow};

/// Reads the configuration file, one reading at a time: what was read first arrives first. Its calls wait for the disk.
pub(super) struct FileReader {
    tools: Arc<Tools>,
    /// What the agent of this process goes by.
    own: UnboundedSender<Event>,
    turn: Mutex<()>,
}

impl FileReader {
    pub(super) fn new(tools: Arc<Tools>, own: UnboundedSender<Event>) -> Self {
        Self {
            tools,
            own,
            turn: Mutex::default(),
        }
    }

    /// Tells the window and the agent of this process what it says now; says whether there still is a window.
    pub(super) fn read(&self) -> bool {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let (text, read) = config::load_with_text(&self.tools.config.path);
        self.hand_on(&read);
        let config = read.or_else(|error| match error {
            // Nothing was ever written: that is how everyone begins.
            LoadError::Missing(_) => Ok(Config::default()),
            LoadError::Mistakes(mistakes) => Err(FileTrouble::Mistakes(mistakes)),
            LoadError::Unreadable(..) => {
                Err(FileTrouble::Unreadable(error.line(&self.tools.words)))
            }
        });
        self.tools.tell(Told::File(FileRead { text, config }))
    }

    /// The same for the agent of this process alone, since whoever has just changed the file does not wait until that has
    /// been noticed.
    pub(super) fn refresh(&self) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.hand_on(&config::load(&self.tools.config.path));
    }

    /// With mistakes in the file, the last good configuration stays in force.
    fn hand_on(&self, read: &Result<Config, LoadError>) {
        if let Ok(config) = read {
            self.tools.words.speak(config.interface.language.named());
            let config = config.clone().for_a_holder();
            let _ = self.own.send(Event::ConfigRead(Ok(config)));
        }
    }
}

/// Follows the configuration with its drop-ins, the history, and whether the agent starts at login. After a change of the
/// first two, what the agent said before is outdated: it says nothing of what has gone.
pub(super) fn follow_all(tools: &Arc<Tools>, file: &Arc<FileReader>, outdated: &Arc<Notify>) {
    let after_file = Arc::clone(outdated);
    let after_history = Arc::clone(outdated);
    let (path, file) = (tools.config.path.clone(), Arc::clone(file));
    tokio::spawn(follow(
        move || config::watched(&path),
        move || {
            after_file.notify_one();
            file.read()
        },
    ));
    let (history, read_by) = (tools.history.path().to_owned(), Arc::clone(tools));
    tokio::spawn(follow(
        move || Watched::file(history.clone()),
        move || {
            after_history.notify_one();
            read_by.tell(match read_by.history.read() {
                Ok(entries) => Told::History(entries),
                Err(error) => Told::HistoryFailed(error.to_string()),
            })
        },
    ));
    let read_by = Arc::clone(tools);
    let read = move || read_autostart(&read_by);
    match autostart::watched() {
        Some(path) => {
            tokio::spawn(follow(move || Watched::file(path.clone()), read));
        }
        None => {
            spawn_blocking(read);
        }
    }
}

/// Tells whether the agent starts at login; says whether anybody listens.
pub(super) fn read_autostart(tools: &Tools) -> bool {
    tools.tell(match autostart::status() {
        Ok(autostart) => Told::Autostart(autostart),
        Err(error) => Told::Failed(error.line(&tools.words)),
    })
}
