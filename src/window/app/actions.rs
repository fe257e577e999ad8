//! What is done with a profile, and what comes of it.

use std::sync::Arc;

use eframe::egui::{Align, Button, Layout, ScrollArea, Ui};

use super::App;
use crate::profile::{Action, Profile};
use crate::say;
use crate::text::Catalogue;
use crate::window::engine::Ask;
use crate::window::list::Selected;
use crate::window::receipt::{self, Course};
use crate::window::standing::Standing;

impl App {
    /// How the chosen profile stands, and what can be done with it.
    pub(super) fn action_bar(&mut self, ui: &mut Ui, words: &Catalogue) {
        let Some(name) = self.selected_name() else {
            return;
        };
        let saved = match (&self.selected, &self.draft) {
            (Selected::Own(at), Some(draft)) => draft.origin_name(*at).map(str::to_owned),
            _ => Some(name.clone()),
        };
        let standing = self.standing(&name, saved.as_deref());
        let is_running = standing.running.is_some() || self.tested.contains_key(&name);
        let is_saved = match (&self.selected, &self.draft) {
            (Selected::Own(at), Some(draft)) => draft.is_saved(*at),
            (Selected::DropIn(_), _) => true,
            _ => false,
        };
        ui.horizontal_wrapped(|ui| {
            for (action, id) in [
                (Action::Open, "menu-open"),
                (Action::Close, "menu-close"),
                (Action::Check, "menu-check"),
            ] {
                let button = Button::new(say!(words, id));
                let button = ui.add_enabled(is_saved && !is_running, button);
                let button = button.on_disabled_hover_text(say!(
                    words,
                    if is_saved {
                        "window-running"
                    } else {
                        "window-save-first"
                    }
                ));
                if button.clicked() {
                    self.asks.push(Ask::Act {
                        profile: name.clone(),
                        action,
                    });
                }
            }
            self.test_button(ui, words, &standing, is_running);
            let extend = Button::new(say!(words, "window-extend"));
            if standing.can_be_extended() && ui.add_enabled(!is_running, extend).clicked() {
                self.asks.push(Ask::Extend(name.clone()));
            }
            ui.separator();
            ui.label(format!("{} {}", standing.mark(), standing.words(words)));
        });
    }

    /// Tries the profile as it is on the screen.
    fn test_button(&mut self, ui: &mut Ui, words: &Catalogue, now: &Standing, is_running: bool) {
        let profile = match (&self.selected, &self.draft) {
            (Selected::Own(at), Some(draft)) => draft.tested_profile(*at),
            (Selected::DropIn(name), _) => self.config.profile(name).cloned(),
            _ => None,
        };
        let is_open = now.is_open();
        let closes = profile
            .as_ref()
            .is_some_and(|profile| profile.close.is_some());
        let is_on = profile.is_some() && !is_running && !is_open;
        let button = ui.add_enabled(is_on, Button::new(say!(words, "window-test")));
        let hint = if closes {
            "window-test-hint"
        } else {
            "window-test-hint-open"
        };
        let obstacle = if is_running {
            "window-running"
        } else if is_open {
            // Its end is somebody's to bring about.
            "window-test-not-open"
        } else {
            "window-test-not"
        };
        let button = button
            .on_hover_text(say!(words, hint))
            .on_disabled_hover_text(say!(words, obstacle));
        if let Some(profile) = profile
            && button.clicked()
        {
            self.try_out(profile);
        }
    }

    /// Opens, checks and closes a profile that may be in no file.
    pub(super) fn try_out(&mut self, profile: Arc<Profile>) {
        self.courses.remove(&profile.name);
        let tested = Arc::clone(&profile);
        self.tested.insert(profile.name.clone(), tested);
        self.asks.push(Ask::Test(profile));
    }

    pub(super) fn has_receipt(&self) -> bool {
        self.selected_name()
            .is_some_and(|name| self.courses.get(&name).is_some_and(|all| !all.is_empty()))
    }

    /// What came of it, as it happens.
    pub(super) fn receipt(&mut self, ui: &mut Ui, words: &Catalogue) {
        let Some(name) = self.selected_name() else {
            return;
        };
        let Some(courses) = self.courses.get(&name) else {
            return;
        };
        let is_running = courses.iter().any(Course::is_running);
        let is_over = ui
            .with_layout(Layout::right_to_left(Align::Min), |ui| {
                let close = Button::new(say!(words, "window-hide-receipt")).small();
                ui.add_enabled(!is_running, close).clicked()
            })
            .inner;
        ScrollArea::vertical()
            .id_salt("receipt")
            .auto_shrink(false)
            .show(ui, |ui| {
                for (index, course) in courses.iter().enumerate() {
                    ui.push_id(index, |ui| {
                        receipt::show(ui, words, course, &mut self.receipt_view);
                    });
                    if index + 1 < courses.len() {
                        ui.separator();
                    }
                }
            });
        if is_over {
            self.courses.remove(&name);
        }
    }
}
