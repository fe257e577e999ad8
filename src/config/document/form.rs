//! A configuration's text as a form sees it: profiles by their place, keys by their path, each value as a text. Pure.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};
use zeroize::Zeroizing;

use super::{Document, above, apart, put, rename, without_place};
use crate::profile::Action;

/// A step as a row of a table: what stands in each of its cells, good or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepRow {
    /// The port; of an echo request its size.
    pub place: String,
    /// `tcp`, `udp` or `icmp`.
    pub protocol: String,
    /// What is waited before it; empty: the profile's delay.
    pub delay: String,
    /// What a datagram carries; empty where nothing is said.
    pub payload: String,
    /// Whether the payload comes from elsewhere, which stays as it is.
    pub has_payload_elsewhere: bool,
    /// Whether a TCP step waits for its handshake.
    pub is_connect: bool,
}

impl Document {
    /// How many profiles there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.tables().map_or(0, toml_edit::ArrayOfTables::len)
    }

    /// What stands at a key of a profile, such as `host` or `spa.access`, as a text: a list or a table as TOML. Empty where
    /// there is nothing.
    #[must_use]
    pub fn text_at(&self, at: usize, path: &str) -> String {
        self.item_at(at, path).map(shown).unwrap_or_default()
    }

    /// What stands at a key of a profile.
    #[must_use]
    pub fn item_at(&self, at: usize, path: &str) -> Option<&Item> {
        let mut parts = path.split('.');
        let mut item = self.tables()?.get(at)?.get(parts.next()?)?;
        for part in parts {
            item = item.as_table_like()?.get(part)?;
        }
        Some(item)
    }

    /// Gives a key of a profile a value; a comment beside it stays, and so does its place. A table that it stands in is made.
    pub fn put_at(&mut self, at: usize, path: &str, value: Value) {
        if let Some(table) = self.table_at(at) {
            put_below(table, path, value);
        }
    }

    /// Takes a key out of a profile.
    pub fn unset_at(&mut self, at: usize, path: &str) {
        let Some((outer, inner)) = path.rsplit_once('.') else {
            self.unset_key(at, path);
            return;
        };
        let mut item = self.table_at(at).and_then(|table| {
            let (first, rest) = outer.split_once('.').unwrap_or((outer, ""));
            let mut item = table.get_mut(first)?;
            for part in rest.split('.').filter(|part| !part.is_empty()) {
                item = item.as_table_like_mut()?.get_mut(part)?;
            }
            Some(item)
        });
        if let Some(item) = &mut item {
            if let Some(table) = item.as_table_like_mut() {
                table.remove(inner);
            }
            close_up(item);
        }
    }

    /// The steps of a sequence that stands in the file; `None` where it does not.
    #[must_use]
    pub fn rows(&self, at: usize, action: Action) -> Option<Vec<StepRow>> {
        match self.item_at(at, action.word())? {
            Item::Value(Value::Array(steps)) => Some(steps.iter().map(row).collect()),
            Item::ArrayOfTables(steps) => Some(steps.iter().map(|step| row_of(step)).collect()),
            _ => None,
        }
    }

    /// Changes the steps of a sequence to these. What is in a row as it was before keeps its form and its comments.
    pub fn put_rows(&mut self, at: usize, action: Action, rows: &[StepRow]) {
        let before = match self.item_at(at, action.word()) {
            Some(Item::Value(Value::Array(steps))) => steps.clone(),
            Some(Item::ArrayOfTables(steps)) => {
                let steps = steps.iter().map(|step| step.clone().into_inline_table());
                steps.collect()
            }
            _ => Array::new(),
        };
        let mut left: Vec<Option<&Value>> = before.iter().map(Some).collect();
        let mut values: Vec<Option<Value>> = vec![None; rows.len()];
        for (value, wanted) in values.iter_mut().zip(rows) {
            let same = left
                .iter_mut()
                .find(|step| step.is_some_and(|step| row(step) == *wanted));
            *value = same.and_then(Option::take).cloned();
        }
        let steps = values.into_iter().zip(rows).enumerate();
        let steps: Vec<Value> = steps
            .map(|(index, (kept, row))| {
                kept.unwrap_or_else(|| changed(left.get(index).copied().flatten(), row))
            })
            .collect();
        let mut after = before.clone();
        after.clear();
        let is_tidy = before.len() == steps.len();
        for step in steps {
            if is_tidy {
                after.push_formatted(step);
            } else {
                after.push(step.decorated("", ""));
            }
        }
        if !is_tidy {
            after.fmt();
        }
        self.put_at(at, action.word(), Value::Array(after));
    }

    /// Copies a profile under another name, to stand right after it.
    pub fn duplicate_at(&mut self, at: usize, name: &str) {
        let Some(table) = self.tables().and_then(|tables| tables.get(at)) else {
            return;
        };
        let mut copy = table.clone();
        copy.decor_mut().set_prefix("\n");
        without_place(&mut copy);
        rename(&mut copy, name);
        if let Some(tables) = self.profiles() {
            tables.push(copy);
        }
        let last = self.count().saturating_sub(1);
        self.move_to(last, at + 1);
    }

    /// What a profile says, with its comments but for the one above it.
    #[must_use]
    pub fn body(&self, at: usize) -> Zeroizing<String> {
        let Some(table) = self.tables().and_then(|tables| tables.get(at)) else {
            return Zeroizing::default();
        };
        let mut body = table.clone();
        body.decor_mut().clear();
        without_place(&mut body);
        let mut document = DocumentMut::new();
        document.insert(super::PROFILE, Item::Table(body));
        Zeroizing::new(document.to_string())
    }

    /// What stands beside the profiles.
    #[must_use]
    pub fn beside(&self) -> Zeroizing<String> {
        let mut beside = self.toml.clone();
        beside.remove(super::PROFILE);
        Zeroizing::new(beside.as_table().to_string())
    }

    /// The same once more.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            toml: self.toml.clone(),
            ..*self
        }
    }

    /// One profile alone, with the tables beside the profiles.
    #[must_use]
    pub fn alone(&self, at: usize) -> Self {
        let mut alone = self.copy();
        if let Some(tables) = alone.profiles() {
            let mut index = 0;
            tables.retain(|_| {
                index += 1;
                index == at + 1
            });
        }
        alone
    }

    /// Moves a profile to another place among them; its own comment goes with it, and what an empty line sets apart from it
    /// stays.
    pub fn move_to(&mut self, from: usize, to: usize) {
        let count = self.count();
        if from == to || from >= count || to >= count {
            return;
        }
        self.number();
        let Some(tables) = self.profiles() else {
            return;
        };
        // What belongs to a place in the text, and not to the profile that stands there.
        let slots: Vec<(Option<isize>, String)> = tables
            .iter()
            .map(|table| {
                (
                    table.position(),
                    above(table.decor()).len() - own(table).len(),
                    table,
                )
            })
            .map(|(position, end, table)| (position, above(table.decor())[..end].to_owned()))
            .collect();
        let mut all: Vec<Table> = tables.iter().cloned().collect();
        let moved = all.remove(from);
        all.insert(to, moved);
        let placed = all.into_iter().zip(slots).zip(tables.iter_mut());
        for ((mut table, (position, set_apart)), slot) in placed {
            let prefix = format!("{set_apart}{}", own(&table));
            table.decor_mut().set_prefix(prefix);
            place(&mut table, position);
            *slot = table;
        }
    }

    /// What stands at a key of one of the tables that are no profiles, such as `agent`; empty where there is nothing.
    #[must_use]
    pub fn setting(&self, table: &str, key: &str) -> String {
        let item = self.toml.get(table).and_then(Item::as_table_like);
        item.and_then(|table| table.get(key))
            .map(shown)
            .unwrap_or_default()
    }

    /// What stands there as a list of texts; `None` where there is none.
    #[must_use]
    pub fn setting_list(&self, table: &str, key: &str) -> Option<Vec<String>> {
        let item = self.toml.get(table)?.as_table_like()?.get(key)?;
        let words = item.as_array()?.iter();
        Some(words.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Gives such a key a value, or takes it out; a table is made where there is none.
    pub fn put_setting(&mut self, table: &str, key: &str, value: Option<Value>) {
        match (self.toml.get_mut(table), value) {
            (Some(found), Some(value)) => {
                if let Some(found) = found.as_table_like_mut() {
                    put(found, key, value);
                }
            }
            (Some(found), None) => {
                if let Some(found) = found.as_table_like_mut() {
                    found.remove(key);
                }
            }
            (None, Some(value)) => {
                let mut made = Table::new();
                put(&mut made, key, value);
                self.put_table(table, made);
            }
            (None, None) => {}
        }
    }

    /// The same without the keys that were emptied: what is not said.
    #[must_use]
    pub fn settled(&self) -> Self {
        let mut settled = self.copy();
        for at in 0..settled.count() {
            let Some(table) = settled.tables().and_then(|tables| tables.get(at)) else {
                continue;
            };
            for path in empty_keys(table) {
                settled.unset_at(at, &path);
            }
        }
        for (_, item) in settled.toml.iter_mut() {
            let Some(table) = item.as_table_like_mut() else {
                continue;
            };
            let keys = table.iter().filter(|(_, item)| is_empty(item));
            let keys: Vec<String> = keys.map(|(key, _)| key.to_owned()).collect();
            for key in keys {
                table.remove(&key);
            }
        }
        settled
    }

    pub(super) fn tables(&self) -> Option<&toml_edit::ArrayOfTables> {
        self.toml
            .get(super::PROFILE)
            .and_then(Item::as_array_of_tables)
    }

    pub(super) fn table_at(&mut self, at: usize) -> Option<&mut Table> {
        self.profiles()?.get_mut(at)
    }

    /// Gives every table of the text its place as a number, those without one after the others, as they are written.
    fn number(&mut self) {
        let text = self.toml.to_string();
        if let Ok(numbered) = text.parse() {
            self.toml = numbered;
        }
    }
}

/// The keys of a profile that hold an empty text, where that says nothing: a name and a host that are missing are a mistake
/// of their own, and stay where they are.
fn empty_keys(table: &Table) -> Vec<String> {
    let mut paths = Vec::new();
    for (key, item) in table {
        if is_empty(item) && !["name", "host"].contains(&key) {
            paths.push(key.to_owned());
        }
        for (inner, item) in item.as_table_like().into_iter().flat_map(TableLike::iter) {
            if is_empty(item) {
                paths.push(format!("{key}.{inner}"));
            }
        }
    }
    paths
}

fn is_empty(item: &Item) -> bool {
    item.as_str().is_some_and(str::is_empty)
}

/// Gives a key a value; the tables that it stands in are made.
fn put_below(table: &mut dyn TableLike, path: &str, value: Value) {
    let Some((outer, inner)) = path.split_once('.') else {
        return put(table, path, value);
    };
    let outer = table
        .entry(outer)
        .or_insert_with(|| Item::Value(InlineTable::new().into()));
    if let Some(table) = outer.as_table_like_mut() {
        put_below(table, inner, value);
    }
    close_up(outer);
}

/// Puts a table, and those in it, at a place: tables of one place are written in the order in which they are found.
fn place(table: &mut Table, position: Option<isize>) {
    table.set_position(position);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => place(inner, position),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(|one| place(one, position)),
            _ => {}
        }
    }
}

