//! What the user has to know before anything else, above the page.

use std::path::PathBuf;

use eframe::egui::{Button, Panel, RichText, ScrollArea, Ui};

use super::App;
use crate::config::Prefer;
use crate::say;
use crate::text::Catalogue;
use crate::window::draft::Draft;
use crate::window::engine::{Ask, Hands};

/// The banners together are no higher than this; the rest is scrolled to.
const HIGHEST: f32 = 150.0;

impl App {
    pub(super) fn banners(&mut self, ui: &mut Ui, words: &Catalogue) {
        if !self.has_banner() {
            return;
        }
        Panel::top("banners").show(ui, |ui| {
            let area = ScrollArea::vertical().id_salt("banners");
            area.max_height(HIGHEST)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    self.trouble(ui, words);
                    self.conflict(ui, words);
                    self.messages(ui, words);
                    self.dropped(ui, words);
                    self.mistakes(ui, words);
                    self.deleted(ui, words);
                    self.hands(ui, words);
                });
        });
    }

    fn has_banner(&self) -> bool {
        let draft = self.draft.as_ref();
        !self.trouble.is_empty()
            || !self.messages.is_empty()
            || self.is_dropped
            || self.is_deletion_last()
            || draft.is_some_and(|draft| {
                draft.conflict().is_some() || (draft.is_changed() && !draft.mistakes().is_empty())
            })
            || self
                .hands
                .as_ref()
                .is_some_and(|hands| !matches!(hands, Hands::Agent { holds } if holds.is_empty()))
    }

    /// The file is not what counts.
    fn trouble(&self, ui: &mut Ui, words: &Catalogue) {
        let [first, more @ ..] = self.trouble.as_slice() else {
            return;
        };
        let path = self.path.display().to_string();
        ui.label(warned(ui, &say!(words, "window-trouble", path = path)));
        ui.label(first);
        for line in more {
            ui.label(line);
        }
    }

    /// Somebody else has changed the same.
    fn conflict(&mut self, ui: &mut Ui, words: &Catalogue) {
        let shown = self.selected_name();
        let Some(draft) = &mut self.draft else {
            return;
        };
        let Some(conflict) = draft.conflict() else {
            return;
        };
        let names = conflict.names.join(", ");
        ui.label(warned(ui, &say!(words, "window-conflict", names = names)));
        let mut prefer = None;
        ui.horizontal_wrapped(|ui| {
            if ui.button(say!(words, "window-conflict-ours")).clicked() {
                prefer = Some(Prefer::Ours);
            }
            if ui.button(say!(words, "window-conflict-theirs")).clicked() {
                prefer = Some(Prefer::Theirs);
            }
        });
        if let Some(prefer) = prefer {
            draft.settle_conflict(prefer);
            self.keep_selected(shown);
        }
    }

    fn messages(&mut self, ui: &mut Ui, words: &Catalogue) {
        if self.messages.is_empty() {
            return;
        }
        for line in &self.messages {
            ui.label(line);
        }
        if ui.button(say!(words, "menu-dismiss")).clicked() {
            self.messages.clear();
        }
    }

    /// A file that was dropped on the window: what it says would be in the configuration at once.
    fn dropped(&mut self, ui: &mut Ui, words: &Catalogue) {
        if !self.is_dropped {
            return;
        }
        let path = self.import_path.as_str();
        ui.label(say!(words, "window-dropped", path = path));
        let path = PathBuf::from(path);
        ui.horizontal_wrapped(|ui| {
            let import = Button::new(say!(words, "window-import"));
            if ui.add_enabled(!self.is_importing, import).clicked() {
                self.import(path);
            }
            if ui.button(say!(words, "menu-dismiss")).clicked() {
                self.is_dropped = false;
            }
        });
    }

    /// What keeps the changes from being saved.
    fn mistakes(&self, ui: &mut Ui, words: &Catalogue) {
        let Some(draft) = self.draft.as_ref().filter(|draft| draft.is_changed()) else {
            return;
        };
        let mistakes = draft.mistakes();
        if mistakes.is_empty() {
            return;
        }
        let count = say!(words, "config-mistakes", count = mistakes.len());
        let mut places: Vec<String> = Vec::new();
        for mistake in mistakes {
            let place = match mistake.profile {
                Some(at) => draft.text(at, "name"),
                None => mistake.path.clone(),
            };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let line = say!(
            words,
            "window-mistakes",
            mistakes = count,
            places = places.join(", ")
        );
        ui.label(warned(ui, &line));
    }

    fn is_deletion_last(&self) -> bool {
        let now = self.draft.as_ref().map(Draft::last_change);
        let then = self.deleted.as_ref().map(|(_, then)| *then);
        then.is_some() && then == now
    }

    fn deleted(&mut self, ui: &mut Ui, words: &Catalogue) {
        if !self.is_deletion_last() {
            return;
        }
        let Some((name, _)) = &self.deleted else {
            return;
        };
        let line = say!(words, "window-deleted", profile = name.as_str());
        let clicked = ui
            .horizontal_wrapped(|ui| {
                ui.label(line);
                ui.button(say!(words, "window-undo-deletion")).clicked()
            })
            .inner;
        if clicked {
            self.undo_deletion();
        }
    }

    /// Who does the work, where it is not the agent.
    fn hands(&mut self, ui: &mut Ui, words: &Catalogue) {
        match &self.hands {
            // It was opened when there was no agent.
            Some(Hands::Agent { holds }) if !holds.is_empty() => {
                ui.weak(say!(words, "window-holds", profiles = holds.join(", ")));
            }
            None | Some(Hands::Agent { .. }) => {}
            Some(Hands::Own { .. }) => {
                let clicked = ui
                    .horizontal_wrapped(|ui| {
                        ui.weak(say!(words, "window-no-agent"));
                        ui.button(say!(words, "window-start-agent")).clicked()
                    })
                    .inner;
                if clicked {
                    self.asks.push(Ask::StartAgent);
                }
            }
            Some(Hands::Apart { line, .. }) => {
                ui.label(warned(
                    ui,
                    &say!(words, "window-apart", cause = line.as_str()),
                ));
            }
        }
    }
}

fn warned(ui: &Ui, line: &str) -> RichText {
    RichText::new(format!("▲ {line}")).color(ui.visuals().warn_fg_color)
}
