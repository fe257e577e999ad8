//! The window as a whole: what it knows, what it is told, and what it asks for. It waits for nothing.

mod actions;
mod banners;
mod leaving;
mod profiles;
mod shell;
#[cfg(test)]
mod tests;
mod welcome;

use std::collections::HashMap;
use std::mem;
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::draft::Draft;
use super::engine::{Ask, FileRead, FileTrouble, Hands, SaveFailed, Told};
use super::form::Vault;
use super::history::History;
use super::list::{List, Selected};
use super::receipt::{Course, ReceiptView};
use super::standing::Standing;
use crate::autostart::Autostart;
use crate::config::{Config, EditError, edit_error_words};
use crate::history::{Entry, ProfileStatus};
use crate::knock::Receipt;
use crate::profile::{Action, Profile};
use crate::text::{Catalogue, Catalogues};

/// The window as a whole.
pub(super) struct App {
    spoken: Catalogues,
    /// The configuration file.
    path: PathBuf,
    page: Page,
    /// What the file says with its drop-ins, as far as it can be read.
    config: Arc<Config>,
    /// Why the file is not what counts; a line for each mistake.
    trouble: Vec<String>,
    /// Absent: the file has not been read, or cannot be changed here.
    draft: Option<Draft>,
    list: List,
    selected: Selected,
    vault: Vault,
    /// What was deleted last, and which change that was.
    deleted: Option<(String, u64)>,
    saving: Option<Saving>,
    /// What there is to tell until it is dismissed: what could not be done, what an import said.
    messages: Vec<String>,
    hands: Option<Hands>,
    statuses: HashMap<String, ProfileStatus>,
    /// What was asked for last of each profile: a test is an opening and a closing.
    courses: HashMap<String, Vec<Course>>,
    /// Profiles that are tried as they are on the screen.
    tested: HashMap<String, Arc<Profile>>,
    receipt_view: ReceiptView,
    entries: Vec<Entry>,
    history: History,
    history_failure: Option<String>,
    autostart: Option<Autostart>,
    /// What the practice door is called.
    practice: Option<String>,
    /// A file to be imported, as it is typed.
    import_path: String,
    /// Whether it was dropped on the window, and is to be asked about.
    is_dropped: bool,
    is_importing: bool,
    leaving: Leaving,
    /// What may still be open at the end, a line for each.
    left: Vec<String>,
    is_raised: bool,
    /// What was asked for while a line was typed that counts once it is left.
    put_off: Option<PutOff>,
    /// What is to be asked of the engine.
    asks: Vec<Ask>,
}

/// What is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
    Profiles,
    Settings,
    History,
}

/// What waits for one frame, in which the line that is typed into is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PutOff {
    Save,
    Close,
}

/// What is being written.
struct Saving {
    text: Zeroizing<String>,
    config: Arc<Config>,
}

/// How far the end of the window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Leaving {
    #[default]
    No,
    /// The user is asked what becomes of the changes.
    Asked,
    /// It goes once the changes are saved.
    AfterSaving,
    /// What has an end is being closed.
    Closing,
    /// It goes, and the next start closes what is still open.
    AtOnce,
    /// Something may still be open, which is said before it goes.
    Left,
    /// It may go.
    Over,
}

impl App {
    /// A window that has not been told anything yet.
    pub fn new(spoken: Catalogues, path: PathBuf) -> Self {
        Self {
            spoken,
            path,
            page: Page::default(),
            config: Arc::default(),
            trouble: Vec::new(),
            draft: None,
            list: List::default(),
            selected: Selected::default(),
            vault: Vault::default(),
            deleted: None,
            saving: None,
            messages: Vec::new(),
            hands: None,
            statuses: HashMap::new(),
            courses: HashMap::new(),
            tested: HashMap::new(),
            receipt_view: ReceiptView::default(),
            entries: Vec::new(),
            history: History::default(),
            history_failure: None,
            autostart: None,
            practice: None,
            import_path: String::new(),
            is_dropped: false,
            is_importing: false,
            leaving: Leaving::default(),
            left: Vec::new(),
            is_raised: false,
            put_off: None,
            asks: Vec::new(),
        }
    }

    /// What is to be asked of the engine since the last time.
    pub fn asks(&mut self) -> Vec<Ask> {
        mem::take(&mut self.asks)
    }