/// The comment right above a table.
fn own(table: &Table) -> &str {
    above(table.decor())[apart(table).len()..].trim_start_matches('\n')
}

fn shown(item: &Item) -> String {
    match item {
        Item::Value(Value::String(text)) => text.value().clone(),
        Item::Value(Value::Integer(number)) => number.value().to_string(),
        Item::Value(Value::Boolean(flag)) => flag.value().to_string(),
        Item::Value(value) => value.clone().decorated("", "").to_string(),
        other => other.to_string().trim().to_owned(),
    }
}

fn row(step: &Value) -> StepRow {
    match step {
        Value::InlineTable(table) => row_of(table),
        Value::String(text) => row_of_text(text.value()),
        Value::Integer(port) => row_of_text(&port.value().to_string()),
        other => row_of_text(other.clone().decorated("", "").to_string().trim()),
    }
}

fn row_of_text(text: &str) -> StepRow {
    let (first, second) = match text.split_once(':') {
        Some((first, second)) => (first.trim(), Some(second.trim())),
        None => (text.trim(), None),
    };
    let (place, protocol) = if first.eq_ignore_ascii_case("icmp") {
        (second.unwrap_or_default(), "icmp".to_owned())
    } else {
        (first, second.unwrap_or("tcp").to_ascii_lowercase())
    };
    StepRow {
        place: place.to_owned(),
        protocol,
        ..StepRow::default()
    }
}

