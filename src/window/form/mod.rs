//! A profile on the right: what it is called and where it is, how it is opened and closed, and what else it may say.

mod secret;
mod spa;
mod steps;

pub(super) use secret::{Known, Vault};

use eframe::egui::{self, CollapsingHeader, Id, Ui};
use toml_edit::{Array, InlineTable, Value};

use super::controls;
use super::draft::Draft;
use super::engine::Ask;
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
    /// The words.
    pub words: &'f Catalogue,
    /// The profiles as they are edited.
    pub draft: &'f mut Draft,
    /// Which of them.
    pub at: usize,
    /// What is known of secrets, and what is typed of them.
    pub vault: &'f mut Vault,
    /// What is to be asked of the engine.
    pub asks: &'f mut Vec<Ask>,
}

impl Form<'_> {
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
        CollapsingHeader::new(more)
            .id_salt("more")
            .show(ui, |ui| self.more(ui));
        self.elsewhere(ui);
    }

    fn identity(&mut self, ui: &mut Ui) {
        self.text(ui, "name", "");
        self.text(ui, "group", "");
        self.text(ui, "host", "home.example.net");
        self.text(ui, "check", "22");
        self.text(ui, "open_for", "15m");
    }

    fn more(&mut self, ui: &mut Ui) {
        self.text(ui, "delay", "300ms");
        self.choice(ui, "family", &Family::WORDS);
        self.text(ui, "check_timeout", "5s");
        self.text(ui, "retries", "2");
        self.text(ui, "secret_timeout", "1m");
        self.text(ui, "bind", "wg0");
        self.choice(ui, "server.kind", &ServerKind::WORDS);
        self.text(ui, "server.seq_timeout", "5s");
        self.text(ui, "server_timeout", "30s");
        self.flag(ui, "keep_open");
        self.text(ui, "watch", "1m");
        self.triggers(ui);
        self.follow_up(ui, "on_open");
        self.follow_up(ui, "on_close");
    }

    /// A key that is typed.
    fn text(&mut self, ui: &mut Ui, path: &str, hint: &str) {
        let label = self.label(path);
        let text = self.draft.text(self.at, path);
        let typed = controls::labelled(ui, &label, |ui, label| {
            controls::line(ui, self.id(path), label, &text, hint).1
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
        let mut choices = vec![say!(self.words, "window-not-said")];
        choices.extend(known.iter().map(ToString::to_string));
        let mut chosen = known.iter().position(|word| *word == text).map_or(0, |at| at + 1);
        if chosen == 0 && !text.is_empty() {
            choices.push(text);
            chosen = choices.len() - 1;
        }
        let now = controls::labelled(ui, &label, |ui, label| {
            controls::choice(ui, self.id(path), label, chosen, &choices)
        });
        if let Some(now) = now {
            let word = now.checked_sub(1).and_then(|at| known.get(at));
            self.draft.put(self.at, path, word.map(|word| Value::from(*word)));
        }
        self.mistakes(ui, path);
    }

    /// A key that is on or off; off where it is not said.
    fn flag(&mut self, ui: &mut Ui, path: &str) {
        let label = self.label(path);
        let mut is_on = self.draft.text(self.at, path) == "true";
        let clicked = controls::labelled(ui, "", |ui, _| ui.checkbox(&mut is_on, label).clicked());
        if clicked {
            self.draft.put(self.at, path, is_on.then(|| Value::from(true)));
        }
        self.mistakes(ui, path);
    }

    fn triggers(&mut self, ui: &mut Ui) {
        let said = self.draft.text(self.at, "open_on");
        let said: Vec<&str> = said.split('"').skip(1).step_by(2).collect();
        let label = self.label("open_on");
        let mut chosen: Vec<&str> = Vec::new();
        let mut is_clicked = false;
        controls::labelled(ui, &label, |ui, _| {
            for word in Trigger::WORDS {
                let mut is_on = said.contains(&word);
                let text = say!(self.words, &format!("window-trigger-{word}"));
                is_clicked |= ui.checkbox(&mut is_on, text).clicked();
                if is_on {
                    chosen.push(word);
                }
            }
        });
        if is_clicked {
            let list = (!chosen.is_empty()).then(|| Value::Array(chosen.iter().collect::<Array>()));
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
        let (typed, response) = controls::labelled(ui, &label, |ui, label| {
            let (response, typed) = controls::line(ui, id, label, &typed, "ssh-in-terminal {host}");
            (typed, response)
        });
        if let Some(typed) = typed {
            let value = follow_up_value(&typed);
            self.draft.replace_keys(
                self.at,
                &[path],
                &value.map(|value| (path, value)).into_iter().collect::<Vec<_>>(),
            );
            self.vault.keep_typed(id, typed);
        } else if !response.has_focus() {
            self.vault.forget_typed(id);
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
                self.draft.replace_keys(self.at, &["spa"], &[("open", open)]);
            }
            Method::OneTime => {
                let mut open = InlineTable::new();
                open.insert("one_time", keyring_value());
                self.draft.replace_keys(self.at, &["spa"], &[("open", open.into())]);
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

    /// What is wrong with a key.
    fn mistakes(&self, ui: &mut Ui, path: &str) {
        controls::mistakes(ui, self.words, self.draft.mistakes_at(self.at, path));
    }

    /// What is wrong with the profile and has no control of its own.
    fn elsewhere(&self, ui: &mut Ui) {
        let is_shown = |path: &str| {
            let first = path.split('.').next().unwrap_or_default();
            SHOWN.contains(&first)
        };
        let mistakes = self.draft.mistakes().iter();
        let elsewhere: Vec<_> = mistakes
            .filter(|one| one.profile == Some(self.at) && !is_shown(&one.path))
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
        say!(self.words, &format!("window-key-{}", path.replace('.', "-")))
    }

    fn id(&self, path: &str) -> Id {
        Id::new(("form", self.at, path))
    }

    /// The profile's name as it is now.
    fn name(&self) -> String {
        self.draft.text(self.at, "name")
    }
}

/// The keys of which each mistake is shown beside a control.
const SHOWN: [&str; 21] = [
    "name",
    "group",
    "host",
    "check",
    "open_for",
    "open",
    "close",
    "spa",
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

/// A list of words as a shell has them.
fn command_line(list: &str) -> String {
    let parsed: Option<Value> = list.parse().ok();
    let Some(Value::Array(words)) = parsed else {
        return list.to_owned();
    };
    let words = words.iter().filter_map(Value::as_str);
    shlex::try_join(words).unwrap_or_default()
}

/// What a typed line asks for afterwards: a URL, or a program; nothing where nothing is typed.
fn follow_up_value(typed: &str) -> Option<Value> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let mut table = InlineTable::new();
    if typed.contains("://") {
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
    let file = profile.origin.as_deref().map(|path| path.display().to_string());
    ui.label(say!(words, "window-drop-in", file = file.unwrap_or_default()));
    ui.separator();
    let mut table = crate::config::encode_profile(profile, &crate::profile::Settings::default());
    // A sequence is a password, also on a screen.
    for key in ["open", "close", "spa"] {
        table.remove(key);
    }
    let text = table.to_string();
    ui.add(egui::Label::new(egui::RichText::new(text).monospace()).selectable(true));
}
