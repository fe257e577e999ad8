//! The picture of an action: what was planned above what was sent, each packet with what came back for it, the check.

use std::fmt::Write as _;

use eframe::egui::{
    Align2, Color32, FontId, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::course::{Packet, Round};
use super::timeline::{Mark, Row, Timeline};
use super::words;
use crate::knock::StepResult;
use crate::text::Catalogue;
use crate::window::tones::Tones;

/// How high a lane of marks is.
const LANE: f32 = 15.0;
/// Between two rows.
const ROW_GAP: f32 = 10.0;
/// As near as this, the pointer means a mark.
const NEAR: f32 = 12.0;

/// What everything in the picture is drawn with.
struct Pen<'a> {
    ui: &'a Ui,
    words: &'a Catalogue,
    tones: Tones,
    font: FontId,
    line: f32,
    radius: f32,
    /// Whether ports are shown.
    ports: bool,
}

/// Draws the picture, as wide as there is room.
pub(super) fn show(ui: &mut Ui, words: &Catalogue, rounds: &[Round], ports: bool) -> Response {
    let width = ui.available_width();
    let font = TextStyle::Small.resolve(ui.style());
    let line = ui.text_style_height(&TextStyle::Small);
    let label = widest_label(ui, words, rounds, &font);
    let timeline = Timeline::of(rounds, width, label);
    let heights: Vec<f32> = rounds
        .iter()
        .map(|round| height(round, rounds.len() > 1, line))
        .collect();
    let gaps: f32 = heights.iter().skip(1).map(|_| ROW_GAP).sum();
    let size = vec2(width, heights.iter().sum::<f32>() + gaps);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| {
        let name = words::picture(words, rounds, ports);
        WidgetInfo::labeled(Role::Image, true, name)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let pen = Pen {
        ui,
        words,
        tones: Tones::of(ui.visuals()),
        font,
        line,
        radius: timeline.radius,
        ports,
    };
    let mut top = rect.top();
    let mut meant = None;
    for ((round, row), height) in rounds.iter().zip(&timeline.rows).zip(heights) {
        let place = Rect::from_min_size(pos2(rect.left(), top), vec2(width, height));
        pen.row(round, row, place, rounds.len() > 1);
        if let Some(pointer) = response.hover_pos().filter(|pos| place.contains(*pos)) {
            meant = pen.meant(round, row, pointer.x - rect.left());
        }
        top += height + ROW_GAP;
    }
    match meant {
        Some(text) => response.on_hover_text_at_pointer(text),
        None => response,
    }
}

fn widest_label(ui: &Ui, words: &Catalogue, rounds: &[Round], font: &FontId) -> f32 {
    let steps = rounds.iter().flat_map(|round| &round.steps);
    let times = steps.flat_map(|step| [step.planned, step.sent.map(|packet| packet.at)]);
    // Of the longest time: its label has the most digits.
    let longest = words::time(words, times.flatten().max().unwrap_or_default());
    let digits = longest.replace(|digit: char| digit.is_ascii_digit(), "0");
    let galley = ui
        .painter()
        .layout_no_wrap(digits, font.clone(), Color32::PLACEHOLDER);
    galley.size().x
}

fn height(round: &Round, has_title: bool, line: f32) -> f32 {
    let title = if has_title { line } else { 0.0 };
    let check = if round.check.is_some() { line } else { 0.0 };
    title + 2.0 * LANE + 2.0 * line + check
}

impl Pen<'_> {
    fn row(&self, round: &Round, row: &Row, place: Rect, has_title: bool) {
        let painter = self.ui.painter();
        let mut y = place.top();
        if has_title {
            let title = words::round(self.words, round);
            self.text(place.left_top(), Align2::LEFT_TOP, title, self.tones.plain);
            y += self.line;
        }
        let planned = y + LANE / 2.0;
        let sent = planned + LANE;
        let letters = sent + LANE / 2.0;
        let thin = Stroke::new(
            1.0,
            self.ui.visuals().widgets.noninteractive.bg_stroke.color,
        );
        painter.hline(place.x_range(), sent, thin);
        for (step, mark) in round.steps.iter().zip(&row.marks) {
            let at = |x: f32, y: f32| pos2(place.left() + x, y);
            if let (Some(from), Some(to)) = (mark.planned, mark.sent) {
                painter.line_segment([at(from, planned), at(to, sent)], thin);
            }
            if let Some(x) = mark.planned {
                let hollow = Stroke::new(1.2, self.tones.weak);
                let ground = self.ui.visuals().panel_fill;
                painter.circle(at(x, planned), self.radius - 0.6, ground, hollow);
            }
            if let (Some(x), Some(packet)) = (mark.sent, step.sent) {
                let colour = self.tones.result(packet.result);
                painter.add(shape(packet.result, at(x, sent), self.radius, colour));
            }
            self.labels(mark, step.sent, at(0.0, letters));
        }
        if let (Some(check), Some(bar)) = (&round.check, &row.bar) {
            let colour = match check.is_as_wanted() {
                None => self.tones.plain,
                Some(true) => self.tones.good,
                Some(false) => self.tones.doubtful,
            };
            let left = place.left();
            let ends = [pos2(left + bar.from, sent), pos2(left + bar.to, sent)];
            self.bar(ends, bar.is_cut, check.found.is_some(), colour);
            let words = words::check(self.words, check);
            self.text(place.right_bottom(), Align2::RIGHT_BOTTOM, words, colour);
        }
    }

    /// The letter for what came back, and under it the time.
    fn labels(&self, mark: &Mark, sent: Option<Packet>, lane: Pos2) {
        let Some(left) = mark.label else { return };
        let below = lane + vec2(left, self.line);
        let Some((packet, x)) = sent.zip(mark.sent) else {
            return;
        };
        let time = words::time(self.words, packet.at);
        self.text(below, Align2::LEFT_TOP, time, self.tones.weak);
        if let Some(result) = packet.result {
            let letter = words::letter(self.words, result);
            let colour = self.tones.result(packet.result);
            self.text(lane + vec2(x, 0.0), Align2::CENTER_TOP, letter, colour);
        }
    }

    /// A check: full where it has ended, and cut by two strokes where it is longer than that.
    fn bar(&self, [from, to]: [Pos2; 2], is_cut: bool, has_ended: bool, colour: Color32) {
        let painter = self.ui.painter();
        let rect = Rect::from_two_pos(from, to).expand2(vec2(0.0, 3.5));
        let ground = self.ui.visuals().panel_fill;
        if has_ended {
            painter.rect_filled(rect, 2.0, colour);
        } else {
            let stroke = Stroke::new(1.2, colour);
            painter.rect(rect, 2.0, ground, stroke, StrokeKind::Inside);
        }
        if is_cut {
            for offset in [0.0, 5.0] {
                let middle = rect.center() + vec2(offset - 2.5, 0.0);
                let slope = vec2(2.5, -6.0);
                painter.line_segment([middle - slope, middle + slope], Stroke::new(2.0, ground));
            }
        }
    }

    fn text(&self, at: Pos2, anchor: Align2, text: String, colour: Color32) {
        let painter = self.ui.painter();
        painter.text(at, anchor, text, self.font.clone(), colour);
    }

    /// What is said of the marks that the pointer means: all that stand at the place of the nearest.
    fn meant(&self, round: &Round, row: &Row, x: f32) -> Option<String> {
        let distance = |mark: &Mark| {
            let places = [mark.planned, mark.sent].into_iter().flatten();
            places
                .map(|place| (place - x).abs())
                .fold(f32::MAX, f32::min)
        };
        let nearest = row.marks.iter().map(distance).fold(f32::MAX, f32::min);
        let near = |(_, mark): &(_, &Mark)| distance(mark) <= nearest.min(NEAR) + 0.5;
        let mut lines = String::new();
        for (step, _) in round.steps.iter().zip(&row.marks).filter(near) {
            let _ = writeln!(lines, "{}", words::step(self.words, step, self.ports));
        }
        (!lines.is_empty()).then(|| lines.trim_end().to_owned())
    }
}

/// The shape for what came back: a disc for nothing, a square for an answer, a triangle for a refusal, a cross for what
/// did not leave.
fn shape(result: Option<StepResult>, at: Pos2, radius: f32, colour: Color32) -> Shape {
    match result {
        None | Some(StepResult::NoAnswer) => Shape::circle_filled(at, radius, colour),
        Some(StepResult::Connected | StepResult::Answered) => {
            let square = Rect::from_center_size(at, vec2(radius, radius) * 1.8);
            Shape::rect_filled(square, 0.0, colour)
        }
        Some(StepResult::Refused | StepResult::Unreachable) => {
            let corners = [(0.0, -1.0), (1.0, 0.85), (-1.0, 0.85)];
            let corners = corners.map(|(x, y)| at + vec2(x, y) * radius);
            Shape::convex_polygon(corners.to_vec(), colour, Stroke::NONE)
        }
        Some(StepResult::NotPermitted | StepResult::NotSent) => {
            let stroke = Stroke::new((radius / 2.0).max(1.0), colour);
            let reach = radius * 0.85;
            let line =
                |x: f32| Shape::line_segment([at - vec2(x, reach), at + vec2(x, reach)], stroke);
            Shape::Vec(vec![line(reach), line(-reach)])
        }
    }
}
