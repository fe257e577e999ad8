//! The end of the window: nothing is lost by it, and nothing stays open longer than meant.

use eframe::egui::{Context, Id, Modal, ViewportCommand};

use super::{App, Leaving, PutOff};
use crate::say;
use crate::text::Catalogue;

impl App {
    /// The desktop, or its user, wants the window closed.
    pub(super) fn close_asked(&mut self, ctx: &Context) {
        if matches!(
            self.leaving,
            Leaving::AtOnce | Leaving::Left | Leaving::Over
        ) {
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if self.leaving != Leaving::No {
            return;
        }
        if self.leave_line(ctx) {
            self.put_off = Some(PutOff::Close);
        } else if self.has_changes() {
            self.leaving = Leaving::Asked;
            // A question that nobody sees has no answer.
            self.is_raised = true;
        } else {
            self.leave();
        }
    }

    /// Asks what becomes of changes, or says what is waited for.
    pub(super) fn leaving(&mut self, ctx: &Context, words: &Catalogue) {
        match self.leaving {
            Leaving::No | Leaving::AtOnce | Leaving::Over => {}
            Leaving::Asked => self.ask_for_changes(ctx, words),
            Leaving::AfterSaving => {
                Modal::new(Id::unique("leaving")).show(ctx, |ui| {
                    ui.label(say!(words, "window-saving"));
                    if ui.button(say!(words, "window-stay")).clicked() {
                        self.leaving = Leaving::No;
                    }
                });
            }
            Leaving::Left => {
                Modal::new(Id::unique("left")).show(ctx, |ui| {
                    for line in &self.left {
                        ui.label(line);
                    }
                    if ui.button(say!(words, "window-leave")).clicked() {
                        self.leaving = Leaving::Over;
                        ui.ctx().request_repaint();
                    }
                });
            }
            Leaving::Closing => {
                Modal::new(Id::unique("leaving")).show(ctx, |ui| {
                    ui.label(say!(words, "window-leaving"));
                    if ui.button(say!(words, "window-leave-now")).clicked() {
                        self.leaving = Leaving::AtOnce;
                    }
                });
            }
        }
    }

    fn ask_for_changes(&mut self, ctx: &Context, words: &Catalogue) {
        let can_save = self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.config().is_some() && draft.conflict().is_none());
        let has_typed = self.vault.has_typed();
        let can_save = can_save && !has_typed;
        let asked = Modal::new(Id::unique("changes")).show(ctx, |ui| {
            ui.label(say!(words, "window-changes"));
            if has_typed {
                ui.label(say!(words, "window-changes-secret"));
            } else if !can_save {
                ui.label(say!(words, "window-changes-mistaken"));
            }
            ui.horizontal_wrapped(|ui| {
                let save = eframe::egui::Button::new(say!(words, "window-save-and-close"));
                if ui.add_enabled(can_save, save).clicked() {
                    self.leaving = Leaving::AfterSaving;
                    self.save();
                    // It may have been saved while this was asked.
                    if !self.has_changes() && self.saving.is_none() {
                        self.leave();
                    }
                }
                if ui.button(say!(words, "window-discard")).clicked() {
                    self.leave();
                }
                if ui.button(say!(words, "window-stay")).clicked() {
                    self.leaving = Leaving::No;
                }
            });
        });
        if asked.should_close() && self.leaving == Leaving::Asked {
            self.leaving = Leaving::No;
        }
    }
}
