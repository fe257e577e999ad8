//! A sequence as a table of any length, or where it comes from.

use eframe::egui::{self, Button, Event, Grid, Id, Key, RichText, Sense, TextEdit, Ui};
use toml_edit::{Array, InlineTable, Value};

use super::Form;
use crate::config::{StepRow, keyring_value};
use crate::profile::{Action, Field, Transport, invented};
use crate::say;
use crate::window::controls;

/// Where a sequence comes from, as the form has it.
const SOURCES: [&str; 5] = ["", "keyring", "env", "command", "file"];

/// A step that is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dragged(Action, usize);

impl Form<'_> {
    /// The opening or the closing sequence.
    pub(super) fn sequence(&mut self, ui: &mut Ui, action: Action) {
        ui.label(RichText::new(say!(self.words, &format!("window-sequence-{action}"))).strong());
        if action == Action::Close && !self.draft.has(self.at, "close") {
            self.no_closing(ui);
            return;
        }
        self.source(ui, action);
        match self.draft.rows(self.at, action) {
            Some(rows) => self.table(ui, action, &rows),
            None => self.secret(ui, Field::Sequence(action), action.word()),
        }
        self.mistakes(ui, action.word());
    }

    fn no_closing(&mut self, ui: &mut Ui) {
        controls::remark(ui, &say!(self.words, "window-no-closing"));
        controls::labelled(ui, "", |ui, _| {
            if ui.button(say!(self.words, "window-add-closing")).clicked() {
                let empty = Value::Array(Array::new());
                self.draft.put(self.at, "close", Some(empty));
            }
            let can_reverse = self.draft.rows(self.at, Action::Open).is_some();
            let reverse = Button::new(say!(self.words, "window-reverse"));
            if ui.add_enabled(can_reverse, reverse).clicked() {
                self.draft.reverse_opening(self.at);
            }
        });
        self.mistakes(ui, "close");
    }

    /// Where the sequence comes from.
    fn source(&mut self, ui: &mut Ui, action: Action) {
        let word = action.word();
        let now = SOURCES
            .iter()
            .position(|source| !source.is_empty() && self.draft.has(self.at, &format!("{word}.{source}")))
            .unwrap_or_default();
        let choices = SOURCES.map(|source| match source {
            "" => say!(self.words, "window-source-here"),
            source => say!(self.words, &format!("window-source-{source}")),
        });
        let label = say!(self.words, &format!("window-source-{word}"));
        let id = self.id(&format!("{word} source"));
        let chosen = controls::labelled(ui, &label, |ui, label| {
            controls::choice(ui, id, label, now, &choices)
        });
        if let Some(chosen) = chosen {
            let value = match SOURCES[chosen] {
                "" => Value::Array(Array::new()),
                source => source_value(source),
            };
            self.draft.put(self.at, word, Some(value));
        }
    }

    fn table(&mut self, ui: &mut Ui, action: Action, rows: &[StepRow]) {
        let mut now = rows.to_vec();
        let mut change = None;
        let salt = ("steps", self.at, action.word());
        Grid::new(salt).num_columns(9).striped(true).show(ui, |ui| {
            for id in ["number", "port", "protocol", "delay", "payload"] {
                let text = say!(self.words, &format!("window-step-{id}"));
                ui.label(RichText::new(text).weak());
            }
            ui.end_row();
            for (index, row) in now.iter_mut().enumerate() {
                let changed = self.row(ui, action, index, row, rows.len());
                change = change.take().or(changed);
                ui.end_row();
            }
        });
        for index in 0..rows.len() {
            for part in ["", ".port", ".protocol", ".delay", ".payload", ".mode", ".size"] {
                self.mistakes(ui, &format!("{action}.{index}{part}"));
            }
        }
        if let Some(change) = change {
            self.apply(ui, action, now, change);
        }
        self.below(ui, action, rows);
    }

    /// One step; what is to become of it.
    fn row(
        &self,
        ui: &mut Ui,
        action: Action,
        index: usize,
        row: &mut StepRow,
        count: usize,
    ) -> Option<Change> {
        let number = index + 1;
        let named = |id: &str| {
            let sequence = say!(self.words, &format!("window-sequence-{action}"));
            say!(self.words, id, sequence = sequence, number = number)
        };
        let grip = Button::new(format!("{number} ↕")).small().sense(Sense::click_and_drag());
        let grip = ui.add(grip);
        grip.widget_info(|| button_info(&named("window-step-grip")));
        grip.dnd_set_drag_payload(Dragged(action, index));
        let dropped = grip
            .dnd_release_payload::<Dragged>()
            .filter(|dragged| dragged.0 == action && dragged.1 != index);
        let mut change = dropped.map(|dragged| Change::Move(dragged.1, index));
        let cell = |ui: &mut Ui, key: &'static str, text: &mut String, width: f32, hint: &str| {
            let id = Id::new(("step", self.at, action.word(), index, key));
            let edit = TextEdit::singleline(text).id(id).desired_width(width);
            let response = ui.add(edit.hint_text(hint.to_owned()));
            let name = named(&format!("window-step-{key}-of"));
            response.widget_info(|| {
                egui::WidgetInfo::text_edit(true, text.as_str(), text.as_str(), name.clone())
            });
            let moved = moved(ui, &response, index, count);
            moved.or_else(|| response.changed().then(|| Change::Cell(index, key)))
        };
        let is_echo = row.protocol == "icmp";
        let hint = if is_echo { "56" } else { "7000" };
        change = change.or(cell(ui, "port", &mut row.place, 70.0, hint));
        let protocols = Transport::WORDS;
        let id = Id::new(("step", self.at, action.word(), index, "protocol"));
        let name = named("window-step-protocol-of");
        let combo = egui::ComboBox::from_id_salt(id)
            .selected_text(row.protocol.clone())
            .width(60.0)
            .show_ui(ui, |ui| {
                for protocol in protocols {
                    let is_now = row.protocol == protocol;
                    if ui.selectable_label(is_now, protocol).clicked() && !is_now {
                        row.protocol = protocol.to_owned();
                        change = Some(Change::Cell(index, "protocol"));
                    }
                }
            });
        combo.response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::WidgetType::ComboBox, true, &name);
            info.current_text_value = Some(row.protocol.clone());
            info
        });
        change = change.or(cell(ui, "delay", &mut row.delay, 60.0, ""));
        match row.protocol.as_str() {
            "udp" if row.has_payload_elsewhere => {
                ui.label(say!(self.words, "window-payload-elsewhere"));
            }
            "udp" => change = change.or(cell(ui, "payload", &mut row.payload, 110.0, "")),
            "tcp" => {
                let text = say!(self.words, "window-handshake");
                let clicked = ui.checkbox(&mut row.is_connect, text).clicked();
                change = change.or(clicked.then_some(Change::Cell(index, "mode")));
            }
            _ => {
                ui.label("");
            }
        }
        let remove = ui.add(Button::new("✖").small());
        remove.widget_info(|| button_info(&named("window-step-remove")));
        change.or(remove.clicked().then_some(Change::Remove(index)))
    }

    fn apply(&mut self, ui: &Ui, action: Action, mut rows: Vec<StepRow>, change: Change) {
        let at = self.at;
        match change {
            Change::Cell(index, key) => {
                let pasted = ui.input(|input| {
                    input.events.iter().find_map(|event| match event {
                        Event::Paste(text) => Some(text.clone()),
                        _ => None,
                    })
                });
                let typed = rows.get(index).map(|row| row.place.clone()).unwrap_or_default();
                let whole = pasted.filter(|text| text.contains([',', '\n', ':', ' ']));
                let whole = whole.or_else(|| typed.contains([',', ':']).then_some(typed));
                if key == "port"
                    && whole.is_some_and(|text| self.draft.paste(at, action, index, &text))
                {
                    return;
                }
                let cell = format!("{index}.{key}");
                self.draft.put_rows(at, action, &rows, Some(&cell));
            }
            Change::Move(from, to) => {
                let row = rows.remove(from);
                rows.insert(to.min(rows.len()), row);
                self.draft.put_rows(at, action, &rows, None);
            }
            Change::Remove(index) => {
                rows.remove(index);
                self.draft.put_rows(at, action, &rows, None);
            }
        }
    }

    /// What can be done with the table as a whole.
    fn below(&mut self, ui: &mut Ui, action: Action, rows: &[StepRow]) {
        ui.horizontal_wrapped(|ui| {
            if ui.button(say!(self.words, &format!("window-add-step-{action}"))).clicked() {
                let mut rows = rows.to_vec();
                rows.push(StepRow {
                    protocol: rows.last().map_or_else(|| "tcp".to_owned(), |row| row.protocol.clone()),
                    ..StepRow::default()
                });
                self.draft.put_rows(self.at, action, &rows, None);
            }
            if action == Action::Close {
                let can_reverse = self.draft.rows(self.at, Action::Open).is_some();
                let reverse = Button::new(say!(self.words, "window-reverse"));
                if ui.add_enabled(can_reverse, reverse).clicked() {
                    self.draft.reverse_opening(self.at);
                }
                if ui.button(say!(self.words, "window-remove-closing")).clicked() {
                    self.draft.put(self.at, "close", None);
                }
            } else if rows.is_empty() && ui.button(say!(self.words, "window-invent")).clicked() {
                self.invent();
            }
        });
    }

    /// A sequence that nobody has thought of, and one to close with.
    fn invent(&mut self) {
        let random = |limit: u16| {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes)?;
            let remainder = u64::from_ne_bytes(bytes) % u64::from(limit.max(1));
            Ok::<u16, getrandom::Error>(u16::try_from(remainder).unwrap_or_default())
        };
        let Ok(Some((open, close))) = invented(random) else {
            return;
        };
        for (action, sequence) in [(Action::Open, open), (Action::Close, close)] {
            let rows: Vec<StepRow> = sequence
                .steps()
                .iter()
                .map(|step| StepRow {
                    place: step.port().map(|port| port.to_string()).unwrap_or_default(),
                    protocol: step.protocol.transport().word().to_owned(),
                    ..StepRow::default()
                })
                .collect();
            self.draft.put_rows(self.at, action, &rows, None);
        }
    }
}

