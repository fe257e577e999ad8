//! What was done, the latest first, as far as somebody wants to see it.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use eframe::egui::{Color32, ComboBox, Id, RichText, ScrollArea, TextEdit, Ui};
use jiff::tz::TimeZone;

use super::table::{cell, line_height, widest};
use super::tones::Tones;
use crate::history::Entry;
use crate::say;
use crate::text::{Catalogue, Language, duration};

/// The words of the outcomes, as an entry has them.
const OUTCOMES: [&str; 3] = ["verified", "unverified", "failed"];
/// Where the outcomes have less room than this, each entry gets two lines.
const LEAST_OUTCOME: f32 = 240.0;
/// Where the profiles' names have less room than this on one of two lines, each entry gets three.
const LEAST_NAME: f32 = 80.0;
/// No other column is wider than this, whatever names and addresses there are.
const WIDEST: f32 = 170.0;
/// On so many entries the columns are measured.
const MEASURED: usize = 50;

/// The history, and what somebody wants to see of it.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    wanted: Wanted,
    found: Option<Found>,
}

/// Which entries somebody wants to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Wanted {
    profile: Option<String>,
    outcome: Option<&'static str>,
    text: String,
}

/// What was found of a history: looked for when it or what is wanted changes, not for each frame.
#[derive(Debug, Clone)]
struct Found {
    wanted: Wanted,
    of: Mark,
    /// What each entry says, in small letters; only while a text is looked for.
    texts: Vec<String>,
    /// The profiles' names.
    profiles: Vec<String>,
    /// The places of the entries that are wanted, the latest first.
    places: Vec<usize>,
}

/// By what it is known whether a history is another one: it only grows at its end and is cut at its beginning. Its
/// words are others in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    language: Language,
    length: usize,
    ends: Option<(Entry, Entry)>,
}

/// What is shown of an entry, in the order of the columns, each in its colour.
type Cells = [(String, Color32); 6];

/// The columns, by their place in [`Cells`], with their widths: one line for an entry, or more where that is too narrow.
struct Columns(Vec<Vec<(usize, f32)>>);

impl History {
    /// Shows the history, and what chooses from it. The entries are oldest first.
    pub(super) fn show(&mut self, ui: &mut Ui, words: &Catalogue, entries: &[Entry]) {
        if entries.is_empty() {
            ui.label(say!(words, "history-empty"));
            return;
        }
        let wanted = &self.wanted;
        let found = Found::renewed(self.found.take(), words, wanted, entries);
        ui.horizontal_wrapped(|ui| {
            self.wanted.choose(ui, words, &found.profiles);
            ui.label(say!(
                words,
                "window-history-count",
                shown = found.places.len(),
                all = entries.len()
            ));
        });
        ui.separator();
        if found.places.is_empty() {
            ui.label(say!(words, "window-history-none"));
        } else {
            list(ui, words, entries, &found.places);
        }
        self.found = Some(found);
        // What was chosen in this frame is looked for in the next one.
        if self.found.as_ref().map(|found| &found.wanted) != Some(&self.wanted) {
            ui.ctx().request_repaint();
        }
    }
}

impl Wanted {
    fn choose(&mut self, ui: &mut Ui, words: &Catalogue, profiles: &[String]) {
        let label = ui.label(say!(words, "window-history-profile"));
        let all = || say!(words, "window-history-all");
        let shown = self.profile.clone().unwrap_or_else(all);
        combo(ui, "profile", label.id, shown, |ui| {
            ui.selectable_value(&mut self.profile, None, all());
            for name in profiles {
                ui.selectable_value(&mut self.profile, Some(name.clone()), name);
            }
        });
        let label = ui.label(say!(words, "window-history-outcome"));
        let shown = self
            .outcome
            .map_or_else(all, |outcome| outcome_word(words, outcome));
        combo(ui, "outcome", label.id, shown, |ui| {
            ui.selectable_value(&mut self.outcome, None, all());
            for outcome in OUTCOMES {
                let word = outcome_word(words, outcome);
                ui.selectable_value(&mut self.outcome, Some(outcome), word);
            }
        });
        let label = ui.label(say!(words, "window-history-search"));
        let search = TextEdit::singleline(&mut self.text).desired_width(140.0);
        ui.add(search).labelled_by(label.id);
    }

