//! A sequence as a table of any length, or where it comes from.

use eframe::egui::{
    self, Button, Event, Grid, Id, Key, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
};
use toml_edit::{Array, InlineTable, Value};

use super::Form;
use crate::config::{StepRow, keyring_value};
use crate::profile::{Action, Field, Sequence, Transport, invented};
use crate::say;
use crate::window::controls;

/// Where a sequence comes from, as the form has it.
const SOURCES: [&str; 5] = ["", "keyring", "env", "command", "file"];

/// A step that is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dragged {
    /// The profile's place.
    at: usize,
    action: Action,
    index: usize,
}

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
            self.reverse(ui);
        });
        self.mistakes(ui, "close");
    }

    /// Where the sequence comes from.
    fn source(&mut self, ui: &mut Ui, action: Action) {
        let word = action.word();
        let now = SOURCES
            .iter()
            .position(|source| {
                !source.is_empty() && self.draft.has(self.at, &format!("{word}.{source}"))
            })
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
        ScrollArea::horizontal().id_salt(salt).show(ui, |ui| {
            Grid::new(salt).num_columns(6).striped(true).show(ui, |ui| {
                for id in ["number", "port", "protocol", "delay", "payload"] {
                    let text = say!(self.words, &format!("window-step-{id}"));
                    ui.label(RichText::new(text).weak());
                }
                ui.end_row();
                for (index, row) in now.iter_mut().enumerate() {
                    let step = Step {
                        action,
                        index,
                        count: rows.len(),
                    };
                    let changed = self.row(ui, step, row);
                    change = change.take().or(changed);
                    ui.end_row();
                }
            });
        });
        for index in 0..rows.len() {
            for part in PARTS {
                self.mistakes(ui, &format!("{action}.{index}{part}"));
            }
        }
        if let Some(change) = change {
            self.apply(action, now, change);
        }
        self.below(ui, action, rows);
    }

    /// One step; what is to become of it.
    fn row(&mut self, ui: &mut Ui, step: Step, row: &mut StepRow) -> Option<Change> {
        let mut change = self.grip(ui, step);
        change = change.or(self.place(ui, step, row));
        change = change.or(self.protocol(ui, step, row));
        change = change.or(self.cell(ui, step, "delay", &mut row.delay, 60.0));
        let rest = match row.protocol.as_str() {
            "udp" if row.has_payload_elsewhere => {
                ui.label(say!(self.words, "window-payload-elsewhere"));
                None
            }
            "udp" => self.cell(ui, step, "payload", &mut row.payload, 110.0),
            "tcp" => {
                let text = say!(self.words, "window-handshake");
                let clicked = ui.checkbox(&mut row.is_connect, text).clicked();
                clicked.then_some(Change::Cell(step.index, "mode"))
            }
            _ => {
                ui.label("");
                None
            }
        };
        let remove = ui.add(Button::new("×").small());
        remove.widget_info(|| self.info(Role::Button, step, "window-step-remove"));
        let removed = remove.clicked().then_some(Change::Remove(step.index));
        change.or(rest).or(removed)
    }

    /// What a part of a step is called.
    fn info(&self, role: Role, step: Step, id: &str) -> WidgetInfo {
        let sequence = say!(self.words, &format!("window-sequence-{}", step.action));
        let name = say!(self.words, id, sequence = sequence, number = step.index + 1);
        WidgetInfo::labeled(role, true, name)
    }

    /// What a step is dragged by.
    fn grip(&mut self, ui: &mut Ui, step: Step) -> Option<Change> {
        let grip = Button::new(format!("{} ↕", step.index + 1))
            .small()
            .sense(Sense::click_and_drag());
        let grip = ui.add(grip);
        grip.widget_info(|| self.info(Role::Button, step, "window-step-grip"));
        if self.vault.moved == Some((step.action, step.index)) {
            self.vault.moved = None;
            grip.request_focus();
        }
        let here = Dragged {
            at: self.at,
            action: step.action,
            index: step.index,
        };
        grip.dnd_set_drag_payload(here);
        let dropped = grip.dnd_release_payload::<Dragged>().filter(|dragged| {
            dragged.at == here.at && dragged.action == here.action && dragged.index != here.index
        });
        let dropped = dropped.map(|dragged| Change::Move(dragged.index, step.index));
        dropped.or_else(|| {
            let moved = moved(ui, &grip, step);
            if let Some(Change::Move(_, to)) = moved {
                self.vault.moved = Some((step.action, to));
            }
            moved
        })
    }

    /// The port, or the size of an echo request. A whole sequence can be put there: pasted, it is one at once; typed, it is
    /// one when it has been typed.
    fn place(&mut self, ui: &mut Ui, step: Step, row: &mut StepRow) -> Option<Change> {
        let id = self.cell_id(step, "port");
        let before = row.place.clone();
        row.place = self.vault.typed_line(id, &before);
        let change = self.cell(ui, step, "port", &mut row.place, 70.0);
        let typed = match change {
            Some(Change::Cell(..)) => row.place.clone(),
            Some(_) => return change,
            None if ui.memory(|memory| memory.has_focus(id)) => return None,
            None => {
                let typed = self.vault.take_typed(id)?;
                return Some(self.whole(step, &typed).unwrap_or_else(|| {
                    row.place = typed;
                    Change::Cell(step.index, "port")
                }));
            }
        };
        self.vault.take_typed(id);
        let is_more = |text: &str| text.contains([',', ':', ' ', '\n']);
        let pasted = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Paste(text) if is_more(text) => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(whole) = pasted.and_then(|pasted| self.whole(step, &pasted)) {
            return Some(whole);
        }
        if is_more(&typed) {
            self.vault.keep_typed(id, typed);
            row.place = before;
            return None;
        }
        change
    }

    /// Puts a whole sequence from this step on, where the text is one.
    fn whole(&mut self, step: Step, text: &str) -> Option<Change> {
        let is_one = self.draft.paste(self.at, step.action, step.index, text);
        is_one.then_some(Change::Pasted)
    }

    fn cell_id(&self, step: Step, key: &str) -> Id {
        Id::unique(("step", self.at, step.action.word(), step.index, key))
    }

    fn cell(
        &mut self,
        ui: &mut Ui,
        step: Step,
        key: &'static str,
        text: &mut String,
        width: f32,
    ) -> Option<Change> {
        let edit = TextEdit::singleline(text).id(self.cell_id(step, key));
        let height = ui.spacing().interact_size.y;
        let response = ui.add_sized([width, height], edit);
        let id = format!("window-step-{key}-of");
        response.widget_info(|| self.info(Role::TextInput, step, &id));
        let moved = moved(ui, &response, step);
        if let Some(Change::Move(_, to)) = moved {
            let there = self.cell_id(Step { index: to, ..step }, key);
            ui.memory_mut(|memory| memory.request_focus(there));
        }
        let typed = Change::Cell(step.index, key);
        moved.or_else(|| response.changed().then_some(typed))
    }

    fn protocol(&self, ui: &mut Ui, step: Step, row: &mut StepRow) -> Option<Change> {
        let mut change = None;
        let combo = egui::ComboBox::from_id_salt(self.cell_id(step, "protocol"))
            .selected_text(row.protocol.clone())
            .width(60.0)
            .show_ui(ui, |ui| {
                for protocol in Transport::WORDS {
                    let is_now = row.protocol == protocol;
                    if ui.selectable_label(is_now, protocol).clicked() && !is_now {
                        protocol.clone_into(&mut row.protocol);
                        change = Some(Change::Cell(step.index, "protocol"));
                    }
                }
            });
        combo.response.widget_info(|| {
            let mut info = self.info(Role::ComboBox, step, "window-step-protocol-of");
            info.current_text_value = Some(row.protocol.clone());
            info
        });
        change
    }

    fn apply(&mut self, action: Action, mut rows: Vec<StepRow>, change: Change) {
        let at = self.at;
        match change {
            Change::Cell(index, key) => {
                let cell = format!("{index}.{key}");
                self.draft.put_rows(at, action, &rows, Some(&cell));
            }
            // What was dragged may be gone by now.
            Change::Move(from, to) if from < rows.len() => {
                let row = rows.remove(from);
                rows.insert(to.min(rows.len()), row);
                self.draft.put_rows(at, action, &rows, None);
            }
            Change::Remove(index) => {
                rows.remove(index);
                self.draft.put_rows(at, action, &rows, None);
            }
            Change::Move(..) | Change::Pasted => {}
        }
    }

    /// What can be done with the table as a whole.
    fn below(&mut self, ui: &mut Ui, action: Action, rows: &[StepRow]) {
        ui.horizontal_wrapped(|ui| {
            let add = say!(self.words, &format!("window-add-step-{action}"));
            if ui.button(add).clicked() {
                let mut rows = rows.to_vec();
                let last = rows.last().map(|row| row.protocol.clone());
                rows.push(StepRow {
                    protocol: last.unwrap_or_else(|| "tcp".to_owned()),
                    ..StepRow::default()
                });
                self.draft.put_rows(self.at, action, &rows, None);
            }
            if action == Action::Close {
                self.reverse(ui);
                if ui
                    .button(say!(self.words, "window-remove-closing"))
                    .clicked()
                {
                    self.draft.put(self.at, "close", None);
                }
            } else if rows.is_empty()
                && !self.draft.has(self.at, "close")
                && ui.button(say!(self.words, "window-invent")).clicked()
            {
                self.invent();
            }
        });
    }

    /// Has the closing sequence be the opening one from its end.
    fn reverse(&mut self, ui: &mut Ui) {
        let can_reverse = self.draft.rows(self.at, Action::Open).is_some();
        let reverse = Button::new(say!(self.words, "window-reverse"));
        if ui.add_enabled(can_reverse, reverse).clicked() {
            self.draft.reverse_opening(self.at);
        }
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
        let value = |sequence: &Sequence| {
            let steps = sequence.steps().iter().filter_map(|step| {
                let port = step.port()?;
                Some(format!("{port}:{}", step.protocol.transport()))
            });
            Value::Array(steps.collect::<Array>())
        };
        let both = [("open", value(&open)), ("close", value(&close))];
        self.draft.replace_keys(self.at, &[], &both);
    }
}

/// The parts of a step that may be mistaken.
const PARTS: [&str; 7] = [
    "",
    ".port",
    ".protocol",
    ".delay",
    ".payload",
    ".mode",
    ".size",
];

/// A step's place.
#[derive(Debug, Clone, Copy)]
struct Step {
    action: Action,
    index: usize,
    /// How many there are.
    count: usize,
}

/// What becomes of a table of steps.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// A cell of a row says something else.
    Cell(usize, &'static str),
    /// A row goes from a place to another.
    Move(usize, usize),
    /// A row goes.
    Remove(usize),
    /// A whole sequence has been put there.
    Pasted,
}

/// With Alt, up and down move the row that is typed into.
fn moved(ui: &Ui, response: &egui::Response, step: Step) -> Option<Change> {
    let Step { index, count, .. } = step;
    if !response.has_focus() {
        return None;
    }
    let (alt, up, down) = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        (
            input.modifiers.alt,
            pressed(Key::ArrowUp),
            pressed(Key::ArrowDown),
        )
    });
    match (alt, up, down) {
        (true, true, false) => index.checked_sub(1).map(|to| Change::Move(index, to)),
        (true, false, true) => (index + 1 < count).then_some(Change::Move(index, index + 1)),
        _ => None,
    }
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
