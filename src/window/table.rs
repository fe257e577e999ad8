//! Lines of cells: columns of known widths, so that of ten thousand lines only those are laid out that are seen.

use eframe::egui::{Align, Color32, Label, Layout, Response, TextStyle, Ui, WidgetText, vec2};

/// The height of a line.
pub(super) fn line_height(ui: &Ui) -> f32 {
    let text = ui.text_style_height(&TextStyle::Body);
    text.max(ui.spacing().interact_size.y)
}

/// How wide the widest of these texts is, for a column that has to have room for them.
pub(super) fn widest(ui: &Ui, texts: impl IntoIterator<Item = String>) -> f32 {
    let font = TextStyle::Body.resolve(ui.style());
    let width = |text| {
        let galley = ui
            .painter()
            .layout_no_wrap(text, font.clone(), Color32::PLACEHOLDER);
        galley.size().x.ceil()
    };
    texts.into_iter().map(width).fold(0.0, f32::max)
}

/// A cell. A text that does not fit is cut with an ellipsis, and is whole when the pointer rests on it.
pub(super) fn cell(ui: &mut Ui, width: f32, text: impl Into<WidgetText>) -> Response {
    let size = vec2(width.max(1.0), line_height(ui));
    let layout = Layout::left_to_right(Align::Center);
    let inner = ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_min_width(size.x);
        ui.add(Label::new(text).truncate())
    });
    inner.inner
}