/// What becomes of a table of steps.
enum Change {
    /// A cell of a row says something else.
    Cell(usize, &'static str),
    /// A row goes from a place to another.
    Move(usize, usize),
    /// A row goes.
    Remove(usize),
}

/// With Alt, up and down move the row that is typed into.
fn moved(ui: &Ui, response: &egui::Response, index: usize, count: usize) -> Option<Change> {
    if !response.has_focus() {
        return None;
    }
    let (alt, up, down) = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        (input.modifiers.alt, pressed(Key::ArrowUp), pressed(Key::ArrowDown))
    });
    match (alt, up, down) {
        (true, true, false) => index.checked_sub(1).map(|to| Change::Move(index, to)),
        (true, false, true) => (index + 1 < count).then_some(Change::Move(index, index + 1)),
        _ => None,
    }
}

fn button_info(name: &str) -> egui::WidgetInfo {
    egui::WidgetInfo::labeled(egui::WidgetType::Button, true, name)
}

/// A source of a secret before anybody has said which.
pub(super) fn source_value(source: &str) -> Value {
    let mut table = InlineTable::new();
    match source {
        "keyring" => return keyring_value(),
        "command" => table.insert("command", Value::Array(Array::new())),
        source => table.insert(source, "".into()),
    };
    Value::InlineTable(table)
}
