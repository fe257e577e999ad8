//! The profiles by group, on the left.

use std::collections::HashMap;

use eframe::egui::{self, Align, Button, Key, Layout, RichText, ScrollArea, Sense, TextEdit, Ui};

use super::draft::{Draft, Listed};
use super::standing::Standing;
use crate::config::Config;
use crate::say;
use crate::text::Catalogue;

/// Which profile is shown on the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Selected {
    /// None.
    #[default]
    Nothing,
    /// One of the user's own file, by its place there.
    Own(usize),
    /// One of a drop-in, by its name.
    DropIn(String),
}

/// What the user does with the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// To see a profile.
    Select(Selected),
    /// A profile somewhere else.
    Move {
        /// From this place.
        from: usize,
        /// To this one.
        to: usize,
        /// In this group.
        group: String,
    },
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A group's name.
    Group(String),
    /// A profile of the user's own file.
    Own(usize),
    /// A profile of a drop-in.
    DropIn(String),
}

/// What is dragged.
#[derive(Debug, Clone, Copy)]
struct Dragged(usize);

/// The list with its search.
#[derive(Debug, Default)]
pub(super) struct List {
    /// What is searched for.
    pub search: String,
}

impl List {
    /// The lines: profiles without a group, then each group in the order in which it first appears; drop-ins after the
    /// user's own. Only what is searched for, in a name, a group or a host.
    pub fn rows(&self, own: &[Listed], config: &Config) -> Vec<Row> {
        let search = self.search.trim().to_lowercase();
        let is_found =
            |texts: [&str; 3]| texts.iter().any(|text| text.to_lowercase().contains(&search));
        let own = own.iter().enumerate();
        let own = own
            .filter(|(_, one)| is_found([&one.name, &one.group, &one.host]))
            .map(|(at, one)| (one.group.as_str(), Row::Own(at)));
        let drop_ins = config.profiles.iter().filter(|one| one.origin.is_some());
        let drop_ins = drop_ins
            .filter(|one| {
                let group = one.group.as_deref().unwrap_or_default();
                is_found([&one.name, group, one.host.as_str()])
            })
            .map(|one| {
                let group = one.group.as_deref().unwrap_or_default();
                (group, Row::DropIn(one.name.clone()))
            });
        let mut order: Vec<&str> = vec![""];
        let mut groups: HashMap<&str, Vec<Row>> = HashMap::new();
        for (group, row) in own.chain(drop_ins) {
            let rows = groups.entry(group).or_default();
            if rows.is_empty() && !group.is_empty() {
                order.push(group);
            }
            rows.push(row);
        }
        let mut rows = Vec::new();
        for group in order {
            if !group.is_empty() {
                rows.push(Row::Group(group.to_owned()));
            }
            rows.extend(groups.remove(group).unwrap_or_default());
        }
        rows
    }

    /// Draws it; gives what the user does with it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        words: &Catalogue,
        draft: &Draft,
        config: &Config,
        selected: &Selected,
        standing: &dyn Fn(&str) -> Standing,
    ) -> Option<Wish> {
        let label = say!(words, "window-search");
        let search = TextEdit::singleline(&mut self.search)
            .id(egui::Id::new("search"))
            .hint_text(label.clone())
            .desired_width(f32::INFINITY);
        let response = ui.add(search);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, &label));
        let rows = self.rows(draft.listed(), config);
        let mut wish = self.keys(ui, &rows, draft, selected);
        if rows.is_empty() {
            ui.weak(say!(words, "window-nothing-found"));
        }
        let height = ui.spacing().interact_size.y;
        ScrollArea::vertical()
            .auto_shrink(false)
            .show_rows(ui, height, rows.len(), |ui, range| {
                for row in &rows[range] {
                    let said = row_shown(ui, words, row, draft, config, selected, standing);
                    wish = wish.take().or(said);
                }
            });
        wish
    }

    /// Up and down in the list, and with Alt a profile up and down in it.
    fn keys(
        &self,
        ui: &Ui,
        rows: &[Row],
        draft: &Draft,
        selected: &Selected,
    ) -> Option<Wish> {
        let (alt, up, down) = ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            (input.modifiers.alt, pressed(Key::ArrowUp), pressed(Key::ArrowDown))
        });
        let is_typing = ui.ctx().egui_wants_keyboard_input();
        if up == down || (is_typing && !alt) {
            return None;
        }
        if alt {
            let Selected::Own(from) = *selected else {
                return None;
            };
            return neighbour(rows, draft, from, down);
        }
        let profiles: Vec<&Row> = rows
            .iter()
            .filter(|row| !matches!(row, Row::Group(_)))
            .collect();
        let here = profiles.iter().position(|row| row.is(selected));
        let next = match here {
            None => 0,
            Some(here) if down => here + 1,
            Some(here) => here.checked_sub(1)?,
        };
        profiles.get(next).map(|row| Wish::Select(row.selection()))
    }
}

