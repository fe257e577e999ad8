//! What an action looks like, while it happens and afterwards. Nothing moves by itself: a frame is drawn when something
//! is told.

mod course;
mod picture;
mod timeline;
mod words;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub(super) use course::Course;

use course::{Round, Stage, Step};
use eframe::egui::{Color32, RichText, ScrollArea, Ui};

use super::table::{cell, line_height, widest};
use super::tones::Tones;
use crate::knock::{detail, progress_words};
use crate::say;
use crate::text::Catalogue;

/// So many lines of the table are shown at once.
const LINES: u8 = 12;
/// What came back has as much room as this at the least.
const LEAST_RESULT: f32 = 40.0;

/// How somebody looks at a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ReceiptView {
    /// Whether ports are to be shown, where they may be.
    shows_ports: bool,
}

/// A line of the table.
enum Line<'r> {
    Round(&'r Round),
    Step(&'r Step),
}

/// Shows an action: how it stands, the picture, the table.
pub(super) fn show(ui: &mut Ui, words: &Catalogue, course: &Course, view: &mut ReceiptView) {
    let tones = Tones::of(ui.visuals());
    let rounds = course.rounds();
    let ports = view.shows_ports && !course.hides_ports();
    standing(ui, words, &tones, course, ports);
    if !rounds.is_empty() {
        ui.add_space(4.0);
        picture::show(ui, words, &rounds, ports);
        ui.add_space(4.0);
    }
    ui.horizontal_wrapped(|ui| controls(ui, words, course, view));
    let lines = lines(&rounds);
    if !lines.is_empty() {
        ui.separator();
        table(ui, words, &tones, &lines, ports);
    }
}

/// How it stands, in words.
fn standing(ui: &mut Ui, words: &Catalogue, tones: &Tones, course: &Course, ports: bool) {
    let title = RichText::new(words::title(words, course))
        .strong()
        .size(15.0);
    match course.stage() {
        Stage::Running(progress) => {
            ui.label(title);
            ui.label(match progress {
                // Ports are in the table, for whoever wants to see them.
                Some(progress) => progress_words(words, progress, false),
                None => say!(words, "window-receipt-begun"),
            });
        }
        Stage::Ended(receipt) => {
            ui.label(title.color(tones.outcome(&receipt.outcome)));
            ui.label(if ports {
                detail(words, receipt)
            } else {
                words::portless_detail(words, receipt)
            });
            ui.label(RichText::new(words::facts(words, receipt)).color(tones.weak));
        }
        Stage::Refused(line) => {
            ui.label(title);
            let refused = say!(words, "window-receipt-refused", reason = line.as_str());
            ui.label(RichText::new(refused).color(tones.bad));
        }
    }
}

fn controls(ui: &mut Ui, words: &Catalogue, course: &Course, view: &mut ReceiptView) {
    if course.hides_ports() {
        let mut never = false;
        let label = say!(words, "window-receipt-show-ports");
        ui.add_enabled_ui(false, |ui| ui.checkbox(&mut never, label))
            .inner
            .on_disabled_hover_text(say!(words, "window-receipt-ports-secret"));
    } else {
        let label = say!(words, "window-receipt-show-ports");
        ui.checkbox(&mut view.shows_ports, label);
    }
    if let Stage::Ended(receipt) = course.stage() {
        let copy = ui.button(say!(words, "window-receipt-copy"));
        let copy = copy.on_hover_text(say!(words, "window-receipt-copy-hint"));
        if copy.clicked() {
            ui.copy_text(words::text(words, receipt));
        }
    }
}

fn lines(rounds: &[Round]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for round in rounds {
        if rounds.len() > 1 {
            lines.push(Line::Round(round));
        }
        lines.extend(round.steps.iter().map(Line::Step));
    }
    lines
}

fn table(ui: &mut Ui, words: &Catalogue, tones: &Tones, lines: &[Line], ports: bool) {
    let heads = [
        say!(words, "window-receipt-number"),
        say!(words, "window-receipt-protocol"),
        say!(words, "window-receipt-planned"),
        say!(words, "window-receipt-sent"),
        say!(words, "window-receipt-came-back-head"),
    ];
    let widths = widths(ui, words, lines, &heads, ports);
    let row = |ui: &mut Ui, texts: [String; 5], colours: [Color32; 5]| {
        ui.horizontal(|ui| {
            for ((text, colour), width) in texts.into_iter().zip(colours).zip(widths) {
                cell(ui, width, RichText::new(text).color(colour));
            }
        });
    };
    row(ui, heads, [tones.weak; 5]);
    let height = line_height(ui);
    let most = f32::from(LINES) * (height + ui.spacing().item_spacing.y);
    ScrollArea::vertical()
        .id_salt("steps")
        .max_height(most)
        .auto_shrink([false, true])
        .show_rows(ui, height, lines.len(), |ui, seen| {
            for line in &lines[seen] {
                match line {
                    Line::Round(round) => {
                        cell(ui, ui.available_width(), words::round(words, round));
                    }
                    Line::Step(step) => {
                        let result = step.sent.and_then(|packet| packet.result);
                        let mut colours = [tones.plain; 5];
                        colours[4] = tones.result(result);
                        row(ui, cells(words, step, ports), colours);
                    }
                }
            }
        });
}

fn cells(words: &Catalogue, step: &Step, ports: bool) -> [String; 5] {
    let result = step.sent.and_then(|packet| packet.result);
    let absent = || "–".to_owned();
    let planned = step.planned.map(|planned| words::time(words, planned));
    [
        step.number.to_string(),
        step.sent
            .map_or_else(absent, |packet| words::carrier(&packet, ports)),
        planned.unwrap_or_else(absent),
        words::sent(words, step).unwrap_or_else(absent),
        result.map_or_else(String::new, |result| words::came_back(words, result)),
    ]
}

/// What the first four columns need, or a part of it where there is too little room; the last one has the rest.
fn widths(
    ui: &Ui,
    words: &Catalogue,
    lines: &[Line],
    heads: &[String; 5],
    ports: bool,
) -> [f32; 5] {
    let mut widths = [0.0, 0.0, 0.0, 0.0, 0.0];
    let all: Vec<[String; 5]> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Round(_) => None,
            Line::Step(step) => Some(cells(words, step, ports)),
        })
        .collect();
    let gap = ui.spacing().item_spacing.x;
    let room = ui.available_width() - ui.spacing().scroll.bar_width - 5.0 * gap;
    for (column, width) in widths.iter_mut().enumerate().take(4) {
        let texts = all.iter().map(|cells| cells[column].clone());
        *width = widest(ui, texts.chain([heads[column].clone()])) + gap;
    }
    let needed: f32 = widths.iter().sum();
    let share = ((room - LEAST_RESULT) / needed).clamp(0.0, 1.0);
    for width in &mut widths {
        *width *= share;
    }
    widths[4] = room - needed * share;
    widths
}
