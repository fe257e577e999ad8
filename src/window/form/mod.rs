//! A profile on the right: what it is called and where it is, how it is opened and closed, and what else it may say.

mod secret;
mod spa;
mod steps;
mod vault;

pub(super) use vault::Vault;

use std::collections::HashSet;
use std::mem;
use std::sync::Arc;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{self, CollapsingHeader, Id, Response, Ui};
use toml_edit::{Array, InlineTable, Value};

use super::controls;
use super::draft::Draft;
use super::engine::Ask;
use super::usual;
use crate::config::keyring_value;
use crate::profile::{Action, Family, Field, Profile, ServerKind, Trigger};
use crate::say;
use crate::text::Catalogue;

/// How a profile is opened, as the form has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Sequence,
    OneTime,
    Spa,
}

/// What the form needs to draw a profile.
pub(super) struct Form<'f> {
    words: &'f Catalogue,
    /// The profiles as they are edited.
    draft: &'f mut Draft,
    /// Which of them.
    at: usize,
    /// What is known of secrets, and what is typed of them.
    vault: &'f mut Vault,
    /// What is to be asked of the engine.
    asks: &'f mut Vec<Ask>,
    /// The profile, where nothing is wrong with it.
    profile: Option<Arc<Profile>>,
    /// The keys whose mistakes have been shown.
    drawn: HashSet<String>,
}

