//! A configuration's text as a form sees it: profiles by their place, keys by their path, each value as a text. Pure.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};
use zeroize::Zeroizing;

use super::{Document, above, apart, put, rename, take_key, without_place};

impl Document {
    /// How many profiles there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.tables().map_or(0, ArrayOfTables::len)
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
        let table = self.table_at(at);
        let Some(item) = table.and_then(|table| below(table, outer)) else {
            return;
        };
        let Some(table) = item.as_table_like_mut() else {
            return;
        };
        let left = take_key(table, inner).unwrap_or_default();
        let position = item.as_table().and_then(Table::position);
        close_up(item);
        if position.is_some() && !left.is_empty() {
            self.put_before_next(position, &left);
        }
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
        Zeroizing::new(self.without_profiles().to_string())
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
        let mut toml = self.without_profiles();
        let table = self.tables().and_then(|tables| tables.get(at));
        let profiles: ArrayOfTables = table.cloned().into_iter().collect();
        toml.insert(super::PROFILE, Item::ArrayOfTables(profiles));
        Self { toml, ..*self }
    }

    /// Moves a profile to another place among them; its own comment goes with it, and what an empty line sets apart from it
    /// stays.
    pub fn move_to(&mut self, from: usize, to: usize) {
        let count = self.count();
        if from == to || from >= count || to >= count {
            return;
        }
        let mut order: Vec<usize> = (0..count).collect();
        let moved = order.remove(from);
        order.insert(to, moved);
        self.arrange(&order);
    }

    /// Puts all profiles into another order, which has the place of each once.
    pub(super) fn arrange(&mut self, order: &[usize]) {
        self.number();
        let Some(tables) = self.profiles() else {
            return;
        };
        // What belongs to a place in the text, and not to the profile that stands there.
        let slots: Vec<(Option<isize>, String)> = tables
            .iter()
            .map(|table| {
                let above = above(table.decor());
                let end = above.len() - own(table).len();
                (table.position(), above[..end].to_owned())
            })
            .collect();
        let all: Vec<Table> = tables.iter().cloned().collect();
        let all = order.iter().filter_map(|from| all.get(*from)).cloned();
        let placed = all.zip(slots).zip(tables.iter_mut());
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
                let position = found.as_table().and_then(Table::position);
                let left = found
                    .as_table_like_mut()
                    .and_then(|found| take_key(found, key));
                if let Some(left) = left.filter(|left| !left.is_empty()) {
                    self.put_before_next(position, &left);
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

    /// The same without what was emptied since an earlier text: what is not said. `places` has for each profile its place in
    /// that text; what was empty there already stays.
    #[must_use]
    pub fn settled(&self, before: &Self, places: &[Option<usize>]) -> Self {
        let mut settled = self.copy();
        for (at, path) in self.emptied(before, places) {
            settled.unset_at(at, &path);
        }
        for (table, key) in self.emptied_settings(before) {
            settled.put_setting(&table, &key, None);
        }
        for table in settled.hollow() {
            settled.toml.remove(&table);
        }
        settled
    }

    /// Whether nothing is in it that was emptied since an earlier text.
    #[must_use]
    pub fn is_settled(&self, before: &Self, places: &[Option<usize>]) -> bool {
        self.emptied(before, places).next().is_none()
            && self.emptied_settings(before).is_empty()
            && self.hollow().is_empty()
    }

    /// Whether a key of a profile is there and holds nothing, where that says nothing either.
    #[must_use]
    pub fn is_unsaid(&self, at: usize, path: &str) -> bool {
        let table = self.tables().and_then(|tables| tables.get(at));
        table.is_some_and(|table| empty_keys(table).iter().any(|key| key == path))
    }

    /// The same of a key beside the profiles.
    #[must_use]
    pub fn has_empty_setting(&self, table: &str, key: &str) -> bool {
        let table = self.toml.get(table).and_then(Item::as_table_like);
        table.and_then(|table| table.get(key)).is_some_and(is_empty)
    }

    /// The keys of profiles that were emptied, each with its profile's place.
    fn emptied(
        &self,
        before: &Self,
        places: &[Option<usize>],
    ) -> impl Iterator<Item = (usize, String)> {
        let tables = self.tables().into_iter().flatten().enumerate();
        let keys = tables
            .flat_map(|(at, table)| empty_keys(table).into_iter().map(move |path| (at, path)));
        keys.filter(|(at, path)| {
            let earlier = places.get(*at).copied().flatten();
            let item = earlier.and_then(|earlier| before.item_at(earlier, path));
            !item.is_some_and(is_void)
        })
    }

    /// The keys beside the profiles that were emptied, each with its table.
    fn emptied_settings(&self, before: &Self) -> Vec<(String, String)> {
        let mut emptied = Vec::new();
        for (name, item) in self.toml.iter() {
            let earlier = before.toml.get(name).and_then(Item::as_table_like);
            let was_empty = |key: &str| {
                earlier
                    .and_then(|table| table.get(key))
                    .is_some_and(is_empty)
            };
            let keys = item.as_table_like().into_iter().flat_map(TableLike::iter);
            let keys = keys.filter(|(key, item)| is_empty(item) && !was_empty(key));
            emptied.extend(keys.map(|(key, _)| (name.to_owned(), key.to_owned())));
        }
        emptied
    }

    /// The tables beside the profiles that were made here, and that hold nothing any more.
    fn hollow(&self) -> Vec<String> {
        let tables = self.toml.iter().filter(|(_, item)| {
            item.as_table()
                .is_some_and(|table| table.position().is_none() && table.is_empty())
        });
        tables.map(|(name, _)| name.to_owned()).collect()
    }

    fn without_profiles(&self) -> DocumentMut {
        let mut toml = DocumentMut::new();
        let beside = self.toml.iter().filter(|(key, _)| *key != super::PROFILE);
        for (key, item) in beside {
            toml.insert(key, item.clone());
        }
        toml
    }

    pub(super) fn tables(&self) -> Option<&ArrayOfTables> {
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

/// The keys of a profile that hold an empty text, where that says nothing: a name, a host and a secret's source that are
/// missing are a mistake of their own, and stay where they are.
fn empty_keys(table: &Table) -> Vec<String> {
    let mut paths = Vec::new();
    for (key, item) in table {
        if is_empty(item) && !["name", "host"].contains(&key) {
            paths.push(key.to_owned());
        }
        if !["spa", "server"].contains(&key) {
            continue;
        }
        let inner: Vec<(&str, &Item)> = item
            .as_table_like()
            .into_iter()
            .flat_map(TableLike::iter)
            .collect();
        let emptied = inner.iter().filter(|(_, item)| is_empty(item));
        let emptied: Vec<String> = emptied.map(|(inner, _)| format!("{key}.{inner}")).collect();
        if key == "server" && item.is_table_like() && emptied.len() == inner.len() {
            paths.push(key.to_owned());
        } else {
            paths.extend(emptied);
        }
    }
    paths
}

fn is_empty(item: &Item) -> bool {
    item.as_str().is_some_and(str::is_empty)
}

/// Whether it is an empty text, or a table of nothing else.
fn is_void(item: &Item) -> bool {
    let is_hollow = |table: &dyn TableLike| table.iter().all(|(_, item)| is_empty(item));
    is_empty(item) || item.as_table_like().is_some_and(is_hollow)
}

/// What lies at the end of a path through tables.
fn below<'t>(table: &'t mut dyn TableLike, path: &str) -> Option<&'t mut Item> {
    match path.split_once('.') {
        None => table.get_mut(path),
        Some((first, rest)) => below(table.get_mut(first)?.as_table_like_mut()?, rest),
    }
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
pub(super) fn own(table: &Table) -> &str {
    above(table.decor())[apart(table).len()..].trim_start_matches('\n')
}

pub(super) fn shown(item: &Item) -> String {
    match item {
        Item::Value(Value::String(text)) => text.value().clone(),
        Item::Value(Value::Integer(number)) => number.value().to_string(),
        Item::Value(Value::Boolean(flag)) => flag.value().to_string(),
        Item::Value(value) => value.clone().decorated("", "").to_string(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Has a table that stands in one line look as one does, after its keys have changed.
fn close_up(table: &mut Item) {
    if let Item::Value(Value::InlineTable(table)) = table {
        close_up_line(table);
    }
}

/// The same, unless it has comments or lines of its own.
pub(super) fn close_up_line(table: &mut InlineTable) {
    if !table.to_string().contains(['#', '\n']) {
        table.fmt();
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FILE, changed};
    use super::*;
    use crate::profile::Action;

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
        let file = Document::parse(FILE).unwrap();
        let settled = |document: &Document| document.settled(&file, &[Some(0), Some(1), Some(2)]);
        let text = settled(&document).text().to_string();
        assert_eq!(text, FILE.replace("a.example", ""));
        document.put_at(0, "check", 22.into());
        assert!(settled(&document).text().contains("check = 22"));
    }

    #[test]
    fn what_was_empty_already_stays() {
        let empty = FILE
            .replace(
                "\"b.example\"",
                "\"b.example\"\ngroup = \"\"\nserver = { kind = \"\" }",
            )
            .replace("\"all\"", "\"\"");
        let file = Document::parse(&empty).unwrap();
        let mut document = Document::parse(&empty).unwrap();
        document.move_to(1, 0);
        document.put_at(1, "check", "".into());
        let moved = document.settled(&file, &[Some(1), Some(0), Some(2)]);
        assert_eq!(moved.text_at(0, "server"), "{ kind = \"\" }");
        assert!(moved.text().contains("group = \"\""));
        assert!(moved.text().contains("notifications = \"\""));
        assert!(!moved.text().contains("check"));
        // Of another text, it is as if it had been emptied now.
        let alone = document.settled(&Document::default(), &[]);
        assert!(!alone.text().contains("\"\""));
    }
}
