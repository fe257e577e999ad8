//! The settings: what holds for every profile, and how the program behaves.

use std::iter;

use eframe::egui::{Id, RichText, ScrollArea, Ui};
use toml_edit::{Array, Value};

use super::controls;
use super::draft::Draft;
use super::engine::Ask;
use super::usual;
use crate::autostart::Autostart;
use crate::config::{CloseOn, LanguageChoice, LogLevel, Notifications, Theme};
use crate::profile::Family;
use crate::say;
use crate::text::{Catalogue, Language};

/// What the settings need to be drawn.
pub(super) struct Settings<'s> {
    /// The words.
    pub words: &'s Catalogue,
    /// The configuration as it is edited.
    pub draft: &'s mut Draft,
    /// Whether the agent starts at login, where that is known.
    pub autostart: Option<Autostart>,
    /// What is to be asked of the engine.
    pub asks: &'s mut Vec<Ask>,
}

impl Settings<'_> {
    /// Draws them.
    pub fn show(&mut self, ui: &mut Ui) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            self.heading(ui, "window-settings-program");
            self.choice(ui, "interface", "language", &LanguageChoice::WORDS);
            self.choice(ui, "interface", "theme", &Theme::WORDS);
            self.choice(ui, "agent", "notifications", &Notifications::WORDS);
            self.close_on(ui);
            self.autostart(ui);
            self.choice(ui, "log", "level", &LogLevel::WORDS);
            ui.separator();
            self.heading(ui, "window-settings-defaults");
            self.line(ui, "delay");
            self.choice(ui, "defaults", "family", &Family::WORDS);
            self.line(ui, "check_timeout");
            self.line(ui, "retries");
            self.line(ui, "secret_timeout");
            self.line(ui, "open_for");
            self.line(ui, "bind");
        });
    }

    fn heading(&self, ui: &mut Ui, id: &str) {
        ui.label(RichText::new(say!(self.words, id)).strong());
    }

    fn choice(&mut self, ui: &mut Ui, table: &str, key: &str, known: &[&str]) {
        let label = say!(self.words, &format!("window-key-{key}"));
        let said = self.draft.setting(table, key);
        let usual = usual::of_program(key).unwrap_or_default();
        let usual = say!(self.words, "window-usual", value = self.word(key, &usual));
        let known_words = known.iter().map(|word| self.word(key, word));
        let mut choices: Vec<String> = iter::once(usual).chain(known_words).collect();
        let mut chosen = known.iter().position(|word| *word == said);
        if chosen.is_none() && !said.is_empty() {
            chosen = Some(known.len());
            choices.push(said);
        }
        let now = controls::labelled(ui, &label, |ui, label| {
            let id = Id::unique(("setting", table, key));
            controls::choice(ui, id, label, chosen.map_or(0, |at| at + 1), &choices)
        });
        if let Some(now) = now {
            let word = now.checked_sub(1).and_then(|at| known.get(at));
            let value = word.map(|word| Value::from(*word));
            self.draft.put_setting(table, key, value);
        }
        self.mistakes(ui, &format!("{table}.{key}"));
    }

    /// What a word of the configuration means, where it is not plain.
    fn word(&self, key: &str, word: &str) -> String {
        match (key, word) {
            ("language", word) => match word.parse::<Language>() {
                Ok(language) => language.own_name().to_owned(),
                Err(()) => say!(self.words, "window-language-system"),
            },
            ("theme", word) => say!(self.words, &format!("window-theme-{word}")),
            ("notifications", word) => say!(self.words, &format!("window-notifications-{word}")),
            (_, word) => word.to_owned(),
        }
    }

    fn close_on(&mut self, ui: &mut Ui) {
        let said = self.draft.setting_list("agent", "close_on");
        let label = say!(self.words, "window-key-close_on");
        let mut chosen = Vec::new();
        let mut is_clicked = false;
        controls::labelled(ui, &label, |ui, _| {
            ui.horizontal_wrapped(|ui| {
                for word in CloseOn::WORDS {
                    let mut is_on = said.iter().flatten().any(|one| one == word);
                    let text = say!(self.words, &format!("window-close-on-{word}"));
                    is_clicked |= ui.checkbox(&mut is_on, text).clicked();
                    if is_on {
                        chosen.push(word);
                    }
                }
            });
        });
        if is_clicked {
            let list = Value::Array(chosen.into_iter().collect::<Array>());
            self.draft.put_setting("agent", "close_on", Some(list));
        }
        match said {
            None => controls::remark(ui, &say!(self.words, "window-close-on-unsaid")),
            Some(_) => {
                let clicked = controls::labelled(ui, "", |ui, _| {
                    ui.button(say!(self.words, "window-close-on-usual"))
                        .clicked()
                });
                if clicked {
                    self.draft.put_setting("agent", "close_on", None);
                }
            }
        }
        self.mistakes(ui, "agent.close_on");
    }

    /// Of the desktop and not of the file: it is done at once.
    fn autostart(&mut self, ui: &mut Ui) {
        let Some(autostart) = self.autostart else {
            return;
        };
        let mut is_on = autostart.is_on();
        let label = say!(self.words, "menu-autostart");
        let clicked = controls::labelled(ui, "", |ui, _| ui.checkbox(&mut is_on, label).clicked());
        if clicked {
            self.asks.push(Ask::Autostart(autostart.toggled()));
        }
    }

    fn line(&mut self, ui: &mut Ui, key: &str) {
        let label = say!(self.words, &format!("window-key-{key}"));
        let said = self.draft.setting("defaults", key);
        let hint = usual::hint(self.words, usual::of_program(key), key);
        let typed = controls::labelled(ui, &label, |ui, label| {
            controls::line(ui, Id::unique(("setting", key)), label, &said, &hint).1
        });
        if let Some(typed) = typed {
            self.draft.type_setting("defaults", key, &typed);
        }
        self.mistakes(ui, &format!("defaults.{key}"));
    }

    fn mistakes(&self, ui: &mut Ui, path: &str) {
        let mistakes = self.draft.mistakes().iter();
        let here = mistakes.filter(|one| one.profile.is_none() && one.path == path);
        controls::mistakes(ui, self.words, here);
    }
}