impl<'f> Form<'f> {
    /// A form for a profile.
    pub fn new(
        words: &'f Catalogue,
        draft: &'f mut Draft,
        at: usize,
        vault: &'f mut Vault,
        asks: &'f mut Vec<Ask>,
    ) -> Self {
        Self {
            words,
            profile: draft.profile(at),
            draft,
            at,
            vault,
            asks,
            drawn: HashSet::new(),
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui) {
        self.identity(ui);
        ui.separator();
        self.method(ui);
        match self.current_method() {
            Method::Sequence => {
                self.sequence(ui, Action::Open);
                ui.separator();
                self.sequence(ui, Action::Close);
            }
            Method::OneTime => {
                self.one_time(ui);
                ui.separator();
                self.sequence(ui, Action::Close);
            }
            Method::Spa => self.packet(ui),
        }
        ui.separator();
        let more = say!(self.words, "window-more");
        let mistakes = self.draft.mistakes().iter();
        let has_mistake = mistakes
            .filter(|one| one.profile == Some(self.at))
            .any(|one| MORE.contains(&first(&one.path)));
        CollapsingHeader::new(more)
            .id_salt("more")
            // A mistake is never out of sight.
            .open(has_mistake.then_some(true))
            .show(ui, |ui| self.more(ui));
        self.elsewhere(ui);
    }

    fn identity(&mut self, ui: &mut Ui) {
        self.text(ui, "name");
        self.namesakes(ui);
        self.text(ui, "group");
        self.text(ui, "host");
        self.text(ui, "check");
        self.text(ui, "open_for");
    }

    /// What is wrong with another profile's name, where this one bears it too.
    fn namesakes(&self, ui: &mut Ui) {
        let name = self.name();
        let is_namesake = |at: usize| at != self.at && self.draft.text(at, "name") == name;
        let mistakes = self.draft.mistakes().iter();
        let others =
            mistakes.filter(|one| one.path == "name" && one.profile.is_some_and(is_namesake));
        controls::mistakes(ui, self.words, others);
    }

    fn more(&mut self, ui: &mut Ui) {
        self.text(ui, "delay");
        self.choice(ui, "family", &Family::WORDS);
        self.text(ui, "check_timeout");
        self.text(ui, "retries");
        self.text(ui, "secret_timeout");
        self.text(ui, "bind");
        self.choice(ui, "server.kind", &ServerKind::WORDS);
        self.text(ui, "server.seq_timeout");
        self.text(ui, "server_timeout");
        self.flag(ui, "keep_open");
        self.text(ui, "watch");
        self.triggers(ui);
        self.follow_up(ui, "on_open");
        self.follow_up(ui, "on_close");
    }

    /// A key that is typed.
    fn text(&mut self, ui: &mut Ui, path: &str) {
        let label = self.label(path);
        let text = self.draft.text(self.at, path);
        let hint = usual::hint(self.words, usual::of_profile(self.draft, path), path);
        let typed = controls::labelled(ui, &label, |ui, label| {
            let (response, typed) = controls::line(ui, self.id(path), label, &text, &hint);
            if path == "name" && mem::take(&mut self.vault.names) {
                select_all(ui, &response, &text);
            }
            typed
        });
        if let Some(typed) = typed {
            self.draft.type_in(self.at, path, &typed);
        }
        self.mistakes(ui, path);
    }

    /// A key that is one of a few words, or not said.
    fn choice(&mut self, ui: &mut Ui, path: &str, known: &[&str]) {
        let label = self.label(path);
        let text = self.draft.text(self.at, path);
        let unsaid = match usual::of_profile(self.draft, path) {
            Some(usual) => say!(self.words, "window-usual", value = usual),
            None => say!(self.words, "window-not-said"),
        };
        let mut choices = vec![unsaid];
        choices.extend(known.iter().map(ToString::to_string));
        let mut chosen = known
            .iter()
            .position(|word| *word == text)
            .map_or(0, |at| at + 1);
        if chosen == 0 && !text.is_empty() {
            choices.push(text);
            chosen = choices.len() - 1;
        }
        let now = controls::labelled(ui, &label, |ui, label| {
            controls::choice(ui, self.id(path), label, chosen, &choices)
        });
        if let Some(now) = now {
            let word = now.checked_sub(1).and_then(|at| known.get(at));
            self.draft
                .put(self.at, path, word.map(|word| Value::from(*word)));
        }
        self.mistakes(ui, path);
    }

    /// A key that is on or off; off where it is not said.
    fn flag(&mut self, ui: &mut Ui, path: &str) {
        let label = self.label(path);
        let mut is_on = self.draft.text(self.at, path) == "true";
        let clicked = controls::labelled(ui, "", |ui, _| ui.checkbox(&mut is_on, label).clicked());
        if clicked {
            self.draft
                .put(self.at, path, is_on.then(|| Value::from(true)));
        }
        self.mistakes(ui, path);
    }

    fn triggers(&mut self, ui: &mut Ui) {
        let said = strings(&self.draft.text(self.at, "open_on")).unwrap_or_default();
        let label = self.label("open_on");
        let mut chosen: Vec<&str> = Vec::new();
        let mut is_clicked = false;
        controls::labelled(ui, &label, |ui, _| {
            for word in Trigger::WORDS {
                let mut is_on = said.iter().any(|one| one == word);
                let text = say!(self.words, &format!("window-trigger-{word}"));
                is_clicked |= ui.checkbox(&mut is_on, text).clicked();
                if is_on {
                    chosen.push(word);
                }
            }
        });
        if is_clicked {
            let list =
                (!chosen.is_empty()).then(|| Value::Array(chosen.into_iter().collect::<Array>()));
            self.draft.put(self.at, "open_on", list);
        }
        self.mistakes(ui, "open_on");
    }

    /// A program with its arguments, as a shell would have them, or a URL.
    fn follow_up(&mut self, ui: &mut Ui, path: &str) {
        let label = self.label(path);
        let (run, url) = (format!("{path}.run"), format!("{path}.url"));
        let is_url = self.draft.has(self.at, &url);
        let text = if is_url {
            self.draft.text(self.at, &url)
        } else {
            command_line(&self.draft.text(self.at, &run))
        };
        let id = self.id(path);
        let typed = self.vault.typed_line(id, &text);
        let hint = usual::hint(self.words, None, path);
        let (typed, response) = controls::labelled(ui, &label, |ui, label| {
            let (response, typed) = controls::line(ui, id, label, &typed, &hint);
            (typed, response)
        });
        if let Some(typed) = typed {
            match follow_up_value(&typed) {
                Some(value) => self.draft.put_typed(self.at, path, value),
                None => self.draft.put(self.at, path, None),
            }
            self.vault.keep_typed(id, typed);
        } else if !response.has_focus() {
            self.vault.take_typed(id);
        }
        for path in [path, run.as_str(), url.as_str()] {
            self.mistakes(ui, path);
        }
    }

    fn current_method(&self) -> Method {
        if self.draft.has(self.at, "spa") {
            Method::Spa
        } else if self.draft.has(self.at, "open.one_time") {
            Method::OneTime
        } else {
            Method::Sequence
        }
    }

    fn method(&mut self, ui: &mut Ui) {
        let now = self.current_method();
        let label = say!(self.words, "window-method");
        let chosen = controls::labelled(ui, &label, |ui, _| {
            let mut chosen = now;
            for (method, id) in [
                (Method::Sequence, "window-method-sequence"),
                (Method::OneTime, "window-method-one-time"),
                (Method::Spa, "window-method-spa"),
            ] {
                ui.radio_value(&mut chosen, method, say!(self.words, id));
            }
            chosen
        });
        if chosen == now {
            return;
        }
        match chosen {
            Method::Sequence => {
                let open = Value::Array(Array::new());
                self.draft
                    .replace_keys(self.at, &["spa"], &[("open", open)]);
            }
            Method::OneTime => {
                let mut open = InlineTable::new();
                open.insert("one_time", keyring_value());
                self.draft
                    .replace_keys(self.at, &["spa"], &[("open", open.into())]);
            }
            Method::Spa => {
                let mut spa = InlineTable::new();
                let service = self.draft.text(self.at, "check");
                let service = if service.is_empty() { "22" } else { &service };
                spa.insert("access", format!("tcp/{service}").into());
                spa.insert("key", keyring_value());
                spa.insert("hmac_key", keyring_value());
                self.draft.replace_keys(
                    self.at,
                    &["open", "close", "delay"],
                    &[("spa", spa.into())],
                );
            }
        }
    }

    fn one_time(&mut self, ui: &mut Ui) {
        controls::remark(ui, &say!(self.words, "window-one-time-remark"));
        self.secret(ui, Field::Sequence(Action::Open), "open.one_time");
        self.mistakes(ui, "open");
    }

    /// What is wrong with a key, unless it has been shown.
    fn mistakes(&mut self, ui: &mut Ui, path: &str) {
        if self.drawn.insert(path.to_owned()) {
            controls::mistakes(ui, self.words, self.draft.mistakes_at(self.at, path));
        }
    }

    /// What is wrong with the profile and has no control of its own.
    fn elsewhere(&self, ui: &mut Ui) {
        let mistakes = self.draft.mistakes().iter();
        let elsewhere: Vec<_> = mistakes
            .filter(|one| one.profile == Some(self.at) && !self.drawn.contains(&one.path))
            .collect();
        for mistake in elsewhere {
            let line = format!(
                "{}: {}: {}",
                mistake.path,
                mistake.problem.title(self.words),
                mistake.problem.hint(self.words)
            );
            controls::problem(ui, &line);
        }
    }

    fn label(&self, path: &str) -> String {
        say!(
            self.words,
            &format!("window-key-{}", path.replace('.', "-"))
        )
    }

    fn id(&self, path: &str) -> Id {
        Id::unique(("form", self.at, path))
    }

    /// The profile's name as it is now.
    fn name(&self) -> String {
        self.draft.text(self.at, "name")
    }
}

/// What is typed next takes the place of all that stands there.
fn select_all(ui: &Ui, line: &Response, text: &str) {
    line.request_focus();
    let mut state = TextEditState::load(ui.ctx(), line.id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), line.id);
}

