//! The profiles by group, on the left.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::{
    Align, Button, Context, EventFilter, Id, Key, Label, Layout, Response, RichText, Role,
    ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
};

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
enum Row {
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
    /// What is to be seen next, and whether it is to have the focus.
    revealed: Option<(Selected, bool)>,
    /// The lines that were drawn last.
    seen: Range<usize>,
}

/// What the list shows.
pub(super) struct Shown<'s> {
    /// The words.
    pub words: &'s Catalogue,
    /// The user's own profiles, as they are edited.
    pub draft: &'s Draft,
    /// All profiles, as they are in the files.
    pub config: &'s Config,
    /// The one that is on the right.
    pub selected: &'s Selected,
    /// How a profile stands, by its name on the screen and the one in the file.
    pub standing: &'s dyn Fn(&str, Option<&str>) -> Standing,
}

impl List {
    /// Has what is typed next searched for.
    pub fn focus_search(ctx: &Context) {
        ctx.memory_mut(|memory| memory.request_focus(search_id()));
    }

    /// Has a profile seen, wherever it is in the list.
    pub fn reveal(&mut self, selected: Selected) {
        self.revealed = Some((selected, false));
    }

    /// Draws the search.
    pub fn search_line(&mut self, ui: &mut Ui, words: &Catalogue) {
        let label = say!(words, "window-search");
        let search = TextEdit::singleline(&mut self.search)
            .id(search_id())
            .hint_text(label.clone())
            .desired_width(f32::INFINITY);
        let response = ui.add(search);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
    }

    /// Draws the lines; gives what the user does with them.
    pub fn show(&mut self, ui: &mut Ui, shown: &Shown) -> Option<Wish> {
        let rows = rows(&self.search, shown.draft.listed(), shown.config);
        if rows.is_empty() && !self.search.is_empty() {
            ui.weak(say!(shown.words, "window-nothing-found"));
        }
        let height = ui.spacing().interact_size.y;
        let mut area = ScrollArea::vertical().id_salt("list").auto_shrink(false);
        let revealed = self.revealed.take().and_then(|(sought, has_focus)| {
            let place = rows.iter().position(|row| row.selection() == sought)?;
            Some((place, has_focus))
        });
        if let Some((place, _)) = revealed
            && !self.seen.contains(&place)
        {
            let line = height + ui.spacing().item_spacing.y;
            // What stands before it is seen too.
            let before = u16::try_from(place.saturating_sub(2)).unwrap_or(u16::MAX);
            area = area.vertical_scroll_offset(line * f32::from(before));
        }
        let mut wish = None;
        let mut seen = 0..0;
        area.show_rows(ui, height, rows.len(), |ui, range| {
            seen = range.clone();
            for at in range {
                let drawn = ui.push_id(at, |ui| shown.row(ui, &rows[at]));
                let Some((response, said)) = drawn.inner else {
                    continue;
                };
                wish = wish.take().or(said);
                if revealed.is_some_and(|(place, _)| place == at) {
                    response.scroll_to_me(None);
                }
                if revealed == Some((at, true)) {
                    response.request_focus();
                } else if response.has_focus() {
                    wish = wish.take().or(self.keys(ui, &rows, at, shown.draft));
                    hold_arrows(ui, response.id);
                }
            }
        });
        self.seen = seen;
        wish
    }

    /// In a line that has the focus: up and down, and with Alt its profile up and down.
    fn keys(&mut self, ui: &Ui, rows: &[Row], at: usize, draft: &Draft) -> Option<Wish> {
        let (alt, up, down) = ui.input(|input| {
            let pressed = |key| input.key_pressed(key);
            (
                input.modifiers.alt,
                pressed(Key::ArrowUp),
                pressed(Key::ArrowDown),
            )
        });
        if up == down {
            return None;
        }
        let wish = if alt {
            neighbour(rows, draft, at, down)?
        } else {
            let is_profile = |row: &&Row| !matches!(row, Row::Group(_));
            let next = if down {
                rows[at + 1..].iter().find(is_profile)
            } else {
                rows[..at].iter().rev().find(is_profile)
            };
            Wish::Select(next?.selection())
        };
        let goal = match &wish {
            Wish::Select(selected) => selected.clone(),
            Wish::Move { to, .. } => Selected::Own(*to),
        };
        self.revealed = Some((goal, true));
        Some(wish)
    }
}

/// The line that is searched in.
pub(super) fn search_id() -> Id {
    Id::unique("search")
}

