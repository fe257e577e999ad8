//! What to do first, where there are no profiles yet.

use std::path::PathBuf;

use eframe::egui::{Button, RichText, ScrollArea, TextEdit, Ui};

use super::App;
use crate::say;
use crate::text::Catalogue;
use crate::window::engine::Ask;
use crate::window::receipt;

impl App {
    pub(super) fn welcome(&mut self, ui: &mut Ui, words: &Catalogue) {
        if self.draft.is_none() {
            ui.label(say!(words, "window-not-read"));
            return;
        }
        let area = ScrollArea::vertical().id_salt("welcome");
        area.auto_shrink(false).show(ui, |ui| {
            ui.label(RichText::new(say!(words, "window-welcome")).heading());
            ui.add_space(8.0);
            ui.label(say!(words, "window-welcome-add"));
            if ui.button(say!(words, "window-add-profile")).clicked() {
                self.add(words);
            }
            ui.add_space(8.0);
            self.import_offer(ui, words);
            ui.add_space(8.0);
            ui.label(say!(words, "window-welcome-demo"));
            let is_running = self
                .practice
                .as_ref()
                .is_some_and(|name| self.tested.contains_key(name));
            let demo = Button::new(say!(words, "window-demo"));
            if ui.add_enabled(!is_running, demo).clicked() {
                self.asks.push(Ask::Demo);
            }
            // The practice door is in no list.
            let courses = self
                .practice
                .as_ref()
                .and_then(|name| self.courses.get(name));
            for (index, course) in courses.into_iter().flatten().enumerate() {
                ui.separator();
                ui.push_id(index, |ui| {
                    receipt::show(ui, words, course, &mut self.receipt_view);
                });
            }
        });
    }

    fn import_offer(&mut self, ui: &mut Ui, words: &Catalogue) {
        let label = ui.label(say!(words, "window-welcome-import"));
        let mut is_asked = false;
        ui.horizontal_wrapped(|ui| {
            let width = (ui.available_width() - 120.0).clamp(120.0, 420.0);
            let edit = TextEdit::singleline(&mut self.import_path).desired_width(width);
            let edit = edit.hint_text(say!(words, "window-import-path"));
            ui.add(edit).labelled_by(label.id);
            let is_on = !self.is_importing && !self.import_path.trim().is_empty();
            let button = Button::new(say!(words, "window-import"));
            is_asked = ui.add_enabled(is_on, button).clicked();
        });
        if is_asked {
            let path = PathBuf::from(self.import_path.trim());
            self.import(path);
        }
    }

    /// Adds what another program's file says; what is not saved here yet is merged with it.
    pub(super) fn import(&mut self, path: PathBuf) {
        self.is_dropped = false;
        if !self.is_importing {
            self.is_importing = true;
            self.asks.push(Ask::Import(path));
        }
    }
}
