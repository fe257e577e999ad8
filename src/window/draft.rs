//! The configuration while it is edited: its text, what is wrong with it, and the way back. Pure.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml_edit::Value;
use zeroize::Zeroizing;

use super::engine::{Moves, Save};
use crate::config::{
    Config, Document, DocumentError, Mistake, Prefer, StepRow, decode_sequence, judge,
    sequence_value,
};
use crate::profile::{Action, Field, Profile};

/// So many steps lead back.
const LONGEST_PAST: usize = 100;

/// The configuration while it is edited.
pub struct Draft {
    folder: PathBuf,
    /// What the file says; absent: there is none yet.
    base: Option<Zeroizing<String>>,
    /// The text as it was when the draft began.
    start: Zeroizing<String>,
    start_document: Document,
    /// What the file says, for what becomes of the secrets.
    saved: Arc<Config>,
    document: Document,
    /// For each profile where it comes from.
    origins: Vec<Origin>,
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    /// What was typed into last: one way back for all of it.
    last_key: Option<String>,
    judged: Result<Arc<Config>, Vec<Mistake>>,
    listed: Vec<Listed>,
    is_changed: bool,
    /// What somebody else has made of the file, where both changed the same.
    conflict: Option<Conflict>,
}

/// A profile in the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its group; empty where it has none.
    pub group: String,
    /// Its host.
    pub host: String,
    /// Whether anything is wrong with it.
    pub is_mistaken: bool,
}

/// What somebody else has made of the file.
pub struct Conflict {
    text: Zeroizing<String>,
    saved: Arc<Config>,
    /// What both changed.
    pub names: Vec<String>,
}

struct Snapshot {
    text: Zeroizing<String>,
    origins: Vec<Origin>,
}

/// Where a profile comes from.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// The name that it has, or was copied from, in the file.
    name: Option<String>,
    /// The keyring's entries that it was given since.
    kept: Vec<(Field, String)>,
}

impl Draft {
    /// A draft of what a file says; of a file that is not there yet where there is no text.
    ///
    /// # Errors
    ///
    /// Where the text cannot be changed here.
    pub fn new(
        text: Option<&str>,
        saved: Arc<Config>,
        folder: &Path,
    ) -> Result<Self, DocumentError> {
        let document = match text {
            Some(text) => Document::parse(text)?,
            None => Document::example()?,
        };
        let mut draft = Self {
            folder: folder.to_owned(),
            base: text.map(|text| Zeroizing::new(text.to_owned())),
            start: document.text(),
            start_document: document.copy(),
            saved,
            origins: names_of(&document),
            document,
            past: Vec::new(),
            future: Vec::new(),
            last_key: None,
            judged: Ok(Arc::default()),
            listed: Vec::new(),
            is_changed: false,
            conflict: None,
        };
        draft.judge();
        Ok(draft)
    }

    /// The profiles of the user's own file, in order.
    #[must_use]
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// Whether there is anything to save.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// What it says, where nothing is wrong with it.
    #[must_use]
    pub fn config(&self) -> Option<&Arc<Config>> {
        self.judged.as_ref().ok()
    }

    /// A profile as it is on the screen, where nothing is wrong with it, whatever is with others.
    #[must_use]
    pub fn profile(&self, at: usize) -> Option<Arc<Profile>> {
        if let Ok(config) = &self.judged {
            return config.profiles.get(at).map(Arc::clone);
        }
        let settled = self.document.settled();
        let alone = settled.alone(at);
        let config = judge(&alone.text(), &self.folder).ok()?;
        config.profiles.first().map(Arc::clone)
    }

    /// Whether a profile is in the file as it is on the screen, with the defaults that hold for it.
    #[must_use]
    pub fn is_saved(&self, at: usize) -> bool {
        let name = self.text(at, "name");
        let start = &self.start_document;
        let before = (0..start.count()).find(|before| start.text_at(*before, "name") == name);
        let is_same = |before| start.body(before) == self.document.body(at);
        before.is_some_and(is_same) && self.document.beside() == start.beside()
    }

