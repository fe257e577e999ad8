//! What a form is made of: a control beside its label, and below it what is wrong with it.

use eframe::egui::{
    Align, ComboBox, Id, Label, Layout, Response, RichText, TextEdit, Ui, Vec2, Widget as _,
};

use crate::config::Mistake;
use crate::text::Catalogue;

/// Labels are as wide as this, so that controls stand below each other.
const LABEL: f32 = 150.0;
/// A control is no wider than this.
const WIDEST: f32 = 420.0;

/// A label with what stands beside it, and the label's id for those who cannot see that.
pub(super) fn labelled<R>(ui: &mut Ui, label: &str, control: impl FnOnce(&mut Ui, Id) -> R) -> R {
    ui.horizontal(|ui| {
        let height = ui.spacing().interact_size.y;
        let size = Vec2::new(LABEL, height);
        // Nothing is nothing to read aloud.
        if label.is_empty() {
            let (id, _) = ui.allocate_space(size);
            return control(ui, id);
        }
        let shown = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(LABEL);
            Label::new(label).wrap().ui(ui)
        });
        control(ui, shown.inner.id)
    })
    .inner
}

/// A line to type into. A text that is given back has been typed.
pub(super) fn line(
    ui: &mut Ui,
    id: Id,
    label: Id,
    text: &str,
    hint: &str,
) -> (Response, Option<String>) {
    let mut typed = text.to_owned();
    let width = ui.available_width().min(WIDEST);
    let edit = TextEdit::singleline(&mut typed)
        .id(id)
        .hint_text(hint.to_owned())
        .desired_width(width);
    let response = edit.ui(ui).labelled_by(label);
    let changed = response.changed().then_some(typed);
    (response, changed)
}

/// One of a few: the number of the one that has been chosen.
pub(super) fn choice(
    ui: &mut Ui,
    id: Id,
    label: Id,
    chosen: usize,
    choices: &[String],
) -> Option<usize> {
    let mut now = chosen;
    let shown = choices.get(chosen).map_or("", String::as_str);
    ComboBox::from_id_salt(id)
        .selected_text(shown)
        .width(160.0)
        .show_ui(ui, |ui| {
            for (index, text) in choices.iter().enumerate() {
                ui.selectable_value(&mut now, index, text);
            }
        })
        .response
        .labelled_by(label);
    (now != chosen).then_some(now)
}

/// What is wrong, each mistake with its hint, in the words of `config check`.
pub(super) fn mistakes<'m>(
    ui: &mut Ui,
    words: &Catalogue,
    mistakes: impl Iterator<Item = &'m Mistake>,
) {
    for mistake in mistakes {
        let line = format!(
            "{}: {}",
            mistake.problem.title(words),
            mistake.problem.hint(words)
        );
        problem(ui, &line);
    }
}

/// A line that says what is wrong: by its sign too, and not by its colour alone.
pub(super) fn problem(ui: &mut Ui, line: &str) {
    let colour = ui.visuals().error_fg_color;
    below(ui, RichText::new(format!("▲ {line}")).color(colour));
}

/// What helps to understand a part of the form.
pub(super) fn remark(ui: &mut Ui, line: &str) {
    below(ui, RichText::new(line).weak());
}

/// A text below a control, as wide as there is room.
fn below(ui: &mut Ui, text: RichText) {
    ui.horizontal_top(|ui| {
        ui.add_space(LABEL + ui.spacing().item_spacing.x);
        Label::new(text).wrap().ui(ui);
    });
}