/// Where a profile goes that moves up or down by one in the list: past its neighbour, or into the next group.
fn neighbour(rows: &[Row], draft: &Draft, from: usize, down: bool) -> Option<Wish> {
    let here = rows.iter().position(|row| *row == Row::Own(from))?;
    let there = if down { here + 1 } else { here.checked_sub(1)? };
    let own_group = &draft.listed().get(from)?.group;
    match rows.get(there)? {
        Row::Own(to) => Some(Wish::Move {
            from,
            to: *to,
            group: own_group.clone(),
        }),
        Row::Group(group) if down => Some(Wish::Move {
            from,
            to: from,
            group: group.clone(),
        }),
        Row::Group(_) => {
            let before = rows[..there].iter().rev().find_map(|row| match row {
                Row::Group(group) => Some(group.clone()),
                _ => None,
            });
            Some(Wish::Move {
                from,
                to: from,
                group: before.unwrap_or_default(),
            })
        }
        Row::DropIn(_) => None,
    }
}

impl Row {
    fn is(&self, selected: &Selected) -> bool {
        self.selection() == *selected
    }

    fn selection(&self) -> Selected {
        match self {
            Self::Group(_) => Selected::Nothing,
            Self::Own(at) => Selected::Own(*at),
            Self::DropIn(name) => Selected::DropIn(name.clone()),
        }
    }
}

fn row_shown(
    ui: &mut Ui,
    words: &Catalogue,
    row: &Row,
    draft: &Draft,
    config: &Config,
    selected: &Selected,
    standing: &dyn Fn(&str) -> Standing,
) -> Option<Wish> {
    let group = match row {
        Row::Group(group) => {
            let response = ui.add(egui::Label::new(RichText::new(group).strong()).truncate());
            let dropped = response.dnd_release_payload::<Dragged>()?;
            return Some(Wish::Move {
                from: dropped.0,
                to: dropped.0,
                group: group.clone(),
            });
        }
        Row::Own(at) => draft.listed().get(*at).map_or("", |one| &one.group),
        Row::DropIn(_) => "",
    };
    let (name, is_mistaken) = match row {
        Row::Own(at) => {
            let listed = draft.listed().get(*at)?;
            (listed.name.as_str(), listed.is_mistaken)
        }
        Row::DropIn(name) => (config.profile(name)?.name.as_str(), false),
        Row::Group(_) => return None,
    };
    let standing = standing(name);
    let shown = if name.is_empty() {
        say!(words, "window-no-name")
    } else {
        name.to_owned()
    };
    let mark = if is_mistaken { "⚠" } else { standing.mark() };
    let indent = if group.is_empty() { "" } else { "   " };
    let text = RichText::new(format!("{indent}{mark} {shown}"));
    let button = Button::selectable(row.is(selected), text)
        .truncate()
        .sense(Sense::click_and_drag());
    let response = ui
        .with_layout(Layout::top_down_justified(Align::LEFT), |ui| ui.add(button))
        .inner;
    let told = standing.words(words);
    let name = say!(words, "window-list-row", profile = shown, standing = told.as_str());
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::WidgetType::SelectableLabel, true, row.is(selected), &name)
    });
    let response = response.on_hover_text(told);
    let clicked = response.clicked().then(|| Wish::Select(row.selection()));
    let Row::Own(at) = row else {
        return clicked;
    };
    response.dnd_set_drag_payload(Dragged(*at));
    let dropped = response.dnd_release_payload::<Dragged>();
    let moved = dropped.filter(|dragged| dragged.0 != *at);
    moved
        .map(|dragged| Wish::Move {
            from: dragged.0,
            to: *at,
            group: group.to_owned(),
        })
        .or(clicked)
}