    /// Takes account of what the engine tells.
    pub fn hear(&mut self, told: Told) {
        match told {
            Told::File(read) => self.hear_file(read),
            Told::Hands(hands) => self.hands = Some(hands),
            Told::Statuses(statuses) => {
                let named = statuses.into_iter();
                self.statuses = named.map(|one| (one.profile.clone(), one)).collect();
            }
            Told::Begun { profile, action } => self.begin(&profile, action),
            Told::Progress { profile, progress } => {
                if let Some(course) = self.running(&profile) {
                    course.progress(&progress);
                }
            }
            Told::Ended(receipt) => self.end(*receipt),
            Told::Refused { profile, line } => self.refuse(&profile, line),
            Told::Practice(profile) => {
                self.courses.remove(&profile.name);
                self.practice = Some(profile.name.clone());
                self.tested.insert(profile.name.clone(), profile);
            }
            Told::Tested(profile) => {
                self.tested.remove(&profile);
            }
            Told::Secret { account, found } => self.vault.found(account, found),
            Told::Saved(result) => self.hear_saved(result),
            Told::History(entries) => {
                self.history_failure = None;
                self.entries = entries;
            }
            Told::HistoryFailed(cause) => self.history_failure = Some(cause),
            Told::Autostart(autostart) => self.autostart = Some(autostart),
            Told::Imported(lines) => {
                self.is_importing = false;
                self.messages.extend(lines);
            }
            Told::Failed(line) => self.messages.push(line),
            Told::Raise => self.is_raised = true,
            Told::Over(left) if left.is_empty() => self.leaving = Leaving::Over,
            Told::Over(left) => {
                self.left = left;
                self.leaving = Leaving::Left;
                self.is_raised = true;
            }
        }
    }

    /// Whether the engine's end is to be waited for.
    pub fn waits_for_engine(&self) -> bool {
        self.leaving != Leaving::AtOnce
    }

    /// The words of the language that is chosen on the screen.
    fn words(&self) -> Arc<Catalogue> {
        let chosen = self.draft.as_ref().and_then(Draft::config);
        let interface = chosen.unwrap_or(&self.config).interface;
        Arc::clone(self.spoken.of(interface.language.named()))
    }

    fn hear_file(&mut self, read: FileRead) {
        let words = self.words();
        let shown = self.selected_name();
        let is_read = read.config.is_ok() || read.text.is_some();
        self.trouble = match read.config {
            Ok(config) => {
                self.config = Arc::new(config);
                Vec::new()
            }
            Err(FileTrouble::Unreadable(line)) => vec![line],
            Err(FileTrouble::Mistakes(mistakes)) => {
                let name = self.path.file_name().unwrap_or_default();
                mistakes.lines(&name.to_string_lossy(), &words)
            }
        };
        // What cannot be read is not empty, and what is on the screen stays there.
        if !is_read {
            return;
        }
        let text = read.text.as_ref().map(|text| text.as_str());
        let config = Arc::clone(&self.config);
        let taken = match &mut self.draft {
            Some(draft) => draft.file_says(text, config),
            None => {
                let folder = self.path.parent().unwrap_or(&self.path);
                Draft::new(text, config, folder).map(|draft| self.draft = Some(draft))
            }
        };
        if let Err(error) = taken
            && self.trouble.is_empty()
        {
            let line = edit_error_words(&words, &EditError::Document(error));
            self.trouble.push(line);
        }
        // Whatever has changed in the file may have changed the keyring as well.
        self.vault.ask_again();
        self.keep_selected(shown);
    }

    fn hear_saved(&mut self, result: Result<(), SaveFailed>) {
        let saving = self.saving.take();
        match (result, saving, &mut self.draft) {
            (Ok(()), Some(saving), Some(draft)) => {
                draft.was_saved(saving.text, saving.config);
                let is_changed = draft.is_changed();
                self.deleted = None;
                self.vault.ask_again();
                match self.leaving {
                    // Something was typed while the rest was written.
                    Leaving::AfterSaving if is_changed => self.save(),
                    Leaving::AfterSaving => self.leave(),
                    Leaving::Asked if !self.has_changes() => self.leave(),
                    _ => {}
                }
            }
            (Err(failed), ..) => {
                // What somebody else has written is merged, or asked about.
                if let SaveFailed::Failed(line) = failed {
                    self.messages.push(line);
                }
                if self.leaving == Leaving::AfterSaving {
                    self.leaving = Leaving::No;
                }
            }
            (Ok(()), ..) => {}
        }
    }

    /// Whether anything would be lost that was done here.
    fn has_changes(&self) -> bool {
        self.draft.as_ref().is_some_and(Draft::is_changed) || self.vault.has_typed()
    }

    /// Keeps to the profile of this name, wherever it is by now.
    fn keep_selected(&mut self, name: Option<String>) {
        self.vault.forget_lines();
        if let (Selected::Own(at), Some(name), Some(draft)) = (&self.selected, name, &self.draft)
            && draft.listed().get(*at).is_none_or(|one| one.name != name)
        {
            let moved = draft.listed().iter().position(|one| one.name == name);
            self.select(moved.map_or(Selected::Nothing, Selected::Own));
        }
        self.settle_selection();
    }