fn row_of(step: &dyn TableLike) -> StepRow {
    let text = |key: &str| step.get(key).map(shown).unwrap_or_default();
    let protocol = match text("protocol") {
        said if said.is_empty() => "tcp".to_owned(),
        said => said.to_ascii_lowercase(),
    };
    let has_payload_elsewhere = step.get("payload").is_some_and(Item::is_table_like);
    StepRow {
        place: text(if protocol == "icmp" { "size" } else { "port" }),
        protocol,
        delay: text("delay"),
        payload: match step.get("payload") {
            Some(payload) if !has_payload_elsewhere => shown(payload),
            _ => String::new(),
        },
        has_payload_elsewhere,
        is_connect: text("mode") == "connect",
    }
}

/// A step as a row says; of what it was before, what the row does not say.
fn changed(before: Option<&Value>, row: &StepRow) -> Value {
    if let Some(Value::InlineTable(table)) = before {
        let mut table = table.clone();
        fill(&mut table, row);
        return Value::InlineTable(table);
    }
    let is_plain = row.delay.is_empty() && row.payload.is_empty() && !row.is_connect;
    let mut value = if is_plain {
        Value::from(match row.protocol.as_str() {
            "tcp" => row.place.clone(),
            "icmp" if row.place.is_empty() => "icmp".to_owned(),
            "icmp" => format!("icmp:{}", row.place),
            other => format!("{}:{other}", row.place),
        })
    } else {
        let mut table = InlineTable::new();
        fill(&mut table, row);
        Value::InlineTable(table)
    };
    if let Some(before) = before {
        *value.decor_mut() = before.decor().clone();
    }
    value
}

