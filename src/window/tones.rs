//! The colours that say something, taken from what the window looks like, and made readable on it.

use eframe::egui::{Color32, Rgba, Visuals};

use crate::knock::{Outcome, StepResult};

/// What a text has to stand out by, for people who see little (WCAG 2, level AA).
const LEAST_CONTRAST: f32 = 4.5;

/// Green, as far as it can be read.
const GOOD: Color32 = Color32::from_rgb(60, 180, 100);

/// The colours that say something. None says it alone: a word or a letter stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tones {
    /// It went well.
    pub good: Color32,
    /// It may not have.
    pub doubtful: Color32,
    /// It did not.
    pub bad: Color32,
    /// A plain text.
    pub plain: Color32,
    /// What explains the rest.
    pub weak: Color32,
}

impl Tones {
    /// The colours on a window that looks like that.
    pub(super) fn of(visuals: &Visuals) -> Self {
        let ground = visuals.panel_fill;
        let readable = |colour| readable(colour, ground, visuals.strong_text_color());
        Self {
            good: readable(GOOD),
            doubtful: readable(visuals.warn_fg_color),
            bad: readable(visuals.error_fg_color),
            plain: readable(visuals.text_color()),
            weak: readable(ground.blend(visuals.weak_text_color())),
        }
    }

    /// The colour of an outcome.
    pub(super) fn outcome(&self, outcome: &Outcome) -> Color32 {
        self.outcome_word(outcome.word())
    }

    /// The same by its word.
    pub(super) fn outcome_word(&self, word: &str) -> Color32 {
        match word {
            "verified" => self.good,
            "failed" => self.bad,
            _ => self.doubtful,
        }
    }

    /// The colour of what came back: only what did not leave is a fault for sure.
    pub(super) fn result(&self, result: Option<StepResult>) -> Color32 {
        match result {
            None | Some(StepResult::NoAnswer) => self.plain,
            Some(StepResult::Connected | StepResult::Answered) => self.good,
            Some(StepResult::Refused | StepResult::Unreachable) => self.doubtful,
            Some(StepResult::NotPermitted | StepResult::NotSent) => self.bad,
        }
    }
}

/// The colour, with as much of the strongest one in it as it needs to be read.
fn readable(colour: Color32, ground: Color32, strongest: Color32) -> Color32 {
    let shares = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    shares
        .into_iter()
        .map(|share| colour.lerp_to_gamma(strongest, share))
        .find(|mixed| contrast(*mixed, ground) >= LEAST_CONTRAST)
        .unwrap_or(strongest)
}

/// The contrast of two colours, as WCAG 2 defines it: from 1 to 21.
fn contrast(one: Color32, other: Color32) -> f32 {
    let luminance = |colour: Color32| {
        let linear = Rgba::from(colour);
        0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Visuals::dark())]
    #[case(Visuals::light())]
    fn each_colour_can_be_read(#[case] visuals: Visuals) {
        let tones = Tones::of(&visuals);
        for colour in [
            tones.good,
            tones.doubtful,
            tones.bad,
            tones.plain,
            tones.weak,
        ] {
            assert!(contrast(colour, visuals.panel_fill) >= 4.5, "{colour:?}");
        }
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::RED, Color32::WHITE) - 4.0).abs() < 0.01);
    }
}