    /// All that is wrong.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        match &self.judged {
            Ok(_) => &[],
            Err(mistakes) => mistakes,
        }
    }

    /// What is wrong with a key of a profile.
    pub fn mistakes_at(&self, at: usize, path: &str) -> impl Iterator<Item = &Mistake> {
        let is_it = move |one: &&Mistake| one.profile == Some(at) && one.path == path;
        self.mistakes().iter().filter(is_it)
    }

    /// What stands at a key of a profile, as a text.
    #[must_use]
    pub fn text(&self, at: usize, path: &str) -> String {
        self.document.text_at(at, path)
    }

    /// Whether a profile has such a key.
    #[must_use]
    pub fn has(&self, at: usize, path: &str) -> bool {
        self.document.item_at(at, path).is_some()
    }

    /// Types a text into a key of a profile. What looks like a number is one, where numbers stand.
    pub fn type_in(&mut self, at: usize, path: &str, text: &str) {
        let value = match path.rsplit('.').next() {
            Some("check" | "retries" | "port" | "source_port") => number(text),
            _ => Value::from(text),
        };
        self.begin(Some(format!("{at}.{path}")));
        self.document.put_at(at, path, value);
        self.judge();
    }

    /// The same of a value that is typed and is no plain text.
    pub fn put_typed(&mut self, at: usize, path: &str, value: Value) {
        self.begin(Some(format!("{at}.{path}")));
        self.document.put_at(at, path, value);
        self.judge();
    }

    /// Gives a key of a profile a value, or takes it out.
    pub fn put(&mut self, at: usize, path: &str, value: Option<Value>) {
        self.begin(None);
        match value {
            Some(value) => self.document.put_at(at, path, value),
            None => self.document.unset_at(at, path),
        }
        self.judge();
    }

    /// Has a profile opened in another way: the keys of the other ways go, and come back with the way back.
    pub fn replace_keys(&mut self, at: usize, gone: &[&str], put: &[(&str, Value)]) {
        self.begin(None);
        for path in gone {
            self.document.unset_at(at, path);
        }
        for (path, value) in put {
            self.document.put_at(at, path, value.clone());
        }
        self.judge();
    }

    /// The steps of a sequence that stands in the file.
    #[must_use]
    pub fn rows(&self, at: usize, action: Action) -> Option<Vec<StepRow>> {
        self.document.rows(at, action)
    }

    /// Changes the steps of a sequence; `cell` is what is typed into, and absent where rows come, go or change places.
    pub fn put_rows(&mut self, at: usize, action: Action, rows: &[StepRow], cell: Option<&str>) {
        self.begin(cell.map(|cell| format!("{at}.{action}.{cell}")));
        self.document.put_rows(at, action, rows);
        self.judge();
    }

    /// Adds a profile without a host or steps yet, after the others; gives its place.
    pub fn add(&mut self, name: &str, group: &str) -> usize {
        self.begin(None);
        let mut table = toml_edit::Table::new();
        table.insert("name", toml_edit::value(self.free_name(name)));
        if !group.is_empty() {
            table.insert("group", toml_edit::value(group));
        }
        table.insert("host", toml_edit::value(""));
        table.insert("open", toml_edit::value(toml_edit::Array::new()));
        self.document.add(table);
        self.origins.push(Origin::default());
        self.judge();
        self.document.count() - 1
    }

    /// Copies a profile, to stand right after it; gives its place.
    pub fn duplicate(&mut self, at: usize) -> usize {
        let name = self.free_name(&self.text(at, "name"));
        self.begin(None);
        self.document.duplicate_at(at, &name);
        let name = self.origins.get(at).and_then(|origin| origin.name.clone());
        let kept = Vec::new();
        self.origins.insert(at + 1, Origin { name, kept });
        self.judge();
        at + 1
    }

    /// Takes a profile out.
    pub fn delete(&mut self, at: usize) {
        self.begin(None);
        self.document.remove_at(at);
        if at < self.origins.len() {
            self.origins.remove(at);
        }
        self.judge();
    }

    /// Moves a profile to another place, and into a group.
    pub fn move_to(&mut self, from: usize, to: usize, group: &str) {
        self.begin(None);
        if self.text(from, "group") != group {
            if group.is_empty() {
                self.document.unset_at(from, "group");
            } else {
                self.document.put_at(from, "group", group.into());
            }
        }
        self.document.move_to(from, to);
        if from < self.origins.len() && to < self.origins.len() {
            let origin = self.origins.remove(from);
            self.origins.insert(to, origin);
        }
        self.judge();
    }

    /// Puts a whole sequence in the place of the steps from `row` on that it covers, as it is pasted; says whether it is one.
    pub fn paste(&mut self, at: usize, action: Action, row: usize, text: &str) -> bool {
        if decode_sequence(text).is_err() {
            return false;
        }
        let Ok(value) = sequence_value(text) else {
            return false;
        };
        let mut pasted = Document::default();
        pasted.add(toml_edit::Table::new());
        pasted.put_at(0, action.word(), value);
        let mut rows = self.rows(at, action).unwrap_or_default();
        let pasted = pasted.rows(0, action).unwrap_or_default();
        // A single step is what stands in its row; a whole sequence goes on to the end.
        let end = if pasted.len() == 1 { row + 1 } else { rows.len() };
        rows.splice(row.min(end)..end.max(row).min(rows.len()), pasted);
        self.put_rows(at, action, &rows, None);
        true
    }

    /// Has the closing sequence be the opening one from its end.
    pub fn reverse_opening(&mut self, at: usize) {
        if let Some(mut rows) = self.rows(at, Action::Open) {
            rows.reverse();
            self.put_rows(at, Action::Close, &rows, None);
        }
    }

    /// A secret of this profile has been given to the keyring, as this account: it goes along when the profile gets another
    /// name before it is saved.
    pub fn has_kept(&mut self, at: usize, field: Field, account: &str) {
        if let Some(origin) = self.origins.get_mut(at) {
            origin.kept.retain(|(one, _)| *one != field);
            origin.kept.push((field, account.to_owned()));
        }
    }

    /// The keyring's entries that were made for profiles which are in no file.
    #[must_use]
    pub fn orphans(&self) -> Vec<String> {
        let unsaved = self.origins.iter().filter(|origin| origin.name.is_none());
        let kept = unsaved.flat_map(|origin| &origin.kept);
        kept.map(|(_, account)| account.clone()).collect()
    }

    /// What stands at a key beside the profiles, such as `agent.notifications`.
    #[must_use]
    pub fn setting(&self, table: &str, key: &str) -> String {
        self.document.setting(table, key)
    }

    /// The same of a list; `None` where nothing is said.
    #[must_use]
    pub fn setting_list(&self, table: &str, key: &str) -> Option<Vec<String>> {
        self.document.setting_list(table, key)
    }

    /// Gives such a key a value, or takes it out.
    pub fn put_setting(&mut self, table: &str, key: &str, value: Option<Value>) {
        self.begin(Some(format!("{table}.{key}")));
        self.document.put_setting(table, key, value);
        self.judge();
    }

    /// Types a text into such a key; an emptied one is not said.
    pub fn type_setting(&mut self, table: &str, key: &str, text: &str) {
        let value = match key {
            "retries" => number(text),
            _ => Value::from(text),
        };
        self.put_setting(table, key, Some(value));
    }

    /// Whether there is a way back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a way forward again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Takes back the last change.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            let now = self.snapshot();
            self.future.push(now);
            self.restore(before);
        }
    }

    /// Makes the change again that was taken back.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            let now = self.snapshot();
            self.past.push(now);
            self.restore(after);
        }
    }

    /// What there is to write; `None` where something is wrong.
    #[must_use]
    pub fn to_save(&self) -> Option<Save> {
        let mut config = Config::clone(self.config()?);
        let names = config.profiles.iter().zip(&self.origins);
        let names: Vec<(Option<String>, String)> = names
            .map(|(profile, origin)| (origin.name.clone(), profile.name.clone()))
            .collect();
        let drop_ins = self.saved.profiles.iter();
        let drop_ins = drop_ins.filter(|profile| profile.origin.is_some());
        config.profiles.extend(drop_ins.cloned());
        let mut moves = Moves::between(&self.saved, &config, &names);
        for (profile, origin) in config.profiles.iter().zip(&self.origins) {
            moves.follow(profile, &origin.kept);
        }
        Some(Save {
            before: self.base.clone(),
            text: self.document.settled().text(),
            moves,
        })
    }

    /// The file says now what there was to write. What was typed meanwhile is still to be saved.
    pub fn was_saved(&mut self, text: Zeroizing<String>, config: Arc<Config>) {
        self.begin_from(text, config);
        self.origins = names_of(&self.document);
        self.last_key = None;
        self.judge();
    }

    /// The file says something now, by whoever's hand.
    ///
    /// # Errors
    ///
    /// Where it is written in a way that cannot be changed here; the draft is as it was.
    pub fn file_says(
        &mut self,
        text: Option<&str>,
        config: Arc<Config>,
    ) -> Result<(), DocumentError> {
        if text == self.base.as_ref().map(|text| text.as_str()) {
            self.saved = config;
            return Ok(());
        }
        if !self.is_changed {
            *self = Self::new(text, config, &self.folder)?;
            return Ok(());
        }
        let theirs = text.map_or_else(|| Ok(Document::default()), Document::parse)?;
        let ours = self.document.settled();
        let merged = Document::merge(&self.start_document, &ours, &theirs, Prefer::Ours);
        let text = Zeroizing::new(text.unwrap_or_default().to_owned());
        if merged.conflicts.is_empty() {
            self.take_merged(merged.document, text, config);
            self.conflict = None;
        } else {
            self.conflict = Some(Conflict {
                text,
                saved: config,
                names: merged.conflicts,
            });
        }
        Ok(())
    }

    /// What both changed, where that is to be asked about.
    #[must_use]
    pub fn conflict(&self) -> Option<&Conflict> {
        self.conflict.as_ref()
    }

    /// Settles what both changed; what only one of them changed stays changed.
    pub fn settle_conflict(&mut self, prefer: Prefer) {
        let Some(conflict) = self.conflict.take() else {
            return;
        };
        if let Ok(theirs) = Document::parse(&conflict.text) {
            let ours = self.document.settled();
            let merged = Document::merge(&self.start_document, &ours, &theirs, prefer);
            self.take_merged(merged.document, conflict.text, conflict.saved);
        }
    }

    fn take_merged(&mut self, document: Document, base: Zeroizing<String>, saved: Arc<Config>) {
        let ours = self.document.profile_names();
        let origin = |name: String| {
            let own = ours.iter().position(|one| *one == name);
            let own = own.and_then(|at| self.origins.get(at)).cloned();
            let mut origin = own.unwrap_or_default();
            let is_there = |name: &String| saved.profile(name).is_some();
            origin.name = Some(name).filter(is_there).or(origin.name.filter(is_there));
            origin
        };
        let names = document.profile_names().into_iter();
        self.origins = names.map(origin).collect();
        self.begin_from(base, saved);
        self.document = document;
        self.past.clear();
        self.future.clear();
        self.last_key = None;
        self.judge();
    }

    fn begin_from(&mut self, text: Zeroizing<String>, config: Arc<Config>) {
        if let Ok(document) = Document::parse(&text) {
            self.start_document = document;
        }
        self.start = text.clone();
        self.base = Some(text);
        self.saved = config;
    }

    /// A name that no profile has: this one, or with a number after it.
    fn free_name(&self, wanted: &str) -> String {
        let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem = if stem.is_empty() {
            wanted
        } else {
            stem.trim_end()
        };
        let is_taken = |name: &str| {
            let is_here = self.listed.iter().any(|one| one.name == name);
            is_here || self.saved.profile(name).is_some()
        };
        let numbered = (2..).map(|number: u32| format!("{stem} {number}"));
        let mut names = [wanted.to_owned()].into_iter().chain(numbered);
        names.find(|name| !is_taken(name)).unwrap_or_default()
    }

    /// Notes the way back before a change.
    fn begin(&mut self, key: Option<String>) {
        if key.is_none() || key != self.last_key {
            let now = self.snapshot();
            self.past.push(now);
            if self.past.len() > LONGEST_PAST {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last_key = key;
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            text: self.document.text(),
            origins: self.origins.clone(),
        }
    }

    fn restore(&mut self, snapshot: Snapshot) {
        // What was written by a document can be read as one.
        if let Ok(document) = Document::parse(&snapshot.text) {
            self.document = document;
            self.origins = snapshot.origins;
        }
        self.last_key = None;
        self.judge();
    }

    fn judge(&mut self) {
        let text = self.document.settled().text();
        self.judged = judge(&text, &self.folder).map(Arc::new);
        self.is_changed = *text != *self.start;
        let mistaken: Vec<usize> = self
            .mistakes()
            .iter()
            .filter_map(|one| one.profile)
            .collect();
        self.listed = (0..self.document.count())
            .map(|at| Listed {
                name: self.text(at, "name"),
                group: self.text(at, "group"),
                host: self.text(at, "host"),
                is_mistaken: mistaken.contains(&at),
            })
            .collect();
    }
}

fn names_of(document: &Document) -> Vec<Origin> {
    let names = document.profile_names().into_iter();
    names
        .map(|name| Origin {
            name: Some(name),
            kept: Vec::new(),
        })
        .collect()
}

/// A number, where it is written as one; what is not stays a text, and the configuration says what is wrong with it.
fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::from(number),
        _ => Value::from(text),
    }
}
