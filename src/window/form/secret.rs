//! A secret: where it comes from, whether it is there, and what can be done with it. It is shown on purpose only.

use std::collections::HashMap;

use eframe::egui::{Button, Id, RichText, TextEdit, Ui, text_edit::TextEditState};
use toml_edit::{Array, Value};
use zeroize::Zeroizing;

use super::{Form, command_line};
use super::steps::source_value;
use crate::profile::Field;
use crate::say;
use crate::secret::{check_text, field_words, secret_error_words};
use crate::window::controls;
use crate::window::engine::{Ask, SecretFound};

/// What is known of a keyring's entry.
#[derive(Debug)]
pub(in crate::window) enum Known {
    /// The keyring has been asked.
    Asked,
    /// It has answered.
    Found(SecretFound),
}

/// What is known of secrets, and what is typed of them.
#[derive(Default)]
pub(in crate::window) struct Vault {
    known: HashMap<String, Known>,
    /// What is typed for an entry, until it is kept.
    typed: HashMap<String, Zeroizing<String>>,
    /// Lines that are typed and mean something else than their letters, while they are typed.
    lines: HashMap<Id, String>,
    /// The server's half of keys that have just been made, with the profile's name.
    pub(super) stanza: Option<(String, Zeroizing<String>)>,
}

impl Vault {
    /// The keyring has said how an entry stands.
    pub fn found(&mut self, account: String, found: SecretFound) {
        if matches!(found, SecretFound::There) {
            self.typed.remove(&account);
        }
        self.known.insert(account, Known::Found(found));
    }

    /// Another profile is looked at: what was shown is shown no more.
    pub fn cover(&mut self) {
        self.known
            .retain(|_, known| !matches!(known, Known::Found(SecretFound::Revealed(_))));
        self.typed.clear();
        self.lines.clear();
        self.stanza = None;
    }

    pub(super) fn was_asked(&mut self, account: &str) {
        self.known.insert(account.to_owned(), Known::Asked);
    }

    pub(super) fn typed_line(&self, id: Id, text: &str) -> String {
        self.lines.get(&id).map_or(text, String::as_str).to_owned()
    }

    pub(super) fn keep_typed(&mut self, id: Id, typed: String) {
        self.lines.insert(id, typed);
    }

    pub(super) fn forget_typed(&mut self, id: Id) {
        self.lines.remove(&id);
    }
}

/// Where a key comes from, as the form has it; the first is the file itself.
const SOURCES: [&str; 5] = ["", "keyring", "env", "command", "file"];
/// Where a list of one-time sequences is.
const LIST_SOURCES: [&str; 2] = ["keyring", "file"];