/// Up and down are this widget's own as long as it has the focus.
pub(super) fn hold_arrows(ui: &Ui, id: Id) {
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// The lines: profiles without a group, then each group in the order in which it first appears; drop-ins after the user's
/// own. Only what is searched for, in a name, a group or a host.
fn rows(search: &str, own: &[Listed], config: &Config) -> Vec<Row> {
    let search = search.trim().to_lowercase();
    let is_found = |texts: [&str; 3]| {
        search.is_empty()
            || texts
                .iter()
                .any(|text| text.to_lowercase().contains(&search))
    };
    let own = own.iter().enumerate();
    let own = own
        .filter(|(_, one)| is_found([&one.name, &one.group, &one.host]))
        .map(|(at, one)| (one.group.as_str(), Row::Own(at)));
    let drop_ins = config.profiles.iter().filter(|one| one.origin.is_some());
    let drop_ins = drop_ins
        .map(|one| (one, one.group.as_deref().unwrap_or_default()))
        .filter(|(one, group)| is_found([&one.name, group, one.host.as_str()]))
        .map(|(one, group)| (group, Row::DropIn(one.name.clone())));
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

/// Where a profile goes that moves up or down by one in the list: past its neighbour, or into the next group.
fn neighbour(rows: &[Row], draft: &Draft, at: usize, down: bool) -> Option<Wish> {
    let &Row::Own(from) = rows.get(at)? else {
        return None;
    };
    let there = if down { at + 1 } else { at.checked_sub(1)? };
    let into = |group: String| Wish::Move {
        from,
        to: from,
        group,
    };
    match rows.get(there)? {
        Row::Own(to) => Some(Wish::Move {
            from,
            to: *to,
            group: draft.listed().get(from)?.group.clone(),
        }),
        Row::Group(group) if down => Some(into(group.clone())),
        Row::Group(_) => {
            let before = rows[..there].iter().rev().find_map(|row| match row {
                Row::Group(group) => Some(group.clone()),
                _ => None,
            });
            Some(into(before.unwrap_or_default()))
        }
        Row::DropIn(_) => None,
    }
}

impl Row {
    fn selection(&self) -> Selected {
        match self {
            Self::Group(_) => Selected::Nothing,
            Self::Own(at) => Selected::Own(*at),
            Self::DropIn(name) => Selected::DropIn(name.clone()),
        }
    }
}

impl Shown<'_> {
    /// Draws a line; gives it, and what the user does with it.
    fn row(&self, ui: &mut Ui, row: &Row) -> Option<(Response, Option<Wish>)> {
        let (name, saved, group, is_mistaken) = match row {
            Row::Group(group) => return Some(group_line(ui, group)),
            Row::Own(at) => {
                let listed = self.draft.listed().get(*at)?;
                let saved = self.draft.origin_name(*at);
                (
                    &listed.name,
                    saved,
                    listed.group.as_str(),
                    listed.is_mistaken,
                )
            }
            Row::DropIn(name) => {
                let profile = self.config.profile(name)?;
                let group = profile.group.as_deref().unwrap_or_default();
                (name, Some(name.as_str()), group, false)
            }
        };
        let standing = (self.standing)(name, saved);
        let shown = if name.is_empty() {
            say!(self.words, "window-no-name")
        } else {
            name.clone()
        };
        let mark = if is_mistaken { "▲" } else { standing.mark() };
        let indent = if group.is_empty() { "" } else { "   " };
        let is_selected = row.selection() == *self.selected;
        let button = Button::selectable(is_selected, format!("{indent}{mark} {shown}"))
            .truncate()
            .sense(Sense::click_and_drag());
        let layout = Layout::top_down_justified(Align::LEFT);
        let response = ui.with_layout(layout, |ui| ui.add(button)).inner;
        let mut told = standing.words(self.words);
        if is_mistaken {
            told = say!(self.words, "window-has-mistakes", standing = told);
        }
        let name = say!(
            self.words,
            "window-list-row",
            profile = shown,
            standing = told.as_str()
        );
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &name));
        let response = response.on_hover_text(told);
        let mut wish = response.clicked().then(|| Wish::Select(row.selection()));
        if wish.is_some() {
            response.request_focus();
        }
        if let Row::Own(at) = row {
            response.dnd_set_drag_payload(Dragged(*at));
            let dropped = response.dnd_release_payload::<Dragged>();
            let moved = dropped.filter(|dragged| dragged.0 != *at);
            let moved = moved.map(|dragged| Wish::Move {
                from: dragged.0,
                to: *at,
                group: group.to_owned(),
            });
            wish = moved.or(wish);
        }
        Some((response, wish))
    }
}

/// A group's name; what is dropped on it is in that group from then on.
fn group_line(ui: &mut Ui, group: &str) -> (Response, Option<Wish>) {
    let response = ui.add(Label::new(RichText::new(group).strong()).truncate());
    let dropped = response.dnd_release_payload::<Dragged>();
    let wish = dropped.map(|dragged| Wish::Move {
        from: dragged.0,
        to: dragged.0,
        group: group.to_owned(),
    });
    (response, wish)
}