    fn takes(&self, entry: &Entry) -> bool {
        let is_profile = |name: &String| *name == entry.profile;
        self.profile.as_ref().is_none_or(is_profile)
            && self.outcome.is_none_or(|outcome| outcome == entry.outcome)
    }
}

fn combo(ui: &mut Ui, id: &str, label: Id, shown: String, choices: impl FnOnce(&mut Ui)) {
    let combo = ComboBox::from_id_salt(id).selected_text(shown).truncate();
    combo.show_ui(ui, choices).response.labelled_by(label);
}

impl Found {
    /// What is found now: the same as before, where nothing has changed.
    fn renewed(
        before: Option<Self>,
        words: &Catalogue,
        wanted: &Wanted,
        entries: &[Entry],
    ) -> Self {
        let of = Mark::of(words, entries);
        let before = before.filter(|before| before.of == of);
        let (texts, profiles) = match before {
            Some(before) if before.wanted == *wanted => return before,
            Some(before) => (before.texts, before.profiles),
            None => (Vec::new(), profiles(entries)),
        };
        let looked_for = wanted.text.trim().to_lowercase();
        let texts = if looked_for.is_empty() || !texts.is_empty() {
            texts
        } else {
            texts_of(words, entries)
        };
        let has_text = |place: usize| looked_for.is_empty() || texts[place].contains(&looked_for);
        let places = (0..entries.len()).rev();
        let places = places.filter(|place| wanted.takes(&entries[*place]) && has_text(*place));
        Self {
            wanted: wanted.clone(),
            of,
            places: places.collect(),
            texts,
            profiles,
        }
    }
}

impl Mark {
    fn of(words: &Catalogue, entries: &[Entry]) -> Self {
        Self {
            language: words.language(),
            length: entries.len(),
            ends: entries.first().cloned().zip(entries.last().cloned()),
        }
    }
}

