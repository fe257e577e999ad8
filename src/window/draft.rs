//! The configuration while it is edited: its text, what is wrong with it, and the way back. Pure.

mod entries;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml_edit::Value;
use zeroize::Zeroizing;

use self::entries::{InFile, accounts};
use super::engine::{Moves, Save};
use crate::config::{
    Backup, Config, Document, DocumentError, Merged, Mistake, Prefer, StepRow, decode_sequence,
    judge, sequence_value,
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
    /// What that said of the keyring's entries.
    in_file: InFile,
    /// Whether the file that it was is there no more: all of it is to be saved again.
    is_gone: bool,
    /// What the file says with its drop-ins.
    saved: Arc<Config>,
    document: Document,
    /// Its text.
    text: Zeroizing<String>,
    /// Of every profile that there is or was, where it comes from.
    origins: Vec<Origin>,
    /// For each profile of the text its place among these.
    places: Vec<usize>,
    /// The keyring's entries that were made here and bear the name that a profile had then.
    made: Vec<String>,
    /// What was handed out to be written.
    sent: Option<Sent>,
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    /// What was typed into last: one way back for all of it.
    last_key: Option<String>,
    /// How many changes there were.
    changes: u64,
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
    places: Vec<usize>,
}

/// What was handed out to be written.
struct Sent {
    text: Zeroizing<String>,
    places: Vec<usize>,
    /// The entries that go when it has been written.
    unused: Vec<String>,
}

