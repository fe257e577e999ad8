//! The window's frame: the pages, the keys that hold everywhere, and what lies around the page.

use std::mem;

use eframe::egui::{
    Button, CentralPanel, Context, Key, KeyboardShortcut, Memory, Modifiers, Panel,
    ThemePreference, Ui, UserAttentionType, ViewportCommand,
};

use super::{App, Leaving, Page, PutOff};
use crate::config::Theme;
use crate::say;
use crate::text::Catalogue;
use crate::window::draft::Draft;
use crate::window::list::{List, search_id};
use crate::window::settings::Settings;

const SAVE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::S);
const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
const REDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Y);
const REDO_TOO: KeyboardShortcut =
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
const ADD: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::N);
const DUPLICATE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::D);
const SEARCH: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const PAGES: [(Page, &str, KeyboardShortcut); 3] = [
    (
        Page::Profiles,
        "window-page-profiles",
        KeyboardShortcut::new(Modifiers::COMMAND, Key::Num1),
    ),
    (
        Page::Settings,
        "window-page-settings",
        KeyboardShortcut::new(Modifiers::COMMAND, Key::Num2),
    ),
    (
        Page::History,
        "window-page-history",
        KeyboardShortcut::new(Modifiers::COMMAND, Key::Num3),
    ),
];

impl App {
    /// Draws the window, and takes what the user does in it.
    pub fn show(&mut self, ui: &mut Ui) {
        let words = self.words();
        self.look(ui.ctx());
        self.keys(ui, &words);
        Panel::top("pages").show(ui, |ui| self.head(ui, &words));
        self.banners(ui, &words);
        match self.page {
            Page::Profiles => self.profiles(ui, &words),
            Page::Settings => {
                CentralPanel::default().show(ui, |ui| self.settings(ui, &words));
            }
            Page::History => {
                CentralPanel::default().show(ui, |ui| self.past(ui, &words));
            }
        }
        self.leaving(ui.ctx(), &words);
    }

    fn look(&self, ctx: &Context) {
        let chosen = self.draft.as_ref().and_then(Draft::config);
        let wanted = match chosen.unwrap_or(&self.config).interface.theme {
            Theme::System => ThemePreference::System,
            Theme::Dark => ThemePreference::Dark,
            Theme::Light => ThemePreference::Light,
        };
        if ctx.options(|options| options.theme_preference) != wanted {
            ctx.set_theme(wanted);
        }
    }

    /// Takes account of what happens to the window from outside, also where nothing of it is seen.
    pub fn follow_viewport(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().cloned());
        if let Some(path) = dropped.map(|file| file.path().to_owned()) {
            self.import_path = path.display().to_string();
            self.is_dropped = true;
        }
        let is_put_off = self.put_off.take_if(|one| *one == PutOff::Close).is_some();
        if is_put_off || ctx.input(|input| input.viewport().close_requested()) {
            self.close_asked(ctx);
        }
        if mem::take(&mut self.is_raised) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
            // Where a desktop gives no focus to who asks for it.
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(
                UserAttentionType::Informational,
            ));
        }
        if matches!(self.leaving, Leaving::AtOnce | Leaving::Over) {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn keys(&mut self, ui: &Ui, words: &Catalogue) {
        if self.leaving != Leaving::No {
            return;
        }
        let pressed =
            |shortcut: &KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(shortcut));
        let is_put_off = self.put_off.take_if(|one| *one == PutOff::Save).is_some();
        if is_put_off || pressed(&SAVE) {
            if self.leave_line(ui.ctx()) {
                self.put_off = Some(PutOff::Save);
            } else {
                self.save();
            }
        }
        // What is typed into a search or as a secret is no part of what is taken back.
        let focused = ui.memory(Memory::focused);
        let is_elsewhere = self.page == Page::History
            || focused == Some(search_id())
            || self.vault.is_typing(focused);
        // The longer one first: the shorter one would take it.
        if !is_elsewhere && (pressed(&REDO_TOO) || pressed(&REDO)) {
            self.redo();
        }
        if !is_elsewhere && pressed(&UNDO) {
            self.undo();
        }
        for (page, _, shortcut) in &PAGES {
            if pressed(shortcut) {
                self.page = *page;
            }
        }
        if pressed(&ADD) {
            self.add(words);
        }
        if pressed(&DUPLICATE) {
            self.duplicate();
        }
        if pressed(&SEARCH) {
            self.page = Page::Profiles;
            List::focus_search(ui.ctx());
        }
    }

    /// Leaves a line that counts once it is left; says whether there is one.
    pub(super) fn leave_line(&self, ctx: &Context) -> bool {
        let focused = ctx.memory(Memory::focused);
        let line = focused.filter(|_| self.vault.has_lines());
        if let Some(line) = line {
            ctx.memory_mut(|memory| memory.surrender_focus(line));
            ctx.request_repaint();
        }
        line.is_some()
    }

    fn head(&mut self, ui: &mut Ui, words: &Catalogue) {
        ui.horizontal_wrapped(|ui| {
            for (page, id, shortcut) in &PAGES {
                let tab = Button::selectable(self.page == *page, say!(words, id));
                let shown = ui.add(tab);
                if shown
                    .on_hover_text(ui.ctx().format_shortcut(shortcut))
                    .clicked()
                {
                    self.page = *page;
                }
            }
            ui.separator();
            let draft = self.draft.as_ref();
            let is_changed = draft.is_some_and(Draft::is_changed);
            let can_undo = draft.is_some_and(Draft::can_undo);
            let can_redo = draft.is_some_and(Draft::can_redo);
            if button(ui, is_changed, &say!(words, "window-save"), SAVE) {
                self.save();
            }
            if button(ui, can_undo, &say!(words, "window-undo"), UNDO) {
                self.undo();
            }
            if button(ui, can_redo, &say!(words, "window-redo"), REDO) {
                self.redo();
            }
            if self.saving.is_some() {
                ui.weak(say!(words, "window-saving"));
            } else if is_changed {
                ui.weak(say!(words, "window-unsaved"));
            }
        });
    }

    fn settings(&mut self, ui: &mut Ui, words: &Catalogue) {
        let Some(draft) = &mut self.draft else {
            ui.label(say!(words, "window-not-read"));
            return;
        };
        let mut settings = Settings {
            words,
            draft,
            autostart: self.autostart,
            asks: &mut self.asks,
        };
        settings.show(ui);
    }

    fn past(&mut self, ui: &mut Ui, words: &Catalogue) {
        match &self.history_failure {
            Some(cause) => {
                let line = say!(words, "history-unreadable", error = cause.as_str());
                ui.label(line);
            }
            None => self.history.show(ui, words, &self.entries),
        }
    }
}

/// A button that a key presses as well.
fn button(ui: &mut Ui, is_on: bool, text: &str, shortcut: KeyboardShortcut) -> bool {
    let button = ui.add_enabled(is_on, Button::new(text));
    let keys = ui.ctx().format_shortcut(&shortcut);
    button.on_hover_text(keys).clicked()
}
