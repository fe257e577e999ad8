//! A secret: where it comes from, whether it is there, and what can be done with it. It is shown on purpose only.

use std::time::Duration;

use eframe::egui::{Button, TextEdit, Ui};
use toml_edit::{Array, Value};
use zeroize::Zeroizing;

use super::steps::source_value;
use super::vault::Known;
use super::{Form, command_line};
use crate::profile::{Field, Settings};
use crate::say;
use crate::secret::{SecretText, check_text, secret_error_words};
use crate::window::controls;
use crate::window::engine::{Ask, SecretFound};

/// The room that the button beside a secret needs.
const KEEP: f32 = 190.0;

/// Where a key comes from, as the form has it; the first is the file itself.
const SOURCES: [&str; 5] = ["", "keyring", "env", "command", "file"];
/// Where a list of one-time sequences is.
const LIST_SOURCES: [&str; 2] = ["keyring", "file"];

impl Form<'_> {
    /// A secret at a path of the profile.
    pub(super) fn secret(&mut self, ui: &mut Ui, field: Field, path: &str) {
        let label = self.label_of(field);
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

    fn label_of(&self, field: Field) -> String {
        say!(self.words, &format!("window-field-{field}"))
    }

    /// The keyring's account of a secret that is kept there.
    pub(super) fn account(&self, field: Field, path: &str) -> Option<String> {
        match self
            .draft
            .text(self.at, &format!("{path}.keyring"))
            .as_str()
        {
            _ if self.source_of(path) != "keyring" => None,
            "" | "true" => Some(field.account(&self.name())),
            named => Some(named.to_owned()),
        }
    }

    fn source_of(&self, path: &str) -> &'static str {
        let is_it = |source: &&str| {
            !source.is_empty() && self.draft.has(self.at, &format!("{path}.{source}"))
        };
        SOURCES
            .iter()
            .find(|source| is_it(source))
            .copied()
            .unwrap_or_default()
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
        let at = sources
            .iter()
            .position(|source| *source == now)
            .unwrap_or_default();
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
            let edit = TextEdit::singleline(&mut *text)
                .id(id)
                .password(true)
                .desired_width(300.0);
            ui.add(edit).labelled_by(label).changed()
        });
        self.vault.mind_secret(ui, id);
        if changed {
            let value = Value::from(text.as_str());
            self.draft.put_typed(self.at, path, value);
        }
    }

    /// A variable, a program or a file that it comes from.
    fn elsewhere_named(&mut self, ui: &mut Ui, path: &str) {
        let source = self.source_of(path);
        let inner = format!("{path}.{source}");
        let shown = self.draft.text(self.at, &inner);
        let shown = if source == "command" {
            command_line(&shown)
        } else {
            shown
        };
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
            self.draft
                .put_typed(self.at, path, Value::InlineTable(table));
            self.vault.keep_typed(id, typed);
        } else if !response.has_focus() {
            self.vault.take_typed(id);
        }
        self.mistakes(ui, &inner);
    }

    /// An entry of the keyring: whether it is there, and what can be done with it. Until the profile is saved it may lie
    /// under another name than the one that it will have.
    fn entry(&mut self, ui: &mut Ui, field: Field, label: &str, target: &str) {
        let account = if target == field.account(&self.name()) {
            self.draft.entry_account(self.at, field)
        } else {
            Some(target.to_owned())
        };
        if let Some(account) = &account
            && self.vault.known(account).is_none()
            && self.vault.failure_of_all().is_none()
        {
            self.look_up(account);
        }
        let known = account
            .as_deref()
            .and_then(|account| self.vault.known(account));
        let (is_there, shown, failure) = match known {
            Some(Known::Found(SecretFound::There)) => (true, None, None),
            Some(Known::Found(SecretFound::Revealed(text))) => (true, Some(text.clone()), None),
            Some(Known::Found(SecretFound::Failed(error))) => (false, None, Some(error)),
            Some(_) => (false, None, None),
            None => (false, None, self.vault.failure_of_all()),
        };
        let failure = failure.map(|error| secret_error_words(self.words, error));
        let is_asked = matches!(known, Some(Known::Asked));
        controls::labelled(ui, label, |ui, _| {
            let Some(account) = account.as_deref().filter(|_| is_there) else {
                self.absent(ui, account.as_deref(), is_asked, failure.is_some());
                return;
            };
            ui.label(say!(self.words, "window-in-keyring"));
            self.present(ui, account, shown.is_some());
        });
        if let Some(failure) = failure {
            controls::problem(ui, &failure);
        }
        if let Some(shown) = shown {
            controls::remark(ui, &shown);
        }
        self.replace(ui, field, target, is_there);
    }

    /// An entry that is not there, as far as is known.
    fn absent(&mut self, ui: &mut Ui, account: Option<&str>, is_asked: bool, has_failed: bool) {
        if is_asked {
            ui.label(say!(self.words, "window-keyring-asked"));
        } else if !has_failed {
            ui.label(say!(self.words, "window-not-in-keyring"));
        }
        if has_failed && ui.button(say!(self.words, "window-ask-again")).clicked() {
            self.vault.ask_again();
            if let Some(account) = account {
                self.look_up(account);
            }
        }
    }

    /// What can be done with an entry that is there.
    fn present(&mut self, ui: &mut Ui, account: &str, is_shown: bool) {
        let limit = self.limit();
        if is_shown {
            if ui.button(say!(self.words, "window-cover")).clicked() {
                self.vault.found(account.to_owned(), SecretFound::There);
            }
        } else if ui.button(say!(self.words, "window-reveal")).clicked() {
            let account = account.to_owned();
            self.asks.push(Ask::Reveal { account, limit });
        }
        if self.vault.condemned.as_deref() != Some(account) {
            if ui.button(say!(self.words, "window-forget")).clicked() {
                self.vault.condemned = Some(account.to_owned());
            }
            return;
        }
        // There is no way back from this one.
        if ui
            .button(say!(self.words, "window-forget-surely"))
            .clicked()
        {
            self.vault.condemned = None;
            let account = account.to_owned();
            self.asks.push(Ask::Forget { account, limit });
        }
        if ui.button(say!(self.words, "window-stay")).clicked() {
            self.vault.condemned = None;
        }
    }

    fn look_up(&mut self, account: &str) {
        self.asks.push(Ask::LookUp {
            accounts: vec![account.to_owned()],
            limit: self.limit(),
        });
        self.vault.was_asked(account);
    }

    /// How long the keyring may take.
    fn limit(&self) -> Duration {
        let usual = || Settings::default().secret_timeout;
        let profile = self.profile.as_ref();
        profile.map_or_else(usual, |profile| profile.settings.secret_timeout)
    }

    /// A new text for an entry. It is kept where it is known to be what it should be.
    fn replace(&mut self, ui: &mut Ui, field: Field, account: &str, is_there: bool) {
        let id = self.id(&format!("{field} entry"));
        let label = say!(
            self.words,
            if is_there {
                "window-new-secret"
            } else {
                "window-secret"
            },
            field = self.label_of(field)
        );
        let is_list = self.draft.has(self.at, &format!("{field}.one_time"));
        let profile = self.profile.clone();
        let mut typed = self.vault.typed.remove(account).unwrap_or_default();
        let checked = profile
            .filter(|_| !typed.is_empty())
            .map(|profile| check_text(&profile, field, &typed));
        let is_kept = controls::labelled(ui, &label, |ui, label| {
            let edit = if is_list {
                TextEdit::multiline(&mut *typed).desired_rows(3)
            } else {
                TextEdit::singleline(&mut *typed).password(true)
            };
            let width = (ui.available_width() - KEEP).clamp(80.0, 260.0);
            ui.add(edit.id(id).desired_width(width)).labelled_by(label);
            let keep = Button::new(say!(self.words, "window-keep"));
            let keep = ui.add_enabled(matches!(checked, Some(Ok(()))), keep);
            keep.on_disabled_hover_text(say!(self.words, "window-keep-not"))
                .clicked()
        });
        self.vault.mind_secret(ui, id);
        if let Some(Err(error)) = checked {
            controls::problem(ui, &secret_error_words(self.words, &error));
        }
        if is_kept {
            self.keep(field, account, typed.clone());
        }
        self.vault.typed.insert(account.to_owned(), typed);
    }

    /// Gives the keyring a secret.
    pub(super) fn keep(&mut self, field: Field, account: &str, secret: SecretText) {
        self.asks.push(Ask::Keep {
            account: account.to_owned(),
            secret,
            limit: self.limit(),
        });
        self.vault.was_kept(account);
        self.draft.has_kept(self.at, field, account);
    }
}