/// The keys that are out of sight at first.
const MORE: [&str; 13] = [
    "delay",
    "family",
    "check_timeout",
    "retries",
    "secret_timeout",
    "bind",
    "server",
    "server_timeout",
    "keep_open",
    "watch",
    "open_on",
    "on_open",
    "on_close",
];

/// The key that a path begins with.
fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or_default()
}

/// The texts of a list as it is written; absent: it is none.
fn strings(list: &str) -> Option<Vec<String>> {
    let Ok(Value::Array(list)) = list.parse() else {
        return None;
    };
    let texts = list.iter().filter_map(Value::as_str);
    Some(texts.map(str::to_owned).collect())
}

/// A list of words as a shell has them.
fn command_line(list: &str) -> String {
    match strings(list) {
        Some(words) => shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default(),
        None => list.to_owned(),
    }
}

/// What a typed line asks for afterwards: a URL, or a program; nothing where nothing is typed.
fn follow_up_value(typed: &str) -> Option<Value> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let mut table = InlineTable::new();
    if typed.contains("://") && !typed.contains(char::is_whitespace) {
        table.insert("url", typed.into());
    } else {
        // A quote that is not closed yet is a word like any other.
        let words = shlex::split(typed).unwrap_or_else(|| vec![typed.to_owned()]);
        table.insert("run", Value::Array(words.iter().collect::<Array>()));
    }
    Some(Value::InlineTable(table))
}

/// A profile of a drop-in, which is not changed here.
pub(super) fn show_read_only(ui: &mut Ui, words: &Catalogue, profile: &Profile) {
    let file = profile
        .origin
        .as_deref()
        .map(|path| path.display().to_string());
    ui.label(say!(
        words,
        "window-drop-in",
        file = file.unwrap_or_default()
    ));
    ui.separator();
    let mut table = crate::config::encode_profile(profile, &crate::profile::Settings::default());
    // A sequence is a password, also on a screen.
    for key in ["open", "close", "spa"] {
        table.remove(key);
    }
    let text = table.to_string();
    ui.add(egui::Label::new(egui::RichText::new(text).monospace()).selectable(true));
}