/// Where a profile comes from.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// The name that it has, or was copied from, in the file.
    name: Option<String>,
    /// The keyring's entries that it was given since.
    kept: Vec<(Field, String)>,
    /// Whether it was copied from what has that name.
    is_copy: bool,
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
        let names = document.profile_names();
        let mut draft = Self {
            folder: folder.to_owned(),
            base: text.map(|text| Zeroizing::new(text.to_owned())),
            start: document.text(),
            start_document: document.copy(),
            in_file: InFile::of(&document, folder),
            is_gone: false,
            saved,
            places: (0..names.len()).collect(),
            origins: names.into_iter().map(Origin::of).collect(),
            made: Vec::new(),
            sent: None,
            text: document.text(),
            document,
            past: Vec::new(),
            future: Vec::new(),
            last_key: None,
            changes: 0,
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
        if self.listed.get(at)?.is_mistaken {
            return None;
        }
        let earlier = self.earlier().get(at).copied();
        let alone = self.document.alone(at);
        let alone = alone.settled(&self.start_document, earlier.as_slice());
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
        !self.is_gone && before.is_some_and(is_same) && self.document.beside() == start.beside()
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
        // What was empty in the file stays so, unless it was typed into.
        let earlier = self.earlier().get(at).copied().flatten();
        let was_unsaid = earlier.is_some_and(|at| self.start_document.is_unsaid(at, path));
        if was_unsaid && self.document.is_unsaid(at, path) {
            self.document.unset_at(at, path);
        }
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
        // In the order of the form; what is left empty is not saved.
        table.insert("group", toml_edit::value(group));
        for key in ["host", "check", "open_for"] {
            table.insert(key, toml_edit::value(""));
        }
        table.insert("open", toml_edit::value(toml_edit::Array::new()));
        self.document.add(table);
        self.places.push(self.origins.len());
        self.origins.push(Origin::default());
        self.judge();
        self.document.count() - 1
    }

    /// Copies a profile, to stand right after it; gives its place.
    pub fn duplicate(&mut self, at: usize) -> usize {
        let name = self.free_name(&self.text(at, "name"));
        self.begin(None);
        self.document.duplicate_at(at, &name);
        if let Some(mut origin) = self.origin(at).cloned() {
            origin.is_copy = true;
            self.places.insert(at + 1, self.origins.len());
            self.origins.push(origin);
        }
        self.judge();
        at + 1
    }

    /// Takes a profile out.
    pub fn delete(&mut self, at: usize) {
        self.begin(None);
        self.document.remove_at(at);
        if at < self.places.len() {
            self.places.remove(at);
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
        if from < self.places.len() && to < self.places.len() {
            let place = self.places.remove(from);
            self.places.insert(to, place);
        }
        self.judge();
    }

    /// Puts what is pasted into a row: a single step in its place, a whole sequence in that of this row and all after it.
    /// Says whether it is any.
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
        let mut pasted = pasted.rows(0, action).unwrap_or_default();
        for row in &mut pasted {
            row.from = None;
        }
        let row = row.min(rows.len());
        let end = match pasted.len() {
            1 => rows.len().min(row + 1),
            _ => rows.len(),
        };
        rows.splice(row..end, pasted);
        self.put_rows(at, action, &rows, None);
        true
    }

    /// Has the closing sequence be the opening one from its end.
    pub fn reverse_opening(&mut self, at: usize) {
        if let Some(closing) = self.document.reversed(at, Action::Open) {
            self.put(at, Action::Close.word(), Some(closing));
        }
    }

    /// A secret of this profile has been given to the keyring, as this account: it goes along when the profile gets another
    /// name before it is saved.
    pub fn has_kept(&mut self, at: usize, field: Field, account: &str) {
        // What the file itself names belongs to nobody here.
        if field.account(&self.text(at, "name")) != account {
            return;
        }
        let place = self.places.get(at);
        if let Some(origin) = place.and_then(|place| self.origins.get_mut(*place)) {
            origin.kept.retain(|(one, _)| *one != field);
            origin.kept.push((field, account.to_owned()));
        }
        self.made.retain(|one| one != account);
        self.made.push(account.to_owned());
        self.leave_to_file();
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
        let is_unsaid = text.is_empty() && self.start_document.has_empty_setting(table, key);
        self.put_setting(table, key, (!is_unsaid).then_some(value));
    }

    /// Whether there is a way back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Which change was the last one, so that it is known whether there was another.
    #[must_use]
    pub fn last_change(&self) -> u64 {
        self.changes
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
    #[expect(
        clippy::wrong_self_convention,
        reason = "what is handed out is remembered until it has been written"
    )]
    pub fn to_save(&mut self) -> Option<Save> {
        let mut config = Config::clone(self.config()?);
        let origins = self.places.iter().filter_map(|at| self.origins.get(*at));
        let own: Vec<(Arc<Profile>, &Origin)> =
            config.profiles.iter().cloned().zip(origins).collect();
        let names: Vec<(Option<String>, String)> = own
            .iter()
            .map(|(profile, origin)| (origin.name.clone(), profile.name.clone()))
            .collect();
        let drop_ins = self.saved.profiles.iter();
        let drop_ins = drop_ins.filter(|profile| profile.origin.is_some());
        config.profiles.extend(drop_ins.cloned());
        let mut moves = Moves::between(&self.in_file.config, &config, &names);
        let used = accounts(&config);
        for (profile, origin) in own {
            moves.follow(&profile, &origin.kept, &used);
        }
        let made = self.made.iter().filter(|made| !used.contains(*made));
        moves.unused.extend(made.cloned());
        moves
            .unused
            .retain(|account| !self.in_file.may_use(account));
        let text = self.settled().text();
        self.sent = Some(Sent {
            text: text.clone(),
            places: self.places.clone(),
            unused: moves.unused.clone(),
        });
        Some(Save {
            before: self.base.clone(),
            text,
            moves,
            backup: self.backup(),
        })
    }

    /// What becomes of the file as it was: where a secret leaves it, no copy of that stays.
    fn backup(&self) -> Backup {
        let mut profiles = self.earlier().into_iter().enumerate();
        let leaves = |(at, earlier): (usize, Option<usize>)| {
            let start = &self.start_document;
            earlier.is_some_and(|earlier| start.leaves(earlier, &self.document, at))
        };
        if profiles.any(leaves) {
            Backup::Forget
        } else {
            Backup::Keep
        }
    }

    /// For each profile the place that it, or what it was copied from, had at the start.
    fn earlier(&self) -> Vec<Option<usize>> {
        let names = self.start_document.profile_names();
        let origins = self.places.iter().map(|at| self.origins.get(*at));
        let earlier = origins.map(|origin| {
            let name = origin?.name.as_ref()?;
            names.iter().position(|one| one == name)
        });
        earlier.collect()
    }

    /// The document without what was emptied here.
    fn settled(&self) -> Document {
        self.document.settled(&self.start_document, &self.earlier())
    }

    /// The file says now what there was to write. What was typed meanwhile is still to be saved.
    pub fn was_saved(&mut self, text: Zeroizing<String>, config: Arc<Config>) {
        if let Some(sent) = self.sent.take_if(|sent| sent.text == text) {
            self.follow_names(&sent, &text);
        }
        self.begin_from(text, config);
        self.last_key = None;
        self.judge();
        if !self.is_changed {
            // What was left empty is not in the file, and so it is not here.
            self.document = self.start_document.copy();
            self.judge();
        }
    }

    /// Each profile has in the file the name that was saved, and so it has wherever the way back leads.
    fn follow_names(&mut self, sent: &Sent, text: &str) {
        let names = Document::parse(text).map(|saved| saved.profile_names());
        let before = self.origins.clone();
        let now = sent.places.iter().copied().zip(names.unwrap_or_default());
        let now: Vec<(usize, String)> = now.collect();
        for (place, origin) in self.origins.iter_mut().enumerate() {
            let own = now.iter().find(|(saved, _)| *saved == place);
            // What is not in the file any more may have been copied from what is.
            let heir = now.iter().find(|(saved, _)| {
                let name = before.get(*saved).and_then(|before| before.name.as_ref());
                name.is_some() && name == origin.name.as_ref()
            });
            if own.is_some() {
                origin.kept.clear();
            }
            origin.is_copy = own.is_none();
            origin.name = own.or(heir).map(|(_, name)| name.clone());
        }
        self.made.retain(|made| !sent.unused.contains(made));
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
            self.conflict = None;
            return Ok(());
        }
        let own = self.sent.as_ref().filter(|sent| text == Some(&*sent.text));
        if let Some(own) = own.map(|sent| sent.text.clone()) {
            self.conflict = None;
            self.was_saved(own, config);
            return Ok(());
        }
        if !self.is_changed {
            let mut fresh = Self::new(text, config, &self.folder)?;
            fresh.made = mem::take(&mut self.made);
            fresh.leave_to_file();
            *self = fresh;
            return Ok(());
        }
        let Some(text) = text else {
            self.is_gone = true;
            self.base = None;
            self.saved = config;
            self.conflict = None;
            return Ok(());
        };
        let theirs = Document::parse(text)?;
        let merged = self.merged(&theirs, Prefer::Ours);
        let text = Zeroizing::new(text.to_owned());
        if merged.conflicts.is_empty() {
            self.take_merged(merged.document, text, config);
        } else {
            self.conflict = Some(Conflict {
                text,
                saved: config,
                names: merged.conflicts,
            });
        }
        Ok(())
    }

    fn merged(&self, theirs: &Document, prefer: Prefer) -> Merged {
        Document::merge(&self.start_document, &self.settled(), theirs, prefer)
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
            let merged = self.merged(&theirs, prefer);
            self.take_merged(merged.document, conflict.text, conflict.saved);
        }
    }

    fn take_merged(&mut self, document: Document, base: Zeroizing<String>, saved: Arc<Config>) {
        let ours = self.document.profile_names();
        let mut left: Vec<Option<usize>> = self.places.iter().copied().map(Some).collect();
        let mut places = Vec::new();
        for name in document.profile_names() {
            let own = ours.iter().zip(&mut left);
            let mut own = own.filter(|(one, _)| **one == name);
            let own = own.find_map(|(_, place)| place.take());
            let place = own.unwrap_or(self.origins.len());
            if place == self.origins.len() {
                self.origins.push(Origin::default());
            }
            places.push(place);
        }
        self.begin_from(base, saved);
        let in_file = self.start_document.profile_names();
        for origin in &mut self.origins {
            origin.name.take_if(|name| !in_file.contains(name));
        }
        // What came from another profile has its secrets from there, whoever has its name in the file.
        for (place, name) in places.iter().zip(document.profile_names()) {
            if let Some(origin) = self.origins.get_mut(*place)
                && origin.name.is_none()
                && in_file.contains(&name)
            {
                origin.name = Some(name);
                origin.is_copy = false;
            }
        }
        self.document = document;
        self.places = places;
        self.past.clear();
        self.future.clear();
        self.sent = None;
        self.conflict = None;
        self.last_key = None;
        self.judge();
    }

    fn begin_from(&mut self, text: Zeroizing<String>, config: Arc<Config>) {
        if let Ok(document) = Document::parse(&text) {
            self.start = document.text();
            self.in_file = InFile::of(&document, &self.folder);
            self.start_document = document;
        }
        self.base = Some(text);
        self.is_gone = false;
        self.saved = config;
        self.leave_to_file();
    }

    fn origin(&self, at: usize) -> Option<&Origin> {
        self.origins.get(*self.places.get(at)?)
    }

    /// A name that no profile has: this one, or with a number after it.
    fn free_name(&self, wanted: &str) -> String {
        let stem = match wanted.rsplit_once(' ') {
            Some((stem, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
            _ => wanted,
        };
        let in_file = self.start_document.profile_names();
        let is_taken = |name: &str| {
            let is_here = self.listed.iter().any(|one| one.name == name);
            let was_here = in_file.iter().any(|one| one == name);
            is_here || was_here || self.saved.profile(name).is_some()
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
        self.changes += 1;
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            text: self.text.clone(),
            places: self.places.clone(),
        }
    }

    fn restore(&mut self, snapshot: Snapshot) {
        // What was written by a document can be read as one.
        if let Ok(document) = Document::parse(&snapshot.text) {
            self.document = document;
            self.places = snapshot.places;
        }
        self.last_key = None;
        self.changes += 1;
        self.judge();
    }

    fn judge(&mut self) {
        self.text = self.document.text();
        // An untouched file has every mistake that it has; what is empty in it is nothing that was emptied here.
        let is_same = self.text == self.start;
        let earlier = self.earlier();
        let text = if is_same || self.document.is_settled(&self.start_document, &earlier) {
            self.text.clone()
        } else {
            let settled = self.document.settled(&self.start_document, &earlier);
            settled.text()
        };
        self.judged = judge(&text, &self.folder).map(Arc::new);
        self.is_changed = self.is_gone || (!is_same && text != self.start);
        let mistaken = self.mistakes().iter().filter_map(|one| one.profile);
        let mistaken: HashSet<usize> = mistaken.collect();
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

impl Origin {
    fn of(name: String) -> Self {
        Self {
            name: Some(name),
            ..Self::default()
        }
    }
}

/// A number, where it is written as one; what is not stays a text, and the configuration says what is wrong with it.
fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::from(number),
        _ => Value::from(text),
    }
}