fn fill(table: &mut InlineTable, row: &StepRow) {
    let number = |text: &str| match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => Value::from(number),
        _ => Value::from(text),
    };
    let is_echo = row.protocol == "icmp";
    let cells = [
        ("port", (!is_echo).then(|| number(&row.place))),
        (
            "protocol",
            (row.protocol != "tcp" || table.contains_key("protocol"))
                .then(|| Value::from(row.protocol.as_str())),
        ),
        (
            "size",
            (is_echo && !row.place.is_empty()).then(|| number(&row.place)),
        ),
        (
            "delay",
            (!row.delay.is_empty()).then(|| Value::from(row.delay.as_str())),
        ),
        (
            "mode",
            (row.is_connect || (table.contains_key("mode") && row.protocol == "tcp"))
                .then(|| Value::from(if row.is_connect { "connect" } else { "syn" })),
        ),
    ];
    for (key, value) in cells {
        match value {
            Some(value) => put(table, key, value),
            None => {
                table.remove(key);
            }
        }
    }
    if !row.has_payload_elsewhere {
        if row.payload.is_empty() {
            table.remove("payload");
        } else {
            put(table, "payload", row.payload.as_str().into());
        }
    }
    close_up_line(table);
}

/// Has a table that stands in one line look as one does, after its keys have changed.
fn close_up(table: &mut Item) {
    if let Item::Value(Value::InlineTable(table)) = table {
        close_up_line(table);
    }
}