fn profiles(entries: &[Entry]) -> Vec<String> {
    let mut names: Vec<String> = entries.iter().map(|entry| entry.profile.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What each entry says. There are few outcomes among many entries, so that each is put into words once.
fn texts_of(words: &Catalogue, entries: &[Entry]) -> Vec<String> {
    let mut outcomes: HashMap<_, String> = HashMap::new();
    let text = |entry: &Entry| {
        let key = (entry.action, entry.outcome.clone(), entry.reason.clone());
        let outcome = outcomes
            .entry(key)
            .or_insert_with(|| format!("{} {}", action(words, entry), outcome(words, entry)));
        let (time, name, host) = (time(entry), &entry.profile, &entry.host);
        format!("{time} {name} {host} {outcome} {}", address(entry)).to_lowercase()
    };
    entries.iter().map(text).collect()
}

fn list(ui: &mut Ui, words: &Catalogue, entries: &[Entry], places: &[usize]) {
    let tones = Tones::of(ui.visuals());
    let heads = heads(words).map(|head| (head, tones.weak));
    let latest = places.iter().take(MEASURED);
    let latest: Vec<Cells> = latest
        .map(|place| cells(words, &tones, &entries[*place]))
        .collect();
    let columns = Columns::of(ui, &heads, &latest);
    columns.row(ui, &heads);
    let height = columns.height(ui);
    let area = ScrollArea::vertical().id_salt("history").auto_shrink(false);
    area.show_rows(ui, height, places.len(), |ui, seen: Range<usize>| {
        for place in &places[seen] {
            columns.row(ui, &cells(words, &tones, &entries[*place]));
        }
    });
}

fn heads(words: &Catalogue) -> [String; 6] {
    [
        say!(words, "window-history-time"),
        say!(words, "window-history-profile"),
        say!(words, "window-history-action"),
        say!(words, "window-history-outcome"),
        say!(words, "window-history-address"),
        say!(words, "window-history-took"),
    ]
}

fn cells(words: &Catalogue, tones: &Tones, entry: &Entry) -> Cells {
    let took = duration(words, Duration::from_millis(entry.duration_ms));
    [
        (time(entry), tones.weak),
        (entry.profile.clone(), tones.plain),
        (action(words, entry), tones.plain),
        (outcome(words, entry), tones.outcome_word(&entry.outcome)),
        (address(entry), tones.plain),
        (took, tones.weak),
    ]
}

fn time(entry: &Entry) -> String {
    let time = entry.time.to_zoned(TimeZone::system());
    time.strftime("%F %T").to_string()
}

fn address(entry: &Entry) -> String {
    let address = entry.address.map(|address| address.to_string());
    address.unwrap_or_else(|| "–".to_owned())
}

fn action(words: &Catalogue, entry: &Entry) -> String {
    say!(words, &format!("action-{}", entry.action))
}

/// The outcome, and why where it failed. A cause that a newer program wrote is shown as it stands there.
fn outcome(words: &Catalogue, entry: &Entry) -> String {
    let outcome = outcome_word(words, &entry.outcome);
    let Some(code) = &entry.reason else {
        return outcome;
    };
    say!(
        words,
        "outcome-line",
        headline = outcome,
        detail = reason(words, code)
    )
}

/// Why it failed, as far as the word for it says: where the message of a receipt has no values, it is that one.
fn reason(words: &Catalogue, code: &str) -> String {
    let own = format!("window-history-reason-{}", code.replace('_', "-"));
    let id = match code {
        "agent_gone" => "failure-agent-gone",
        "crashed" => "failure-crashed",
        "keyring_refused" => "secret-keyring-refused",
        "no_closing_sequence" => "failure-no-closing-sequence",
        "no_collection" => "secret-no-collection",
        "nothing_to_check" => "failure-nothing-to-check",
        "one_time_exhausted" => "secret-exhausted",
        "same_keys" => "failure-same-keys",
        _ if code.starts_with("address_") => "window-history-reason-address",
        _ => own.as_str(),
    };
    if words.has(id) {
        say!(words, id, code = code)
    } else {
        code.to_owned()
    }
}

fn outcome_word(words: &Catalogue, outcome: &str) -> String {
    say!(words, &format!("window-history-is-{outcome}"))
}

impl Columns {
    /// Each as wide as its head and the latest entries need it, the outcome as wide as there is room.
    fn of(ui: &Ui, heads: &Cells, latest: &[Cells]) -> Self {
        let gap = ui.spacing().item_spacing.x;
        let all = ui.available_width() - ui.spacing().scroll.bar_width - gap;
        let wide = |column: usize| {
            let cells = latest.iter().chain([heads]);
            let texts = cells.map(|cells| cells[column].0.clone());
            (column, widest(ui, texts).min(WIDEST))
        };
        let rest_of = |others: &[(usize, f32)]| {
            let taken: f32 = others.iter().map(|(_, width)| width + gap).sum();
            all - taken
        };
        let [time, profile, action, address, took] = [0, 1, 2, 4, 5].map(wide);
        let outcome = rest_of(&[time, profile, action, address, took]);
        if outcome >= LEAST_OUTCOME {
            let one = vec![time, profile, action, (3, outcome), address, took];
            return Self(vec![one]);
        }
        let last = vec![(3, rest_of(&[address])), address];
        let profile = (1, rest_of(&[time, action, took]));
        if profile.1 >= LEAST_NAME {
            return Self(vec![vec![time, profile, action, took], last]);
        }
        let action = (2, rest_of(&[time]));
        let profile = (1, rest_of(&[took]));
        Self(vec![vec![time, action], vec![profile, took], last])
    }

    fn height(&self, ui: &Ui) -> f32 {
        let gap = ui.spacing().item_spacing.y;
        self.0.iter().map(|_| line_height(ui) + gap).sum::<f32>() - gap
    }

    fn row(&self, ui: &mut Ui, cells: &Cells) {
        for line in &self.0 {
            ui.horizontal(|ui| {
                for (column, width) in line {
                    let (text, colour) = &cells[*column];
                    cell(ui, *width, RichText::new(text).color(*colour));
                }
            });
        }
    }
}

#[cfg(test)]
mod tests;
