//! What the window looks like, beside what its library chooses: letters for every sign that is used, text that can be read,
//! scroll bars that cover nothing.

use eframe::egui::{
    Color32, Context, FontDefinitions, FontFamily, FontId, Stroke, TextStyle, Theme, Visuals,
    style::ScrollStyle,
};

/// The smallest text, in points: the letters of a receipt's picture.
const SMALL: f32 = 11.0;

/// Gives a window that look, in both of its themes.
pub(super) fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.all_styles_mut(|style| {
        style.spacing.scroll = ScrollStyle::solid();
        let small = FontId::proportional(SMALL);
        style.text_styles.insert(TextStyle::Small, small);
    });
    ctx.style_mut_of(Theme::Dark, |style| {
        strengthen(&mut style.visuals, Color32::from_gray(200));
        style.visuals.error_fg_color = Color32::from_rgb(255, 130, 115);
    });
    ctx.style_mut_of(Theme::Light, |style| {
        strengthen(&mut style.visuals, Color32::from_gray(40));
        style.visuals.error_fg_color = Color32::from_rgb(170, 20, 10);
        style.visuals.warn_fg_color = Color32::from_rgb(130, 75, 0);
    });
}

/// The letters of the first font, and the signs that it lacks, such as arrows and circles, of the other one.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let spaced = fonts.families.get(&FontFamily::Monospace).cloned();
    let usual = fonts.families.entry(FontFamily::Proportional).or_default();
    for font in spaced.into_iter().flatten() {
        if !usual.contains(&font) {
            usual.push(font);
        }
    }
    fonts
}

/// The library's greys are too near to the ground for people who see little.
fn strengthen(visuals: &mut Visuals, text: Color32) {
    visuals.widgets.noninteractive.fg_stroke.color = text;
    visuals.weak_text_alpha = 0.8;
    // A field that is as bright as the ground has no edge of its own.
    visuals.widgets.inactive.bg_stroke = Stroke::new(1.0, text.gamma_multiply(0.35));
}