/// The same, unless it has comments or lines of its own.
fn close_up_line(table: &mut InlineTable) {
    if !table.to_string().contains(['#', '\n']) {
        table.fmt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Mine since 2020.

# The first.
[[profile]]
name = \"a\" # A
host = \"a.example\" # where
# three of them
open = [\"7000:tcp\", 8000, { port = 9000, delay = \"1s\" }] # secret

[agent]
notifications = \"all\" # really

# The second.
[[profile]]
name = \"b\"
host = \"b.example\"
spa = { access = \"tcp/22\", key = { keyring = true } } # one packet

[[profile]]
name = \"c\"
host = \"c.example\"
[[profile.open]]
port = 1
";

    fn changed(change: impl FnOnce(&mut Document)) -> String {
        let mut document = Document::parse(FILE).unwrap();
        change(&mut document);
        document.text().to_string()
    }

    #[test]
    fn a_value_is_shown_and_changed_in_its_place() {
        let document = Document::parse(FILE).unwrap();
        assert_eq!(document.count(), 3);
        assert_eq!(document.text_at(0, "host"), "a.example");
        assert_eq!(document.text_at(1, "spa.access"), "tcp/22");
        assert_eq!(document.text_at(1, "spa.key"), "{ keyring = true }");
        assert_eq!(document.text_at(1, "server.kind"), "");
        assert_eq!(document.setting("agent", "notifications"), "all");
        let text = changed(|document| {
            document.put_at(0, "host", "x.example".into());
            document.put_at(1, "spa.access", "tcp/80".into());
            document.put_at(2, "server.kind", "knockd".into());
            document.put_setting("agent", "notifications", Some("none".into()));
            document.unset_at(1, "spa.key");
            document.put_at(1, "spa.port", 53.into());
        });
        let expected = FILE
            .replace("a.example", "x.example")
            .replace(
                "{ access = \"tcp/22\", key = { keyring = true } }",
                "{ access = \"tcp/80\", port = 53 }",
            )
            .replace("notifications = \"all\"", "notifications = \"none\"")
            .replace(
                "\"c.example\"\n",
                "\"c.example\"\nserver = { kind = \"knockd\" }\n",
            );
        assert_eq!(text, expected);
    }

    #[test]
    fn rows_that_stay_keep_their_form() {
        let text = changed(|document| {
            let mut rows = document.rows(0, Action::Open).unwrap();
            assert_eq!(
                (rows[0].place.as_str(), rows[1].place.as_str()),
                ("7000", "8000")
            );
            assert_eq!(rows[2].delay, "1s");
            rows[1].protocol = "udp".to_owned();
            document.put_rows(0, Action::Open, &rows);
        });
        assert_eq!(text, FILE.replace("8000,", "\"8000:udp\","));
        let text = changed(|document| {
            let mut rows = document.rows(0, Action::Open).unwrap();
            rows[0].delay = "2s".to_owned();
            rows[2].delay = String::new();
            rows.swap(0, 1);
            rows.push(StepRow {
                protocol: "icmp".to_owned(),
                ..StepRow::default()
            });
            document.put_rows(0, Action::Open, &rows);
        });
        let open = "[8000, { port = 7000, delay = \"2s\" }, { port = 9000 }, \"icmp\"]";
        let before = "[\"7000:tcp\", 8000, { port = 9000, delay = \"1s\" }]";
        assert_eq!(text, FILE.replace(before, open));
    }

    #[test]
    fn steps_that_are_tables_of_their_own_become_a_list_when_they_change() {
        let text = changed(|document| {
            let mut rows = document.rows(2, Action::Open).unwrap();
            rows[0].place = "2".to_owned();
            document.put_rows(2, Action::Open, &rows);
        });
        assert_eq!(
            text,
            FILE.replace("[[profile.open]]\nport = 1\n", "open = [{ port = 2 }]\n")
        );
    }

    #[test]
    fn a_profile_moves_with_its_own_comment() {
        let there = changed(|document| document.move_to(0, 1));
        let names = |text: &str| {
            let names = text.lines().filter_map(|line| line.strip_prefix("name = "));
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names(&there), ["\"b\"", "\"a\" # A", "\"c\""]);
        assert!(
            there.starts_with("# Mine since 2020.\n\n# The second.\n[[profile]]\nname = \"b\""),
            "{there}"
        );
        assert!(
            there.contains("\n\n# The first.\n[[profile]]\nname = \"a\""),
            "{there}"
        );
        let mut document = Document::parse(&there).unwrap();
        document.move_to(1, 0);
        assert_eq!(*document.text(), FILE);
        let last_first = changed(|document| document.move_to(2, 0));
        assert_eq!(names(&last_first), ["\"c\"", "\"a\" # A", "\"b\""]);
        let mut document = Document::parse(&last_first).unwrap();
        assert_eq!(document.rows(0, Action::Open).unwrap().len(), 1);
        document.move_to(0, 2);
        assert_eq!(*document.text(), FILE);
    }

    #[test]
    fn a_copy_stands_after_its_original() {
        let text = changed(|document| document.duplicate_at(1, "b 2"));
        assert!(
            text.contains("name = \"b 2\"\nhost = \"b.example\"\nspa"),
            "{text}"
        );
        let document = Document::parse(&text).unwrap();
        let names: Vec<_> = (0..4).map(|at| document.text_at(at, "name")).collect();
        assert_eq!(names, ["a", "b", "b 2", "c"]);
        assert_eq!(document.rows(3, Action::Open).unwrap().len(), 1);
    }

    #[test]
    fn what_was_emptied_is_not_said() {
        let mut document = Document::parse(FILE).unwrap();
        document.put_at(0, "check", "".into());
        document.put_at(0, "host", "".into());
        document.put_at(1, "spa.timeout", "".into());
        let settled = document.settled().text().to_string();
        assert_eq!(settled, FILE.replace("a.example", ""));
        document.put_at(0, "check", 22.into());
        assert!(document.settled().text().contains("check = 22"));
    }
}