    /// Keeps to a profile that there is.
    fn settle_selection(&mut self) {
        let count = self.draft.as_ref().map_or(0, |draft| draft.listed().len());
        let is_there = match &self.selected {
            Selected::Nothing => false,
            Selected::Own(at) => *at < count,
            Selected::DropIn(name) => self.config.profile(name).is_some(),
        };
        if !is_there {
            let mut drop_ins = self.config.profiles.iter();
            let drop_in = drop_ins.find(|profile| profile.origin.is_some());
            let drop_in = drop_in.map(|profile| Selected::DropIn(profile.name.clone()));
            self.select(match drop_in {
                _ if count > 0 => Selected::Own(0),
                Some(drop_in) => drop_in,
                None => Selected::Nothing,
            });
        }
    }

    /// Shows a profile; secrets of another one are covered.
    fn select(&mut self, selected: Selected) {
        if self.selected != selected {
            self.vault.cover();
            self.selected = selected;
        }
    }

    /// Writes what is on the screen, or says what keeps it from being written.
    fn save(&mut self) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        if !draft.is_changed() || self.saving.is_some() || draft.conflict().is_some() {
            return;
        }
        if let (Some(save), Some(config)) = (draft.to_save(), draft.config()) {
            self.saving = Some(Saving {
                text: save.text.clone(),
                config: Arc::clone(config),
            });
            self.asks.push(Ask::Save(save));
            return;
        }
        match draft.mistakes().first().map(|mistake| mistake.profile) {
            Some(Some(at)) => {
                self.page = Page::Profiles;
                self.select(Selected::Own(at));
            }
            Some(None) => self.page = Page::Settings,
            None => {}
        }
    }

    fn undo(&mut self) {
        let shown = self.selected_name();
        if let Some(draft) = &mut self.draft {
            draft.undo();
        }
        self.deleted = None;
        self.keep_selected(shown);
    }

    /// Takes back the deletion that was the last change, and shows what it was of.
    fn undo_deletion(&mut self) {
        let deleted = self.deleted.take().map(|(name, _)| name);
        if let Some(draft) = &mut self.draft {
            draft.undo();
        }
        self.select(Selected::Own(0));
        self.keep_selected(deleted);
    }

    fn redo(&mut self) {
        let shown = self.selected_name();
        if let Some(draft) = &mut self.draft {
            draft.redo();
        }
        self.keep_selected(shown);
    }

    /// The name of the profile that is shown.
    fn selected_name(&self) -> Option<String> {
        match &self.selected {
            Selected::Nothing => None,
            Selected::Own(at) => Some(self.draft.as_ref()?.text(*at, "name")),
            Selected::DropIn(name) => Some(name.clone()),
        }
    }

    /// How a profile stands, by its name on the screen and the one in the file.
    fn standing(&self, name: &str, saved: Option<&str>) -> Standing {
        let last = self.courses.get(name).and_then(|courses| courses.last());
        let running = last.filter(|course| course.is_running());
        Standing {
            running: running.map(Course::action),
            status: saved.and_then(|saved| self.statuses.get(saved)).cloned(),
        }
    }

    fn begin(&mut self, profile: &str, action: Action) {
        let tested = self.tested.get(profile);
        let known = tested.or_else(|| self.config.profile(profile));
        let course = Course::begun(known.map(AsRef::as_ref), action);
        let courses = self.courses.entry(profile.to_owned()).or_default();
        if tested.is_none() {
            courses.clear();
        }
        courses.push(course);
    }

    fn running(&mut self, profile: &str) -> Option<&mut Course> {
        let last = self.courses.get_mut(profile)?.last_mut()?;
        last.is_running().then_some(last)
    }

    fn end(&mut self, receipt: Receipt) {
        let profile = receipt.profile.clone();
        let running = self.running(&profile).map(|course| course.action());
        if running != Some(receipt.action) {
            // What ends by its time was not begun here.
            self.begin(&profile, receipt.action);
        }
        if let Some(course) = self.running(&profile) {
            course.ended(receipt);
        }
    }

    fn refuse(&mut self, profile: &str, line: String) {
        match self.running(profile) {
            Some(course) => course.refused(line),
            None => self.messages.push(line),
        }
    }

    /// Ends: secrets of profiles that are in no file go, and what has an end is closed first.
    fn leave(&mut self) {
        let orphans = self.draft.as_ref().map(Draft::orphans);
        let limit = self.config.defaults.secret_timeout;
        for account in orphans.into_iter().flatten() {
            self.asks.push(Ask::Forget { account, limit });
        }
        self.leaving = Leaving::Closing;
        self.asks.push(Ask::End);
    }
}
