//! The page of the profiles: the list on the left, the one that is chosen on the right.

use std::mem;

use eframe::egui::{Button, CentralPanel, Panel, ScrollArea, Ui};

use super::{App, Page};
use crate::say;
use crate::text::Catalogue;
use crate::window::form::{Form, show_read_only};
use crate::window::list::{Selected, Shown, Wish};

/// The list is so wide, and no wider than its user makes it.
const LIST: f32 = 210.0;
/// From this width on there is room for the receipt beside the profile.
const WIDE: f32 = 1100.0;
/// The receipt's width there.
const RECEIPT: f32 = 420.0;

impl App {
    pub(super) fn profiles(&mut self, ui: &mut Ui, words: &Catalogue) {
        let is_wide = ui.available_width() >= WIDE;
        Panel::left("profiles")
            .default_size(LIST)
            .size_range(200.0..=300.0)
            .show(ui, |ui| self.left(ui, words));
        let has_receipt = self.has_receipt();
        if has_receipt && is_wide {
            Panel::right("receipt-beside")
                .default_size(RECEIPT)
                .size_range(320.0..=500.0)
                .show(ui, |ui| self.receipt(ui, words));
        } else if has_receipt {
            let most = ui.available_height() * 0.6;
            Panel::bottom("receipt-below")
                .resizable(true)
                .default_size(most * 0.75)
                .size_range(60.0..=most)
                .show(ui, |ui| self.receipt(ui, words));
        }
        CentralPanel::default().show(ui, |ui| self.right(ui, words));
    }

    fn left(&mut self, ui: &mut Ui, words: &Catalogue) {
        let Some(draft) = &self.draft else {
            ui.weak(say!(words, "window-not-read"));
            return;
        };
        self.list.search_line(ui, words);
        let is_own = matches!(self.selected, Selected::Own(_));
        let mut edit = None;
        ui.horizontal_wrapped(|ui| {
            for (id, is_on) in [
                ("window-add", true),
                ("window-duplicate", is_own),
                ("window-delete", is_own),
            ] {
                let button = Button::new(say!(words, id));
                if ui.add_enabled(is_on, button).clicked() {
                    edit = Some(id);
                }
            }
        });
        let mut list = mem::take(&mut self.list);
        let shown = Shown {
            words,
            draft,
            config: &self.config,
            selected: &self.selected,
            standing: &|name, saved| self.standing(name, saved),
        };
        let wish = list.show(ui, &shown);
        self.list = list;
        match edit {
            Some("window-add") => self.add(words),
            Some("window-duplicate") => self.duplicate(),
            Some(_) => self.delete(),
            None => {}
        }
        if let Some(wish) = wish {
            self.follow(wish);
        }
    }

    fn follow(&mut self, wish: Wish) {
        match wish {
            Wish::Select(selected) => self.select(selected),
            Wish::Move { from, to, group } => {
                if let Some(draft) = &mut self.draft {
                    draft.move_to(from, to, &group);
                    self.select(Selected::Own(to));
                }
            }
        }
    }

    /// A new profile, in the group of the one that is chosen.
    pub(super) fn add(&mut self, words: &Catalogue) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        let group = match self.selected {
            Selected::Own(at) => draft.text(at, "group"),
            _ => String::new(),
        };
        let at = draft.add(&say!(words, "window-new-profile"), &group);
        self.show_new(at);
    }

    pub(super) fn duplicate(&mut self) {
        if let (Selected::Own(at), Some(draft)) = (&self.selected, &mut self.draft) {
            let at = draft.duplicate(*at);
            self.show_new(at);
        }
    }

    fn show_new(&mut self, at: usize) {
        self.page = Page::Profiles;
        self.list.search.clear();
        self.select(Selected::Own(at));
        self.list.reveal(Selected::Own(at));
        self.vault.focus_name();
    }

    /// There is no question: there is a way back.
    fn delete(&mut self) {
        if let (Selected::Own(at), Some(draft)) = (&self.selected, &mut self.draft) {
            let at = *at;
            let name = draft.text(at, "name");
            draft.delete(at);
            self.deleted = Some((name, draft.last_change()));
            let count = draft.listed().len();
            self.select(Selected::Nothing);
            if count > 0 {
                self.select(Selected::Own(at.min(count - 1)));
            }
        }
    }

    fn right(&mut self, ui: &mut Ui, words: &Catalogue) {
        match self.selected.clone() {
            Selected::Nothing => self.welcome(ui, words),
            Selected::Own(at) => {
                self.action_bar(ui, words);
                ui.separator();
                let Some(draft) = &mut self.draft else {
                    return;
                };
                let mut form = Form::new(words, draft, at, &mut self.vault, &mut self.asks);
                let area = ScrollArea::vertical().id_salt(("form", at));
                area.auto_shrink(false).show(ui, |ui| form.show(ui));
            }
            Selected::DropIn(name) => {
                self.action_bar(ui, words);
                ui.separator();
                if let Some(profile) = self.config.profile(&name) {
                    let area = ScrollArea::vertical().id_salt("drop-in");
                    area.auto_shrink(false)
                        .show(ui, |ui| show_read_only(ui, words, profile));
                }
            }
        }
    }
}