impl Form<'_> {
    /// A secret at a path of the profile.
    pub(super) fn secret(&mut self, ui: &mut Ui, field: Field, path: &str) {
        let label = field_words(self.words, field);
        match field {
            Field::Key | Field::HmacKey => self.secret_source(ui, &label, path, &SOURCES),
            _ if path.ends_with("one_time") => {
                self.secret_source(ui, &label, path, &LIST_SOURCES);
            }
            // A sequence's source stands above its table.
            _ => {}
        }
        if let Some(account) = self.account(field, path) {
            self.entry(ui, field, &label, &account);
        } else if self.source_of(path).is_empty() {
            self.in_file(ui, &label, path);
        } else {
            self.elsewhere_named(ui, path);
        }
        self.mistakes(ui, path);
    }

    /// The keyring's account of a secret that is kept there.
    pub(super) fn account(&self, field: Field, path: &str) -> Option<String> {
        match self.draft.text(self.at, &format!("{path}.keyring")).as_str() {
            _ if self.source_of(path) != "keyring" => None,
            "" | "true" => Some(field.account(&self.name())),
            named => Some(named.to_owned()),
        }
    }

    fn source_of(&self, path: &str) -> &'static str {
        let is_it = |source: &&str| !source.is_empty() && self.draft.has(self.at, &format!("{path}.{source}"));
        SOURCES.iter().find(|source| is_it(source)).copied().unwrap_or_default()
    }

    fn secret_source(&mut self, ui: &mut Ui, label: &str, path: &str, sources: &[&'static str]) {
        let now = self.source_of(path);
        let choices: Vec<String> = sources
            .iter()
            .map(|source| match *source {
                "" => say!(self.words, "window-source-here"),
                source => say!(self.words, &format!("window-source-{source}")),
            })
            .collect();
        let at = sources.iter().position(|source| *source == now).unwrap_or_default();
        let id = self.id(&format!("{path} source"));
        let label = say!(self.words, "window-source-of", field = label);
        let chosen = controls::labelled(ui, &label, |ui, label| {
            controls::choice(ui, id, label, at, &choices)
        });
        if let Some(source) = chosen.and_then(|chosen| sources.get(chosen)) {
            let value = match *source {
                "" => Value::from(""),
                source => source_value(source),
            };
            self.draft.put(self.at, path, Some(value));
        }
    }

    /// A key that stands in the file.
    fn in_file(&mut self, ui: &mut Ui, label: &str, path: &str) {
        let mut text = Zeroizing::new(self.draft.text(self.at, path));
        let id = self.id(path);
        let changed = controls::labelled(ui, label, |ui, label| {
            let edit = TextEdit::singleline(&mut *text).id(id).password(true).desired_width(300.0);
            ui.add(edit).labelled_by(label).changed()
        });
        forget_past(ui, id);
        if changed {
            self.draft.put(self.at, path, Some(Value::from(text.as_str())));
        }
    }

    /// A variable, a program or a file that it comes from.
    fn elsewhere_named(&mut self, ui: &mut Ui, path: &str) {
        let source = self.source_of(path);
        let inner = format!("{path}.{source}");
        let shown = self.draft.text(self.at, &inner);
        let shown = if source == "command" { command_line(&shown) } else { shown };
        let id = self.id(&inner);
        let shown = self.vault.typed_line(id, &shown);
        let label = say!(self.words, &format!("window-source-name-{source}"));
        let (response, typed) = controls::labelled(ui, &label, |ui, label| {
            controls::line(ui, id, label, &shown, "")
        });
        if let Some(typed) = typed {
            let value = match source {
                "command" => {
                    let words = shlex::split(&typed).unwrap_or_else(|| vec![typed.clone()]);
                    Value::Array(words.iter().collect::<Array>())
                }
                _ => Value::from(typed.as_str()),
            };
            let mut table = toml_edit::InlineTable::new();
            table.insert(source, value);
            self.draft.put_typed(self.at, path, Value::InlineTable(table));
            self.vault.keep_typed(id, typed);
        } else if !response.has_focus() {
            self.vault.forget_typed(id);
        }
        self.mistakes(ui, &inner);
    }

    /// An entry of the keyring: whether it is there, and what can be done with it.
    fn entry(&mut self, ui: &mut Ui, field: Field, label: &str, account: &str) {
        let limit = std::time::Duration::from_mins(1);
        if !self.vault.known.contains_key(account) && !self.name().is_empty() {
            self.asks.push(Ask::LookUp {
                accounts: vec![account.to_owned()],
                limit,
            });
            self.vault.was_asked(account);
        }
        let (line, is_there) = self.entry_words(account);
        controls::labelled(ui, label, |ui, _| {
            ui.label(line);
            if !is_there {
                return;
            }
            let reveal = Button::new(say!(self.words, "window-reveal")).small();
            if ui.add(reveal).clicked() {
                let account = account.to_owned();
                self.asks.push(Ask::Reveal { account, limit });
            }
            let delete = Button::new(say!(self.words, "window-forget")).small();
            if ui.add(delete).clicked() {
                let account = account.to_owned();
                self.asks.push(Ask::Forget { account, limit });
            }
        });
        if let Some(Known::Found(SecretFound::Revealed(text))) = self.vault.known.get(account) {
            let shown = RichText::new(text.as_str()).monospace();
            controls::labelled(ui, "", |ui, _| ui.label(shown));
        }
        self.replace(ui, field, account, limit, is_there);
    }

    fn replace(
        &mut self,
        ui: &mut Ui,
        field: Field,
        account: &str,
        limit: std::time::Duration,
        is_there: bool,
    ) {
        let id = self.id(&format!("{field} entry"));
        let label = say!(
            self.words,
            if is_there { "window-new-secret" } else { "window-secret" },
            field = field_words(self.words, field)
        );
        let profile = self.draft.profile(self.at);
        let typed = self.vault.typed.entry(account.to_owned()).or_default();
        let is_list = profile.as_ref().is_some_and(|profile| profile.is_list(field));
        let kept = controls::labelled(ui, &label, |ui, label| {
            let edit = if is_list {
                TextEdit::multiline(&mut **typed).desired_rows(3)
            } else {
                TextEdit::singleline(&mut **typed).password(true)
            };
            ui.add(edit.id(id).desired_width(260.0)).labelled_by(label);
            let keep = Button::new(say!(self.words, "window-keep"));
            ui.add_enabled(!typed.is_empty(), keep).clicked()
        });
        forget_past(ui, id);
        if typed.is_empty() {
            return;
        }
        let checked = profile.map(|profile| check_text(&profile, field, typed));
        match checked {
            Some(Err(error)) => controls::problem(ui, &secret_error_words(self.words, &error)),
            _ if kept => {
                self.asks.push(Ask::Keep {
                    account: account.to_owned(),
                    secret: typed.clone(),
                    limit,
                });
                self.vault.was_asked(account);
                self.draft.has_kept(self.at, field, account);
            }
            _ => {}
        }
    }

    fn entry_words(&self, account: &str) -> (String, bool) {
        match self.vault.known.get(account) {
            None | Some(Known::Asked) => (say!(self.words, "window-keyring-asked"), false),
            Some(Known::Found(SecretFound::There | SecretFound::Revealed(_))) => {
                (say!(self.words, "window-in-keyring"), true)
            }
            Some(Known::Found(SecretFound::Missing)) => {
                (say!(self.words, "window-not-in-keyring"), false)
            }
            Some(Known::Found(SecretFound::Failed(error))) => {
                (secret_error_words(self.words, error), false)
            }
        }
    }
}

/// The way back of a line that holds a secret would be a copy of it.
fn forget_past(ui: &Ui, id: Id) {
    if let Some(mut state) = TextEditState::load(ui.ctx(), id) {
        state.clear_undoer();
        state.store(ui.ctx(), id);
    }
}
