//! Changes to a configuration's text that leave its comments and its order as they are: pure.

mod form;
mod leaves;
mod merge;
mod rows;
mod steps;
#[cfg(test)]
mod testing;

pub use merge::{Merged, Prefer};
pub use rows::StepRow;
pub use steps::StepChange;

use thiserror::Error;
use toml_edit::{
    Array, ArrayOfTables, Decor, DocumentMut, InlineTable, Item, RawString, Table, TableLike, Value,
};
use zeroize::Zeroizing;

use super::example::EXAMPLE;
use super::sequence_text::items;
use super::{SequenceTextError, decode_sequence};
use crate::profile::{Action, Field};

const PROFILE: &str = "profile";
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A configuration's text, to be changed; at first an empty one.
#[derive(Default)]
pub struct Document {
    toml: DocumentMut,
    /// Whether it begins as some editors on Windows begin a text; the parser passes that over.
    has_mark: bool,
    /// Whether its lines end as on Windows; here they end otherwise.
    has_returns: bool,
}

/// Why a text cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Not TOML.
    #[error("{0}")]
    Syntax(String),
    /// The profiles are not written as `[[profile]]`.
    #[error("the profiles are not written as `[[profile]]`")]
    InlineProfiles,
    /// No such profile in this text.
    #[error("there is no profile `{0}`")]
    NoProfile(String),
    /// A sequence of which a payload comes from elsewhere cannot be a secret as a whole.
    #[error("a payload of it comes from elsewhere")]
    PayloadElsewhere,
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// Where it is not TOML, or its profiles are written in a way that cannot be changed.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let first = text.split_inclusive('\n').next();
        let has_returns = first.is_some_and(|line| line.ends_with("\r\n"));
        let plain = has_returns.then(|| Zeroizing::new(text.replace("\r\n", "\n")));
        let plain = plain.as_ref().map_or(text, |plain| plain.as_str());
        let document: DocumentMut = plain.parse().map_err(|error: toml_edit::TomlError| {
            DocumentError::Syntax(error.message().to_owned())
        })?;
        match document.get(PROFILE) {
            None | Some(Item::ArrayOfTables(_)) => Ok(Self {
                toml: document,
                has_mark: text.starts_with(BYTE_ORDER_MARK),
                has_returns,
            }),
            Some(_) => Err(DocumentError::InlineProfiles),
        }
    }

    /// That of a file that is yet to be made: the commented example.
    ///
    /// # Errors
    ///
    /// Where the example could not be read, which its test rules out.
    pub fn example() -> Result<Self, DocumentError> {
        Self::parse(EXAMPLE)
    }

    /// The text with its changes.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(self.toml.to_string());
        if self.has_returns {
            text = Zeroizing::new(text.replace('\n', "\r\n"));
        }
        if self.has_mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text
    }

    /// Gives a profile's key a value; a comment beside it stays.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn set(&mut self, profile: &str, key: &str, value: Value) -> Result<(), DocumentError> {
        put(self.profile(profile)?, key, value);
        Ok(())
    }

    /// Takes a key out of a profile; says whether it was there. What stands above it stays: that may be another key that is
    /// out of use.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn unset(&mut self, profile: &str, key: &str) -> Result<bool, DocumentError> {
        let index = self.index(profile)?;
        Ok(self.unset_key(index, key))
    }

    fn unset_key(&mut self, index: usize, key: &str) -> bool {
        let Some(table) = self.table_at(index) else {
            return false;
        };
        let position = table.position();
        let left = take_key(table, key);
        if let Some(left) = left.as_ref().filter(|left| !left.is_empty()) {
            self.put_before_next(position, left);
        }
        left.is_some()
    }

    /// Takes a profile out, with the comment that stands right above it; one that an empty line sets apart stays.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn remove(&mut self, profile: &str) -> Result<(), DocumentError> {
        let index = self.index(profile)?;
        self.remove_at(index);
        Ok(())
    }

    /// The same, by its place among the profiles.
    pub fn remove_at(&mut self, index: usize) {
        let Some(profiles) = self.profiles() else {
            return;
        };
        let Some(table) = profiles.get(index) else {
            return;
        };
        let kept = apart(table).to_owned();
        let position = table.position();
        profiles.remove(index);
        if profiles.is_empty() {
            self.toml.remove(PROFILE);
        }
        if !kept.is_empty() {
            self.put_before_next(position, &kept);
        }
    }

    /// Copies a profile, to stand after all others.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn duplicate(&mut self, profile: &str, name: &str) -> Result<(), DocumentError> {
        let index = self.index(profile)?;
        let Some(profiles) = self.profiles() else {
            return Err(DocumentError::NoProfile(profile.to_owned()));
        };
        let mut copy = Table::new();
        if let Some(table) = profiles.get(index) {
            copy.clone_from(table);
        }
        // The comment above speaks of the other one.
        copy.decor_mut().set_prefix("\n");
        without_place(&mut copy);
        profiles.push(copy);
        let last = profiles.len() - 1;
        if let Some(table) = profiles.get_mut(last) {
            rename(table, name);
        }
        Ok(())
    }

    /// Adds a profile, to stand after all others.
    pub fn add(&mut self, mut profile: Table) {
        profile.decor_mut().set_prefix(self.gap());
        let profiles = self.toml.entry(PROFILE);
        let profiles = profiles.or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        if let Some(profiles) = profiles.as_array_of_tables_mut() {
            profiles.push(profile);
        }
    }

    /// What stands before a table that comes last; where there is nothing but comments, these.
    fn gap(&mut self) -> String {
        if !self.toml.is_empty() {
            return "\n".to_owned();
        }
        let comments = self.toml.trailing().as_str().unwrap_or("").to_owned();
        self.toml.set_trailing("");
        let gap = if comments.is_empty() { "" } else { "\n" };
        format!("{comments}{gap}")
    }

    /// Puts a profile in the place of the one that has its name; a comment above it stays.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn replace(&mut self, name: &str, mut profile: Table) -> Result<(), DocumentError> {
        let table = self.profile(name)?;
        *profile.decor_mut() = table.decor().clone();
        profile.set_position(table.position());
        *table = profile;
        Ok(())
    }

    /// Profiles of these names alone, as a text.
    #[must_use]
    pub fn excerpt(&self, names: &[&str]) -> Zeroizing<String> {
        let mut excerpt = DocumentMut::new();
        let mut tables = ArrayOfTables::new();
        let profiles = self.toml.get(PROFILE).and_then(Item::as_array_of_tables);
        for table in profiles.into_iter().flatten() {
            let name = table.get("name").and_then(Item::as_str);
            if name.is_some_and(|name| names.contains(&name)) {
                let mut table = table.clone();
                table
                    .decor_mut()
                    .set_prefix(if tables.is_empty() { "" } else { "\n" });
                without_place(&mut table);
                tables.push(table);
            }
        }
        excerpt.insert(PROFILE, Item::ArrayOfTables(tables));
        Zeroizing::new(excerpt.to_string())
    }

    /// The tables that are no profiles, without their comments.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, Table)> {
        let table = |key: &'static str| {
            let table = self.toml.get(key)?.clone().into_table().ok()?;
            let values = table.into_iter().filter_map(|(name, item)| {
                let value = item.into_value().ok()?;
                Some((name, Item::Value(value.decorated(" ", ""))))
            });
            Some((key, values.collect::<Table>()))
        };
        ["defaults", "agent", "interface", "log"]
            .into_iter()
            .filter_map(table)
            .collect()
    }

    /// Whether the root has such a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.toml.contains_key(key)
    }

    /// Takes over a table of the root, such as `[defaults]`.
    pub fn put_table(&mut self, key: &str, mut table: Table) {
        table.decor_mut().set_prefix(self.gap());
        self.toml.insert(key, Item::Table(table));
    }

    /// Gives a profile another name.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn rename(&mut self, profile: &str, name: &str) -> Result<(), DocumentError> {
        rename(self.profile(profile)?, name);
        Ok(())
    }

    /// Puts a value in the place of a secret that stands in the file.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn set_secret(
        &mut self,
        profile: &str,
        field: Field,
        value: Value,
    ) -> Result<(), DocumentError> {
        let table: &mut dyn TableLike = match field {
            Field::Sequence(_) | Field::Payload { .. } => self.profile(profile)?,
            Field::Key | Field::HmacKey => match self.packet(profile)? {
                Some(table) => table,
                None => return Ok(()),
            },
        };
        put(table, &field.to_string(), value);
        Ok(())
    }

    /// A sequence or a key that stands in the file, as a secret's text; `None` where it is not there.
    ///
    /// # Errors
    ///
    /// Where there is no such profile, or the sequence cannot be a secret as a whole.
    pub fn literal(
        &mut self,
        profile: &str,
        field: Field,
    ) -> Result<Option<Zeroizing<String>>, DocumentError> {
        match field {
            Field::Sequence(action) => self.literal_sequence(profile, action),
            Field::Payload { .. } => Ok(None),
            Field::Key | Field::HmacKey => {
                let packet = self.packet(profile)?;
                let key = packet.and_then(|table| table.get(&field.to_string())?.as_str());
                Ok(key.map(|key| Zeroizing::new(key.to_owned())))
            }
        }
    }

    /// Gives a key of a profile's `spa` table a value; says whether there is such a table.
    ///
    /// # Errors
    ///
    /// Where there is no such profile.
    pub fn set_in_packet(
        &mut self,
        profile: &str,
        key: &str,
        value: Value,
    ) -> Result<bool, DocumentError> {
        let Some(table) = self.packet(profile)? else {
            return Ok(false);
        };
        put(table, key, value);
        Ok(true)
    }

    /// A profile's `spa` table, however it is written.
    fn packet(&mut self, profile: &str) -> Result<Option<&mut dyn TableLike>, DocumentError> {
        let item = self.profile(profile)?.get_mut("spa");
        Ok(item.and_then(Item::as_table_like_mut))
    }

    fn literal_sequence(
        &mut self,
        profile: &str,
        action: Action,
    ) -> Result<Option<Zeroizing<String>>, DocumentError> {
        let item = self.profile(profile)?.get(action.word());
        // Steps that are written as `[[profile.open]]` are a list like any other.
        let Some(Ok(Value::Array(array))) = item.cloned().map(Item::into_value) else {
            return Ok(None);
        };
        let mut text = Zeroizing::new(String::new());
        for value in &array {
            if !text.is_empty() {
                text.push(',');
            }
            match value {
                Value::String(step) => text.push_str(step.value()),
                Value::InlineTable(table) => {
                    if table
                        .get("payload")
                        .is_some_and(|payload| !payload.is_str())
                    {
                        return Err(DocumentError::PayloadElsewhere);
                    }
                    let mut table = table.clone();
                    table.fmt();
                    let table = Zeroizing::new(table.to_string());
                    text.push_str(table.trim());
                }
                // However it is written: a secret's text has no other way than this one.
                Value::Integer(port) => text.push_str(&port.value().to_string()),
                other => text.push_str(other.clone().decorated("", "").to_string().trim()),
            }
        }
        Ok(Some(text))
    }

    fn profiles(&mut self) -> Option<&mut ArrayOfTables> {
        self.toml
            .get_mut(PROFILE)
            .and_then(Item::as_array_of_tables_mut)
    }

    fn index(&mut self, profile: &str) -> Result<usize, DocumentError> {
        let is_it = |table: &Table| table.get("name").and_then(Item::as_str) == Some(profile);
        let found = self
            .profiles()
            .and_then(|profiles| profiles.iter().position(is_it));
        found.ok_or_else(|| DocumentError::NoProfile(profile.to_owned()))
    }

    fn profile(&mut self, profile: &str) -> Result<&mut Table, DocumentError> {
        let index = self.index(profile)?;
        let found = self.profiles().and_then(|profiles| profiles.get_mut(index));
        found.ok_or_else(|| DocumentError::NoProfile(profile.to_owned()))
    }

    /// Puts comments before the table that comes after `position`, or at the end.
    fn put_before_next(&mut self, position: Option<isize>, comments: &str) {
        let mut tables: Vec<&mut Table> = Vec::new();
        for (_, item) in self.toml.iter_mut() {
            match item {
                Item::Table(table) => tables.push(table),
                Item::ArrayOfTables(array) => tables.extend(array.iter_mut()),
                _ => {}
            }
        }
        let next = tables
            .into_iter()
            .filter(|table| table.position() > position)
            .min_by_key(|table| table.position());
        match next {
            Some(table) => {
                let prefix = above(table.decor());
                // One empty line between them is enough.
                let comments = if prefix.starts_with('\n') && comments.ends_with("\n\n") {
                    comments.strip_suffix('\n').unwrap_or(comments)
                } else {
                    comments
                };
                let prefix = format!("{comments}{prefix}");
                table.decor_mut().set_prefix(prefix);
            }
            None => {
                let trailing = self.toml.trailing().as_str().unwrap_or("");
                self.toml.set_trailing(format!("{comments}{trailing}"));
            }
        }
    }
}

/// A sequence as a configuration has it.
///
/// # Errors
///
/// The first step that is none.
pub fn sequence_value(text: &str) -> Result<Value, SequenceTextError> {
    decode_sequence(text)?;
    let steps = items(text).into_iter().map(|item| {
        let item = item.trim();
        let written = item
            .starts_with(['{', '"', '\''])
            .then(|| item.parse().ok());
        written.flatten().unwrap_or_else(|| Value::from(item))
    });
    Ok(Value::Array(steps.collect::<Array>()))
}

/// `{ keyring = true }`
#[must_use]
pub fn keyring_value() -> Value {
    let mut table = InlineTable::new();
    table.insert("keyring", Value::from(true));
    Value::InlineTable(table)
}

/// Gives a key a value; a comment beside it stays.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        _ => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Takes a key out, and hands what stands above it to the next one; gives what is left of it where there is none, and
/// nothing where there is no such key.
fn take_key(table: &mut dyn TableLike, key: &str) -> Option<String> {
    let above = table
        .key(key)
        .map_or("", |key| above(key.leaf_decor()))
        .to_owned();
    let behind = table
        .iter()
        .skip_while(|(name, _)| *name != key)
        .skip(1)
        .find(|(_, item)| item.is_value())
        .map(|(name, _)| name.to_owned());
    table.remove(key)?;
    if above.trim().is_empty() {
        return Some(String::new());
    }
    match behind.and_then(|name| table.key_mut(&name)) {
        Some(mut next) => {
            let above = format!("{above}{}", self::above(next.leaf_decor()));
            next.leaf_decor_mut().set_prefix(above);
            Some(String::new())
        }
        None => Some(above),
    }
}

fn rename(table: &mut Table, name: &str) {
    if let Some(Item::Value(old)) = table.get_mut("name") {
        let mut value = Value::from(name);
        *value.decor_mut() = old.decor().clone();
        *old = value;
    }
}

/// Puts a table behind the one before it, with the tables in it.
fn without_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => without_place(table),
            Item::ArrayOfTables(array) => array.iter_mut().for_each(without_place),
            _ => {}
        }
    }
}

/// What stands above a key or a table.
fn above(decor: &Decor) -> &str {
    decor.prefix().and_then(RawString::as_str).unwrap_or("")
}

/// What stands above a table, but for the comment right above it.
fn apart(table: &Table) -> &str {
    let prefix = above(table.decor());
    let mut end = prefix.len();
    for line in prefix.split_inclusive('\n').rev() {
        if line.trim().is_empty() {
            break;
        }
        end -= line.len();
    }
    let apart = &prefix[..end];
    if apart.trim().is_empty() { "" } else { apart }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "\
# Mine since 2020.

# The first.
[[profile]]
name = \"a\" # A
host = \"a.example\"
open = [\"7000\", 8000, { port = 9000, delay = \"1s\" }] # secret

[defaults] # of all
delay = \"1s\"
# retries = 3

# The second,
# on two lines.
[[profile]]
name = \"b\"
host = \"b.example\"
open = [\"1\", { port = 2, protocol = \"udp\", payload = { env = \"X\" } }]
# the end
";

    fn changed(change: impl FnOnce(&mut Document)) -> String {
        let mut document = Document::parse(FILE).unwrap();
        change(&mut document);
        document.text().to_string()
    }

    #[test]
    fn nothing_changed_is_the_same_text() {
        assert_eq!(changed(|_| {}), FILE);
    }

    #[test]
    fn a_value_is_set_in_its_place_or_after_the_others() {
        let text = changed(|document| {
            document.set("a", "open", keyring_value()).unwrap();
            document.set("b", "check", Value::from(22)).unwrap();
            document.rename("a", "z").unwrap();
            assert!(document.unset("b", "host").unwrap());
            assert!(!document.unset("b", "host").unwrap());
        });
        let expected = FILE
            .replace(
                "[\"7000\", 8000, { port = 9000, delay = \"1s\" }] # secret",
                "{ keyring = true } # secret",
            )
            .replace("name = \"a\" # A", "name = \"z\" # A")
            .replace("host = \"b.example\"\n", "")
            .replace("\n# the end", "\ncheck = 22\n# the end");
        assert_eq!(text, expected);
    }

    #[test]
    fn what_stands_above_a_key_stays_when_it_goes() {
        const KEYS: &str = "\
[[profile]]
name = \"a\" # A
# Where it is.
host = \"a.example\" # that one

# retries = 3
check = 22
# group = \"Home\"
bind = \"wg0\"

[defaults]
";
        let mut document = Document::parse(KEYS).unwrap();
        for key in ["host", "bind", "check"] {
            assert!(document.unset("a", key).unwrap());
        }
        let kept =
            "[[profile]]\nname = \"a\" # A\n# Where it is.\n\n# retries = 3\n# group = \"Home\"\n";
        assert_eq!(*document.text(), format!("{kept}\n[defaults]\n"));
        let last = KEYS.replace("\n[defaults]\n", "");
        let mut document = Document::parse(&last).unwrap();
        assert!(document.unset("a", "bind").unwrap());
        assert_eq!(*document.text(), last.replace("bind = \"wg0\"\n", ""));
    }

    #[test]
    fn a_profile_goes_with_its_own_comment_alone() {
        let without_a = changed(|document| document.remove("a").unwrap());
        assert_eq!(
            without_a,
            "# Mine since 2020.\n\n[defaults] # of all\ndelay = \"1s\"\n# retries = 3\n\n\
             # The second,\n# on two lines.\n[[profile]]\nname = \"b\"\nhost = \"b.example\"\n\
             open = [\"1\", { port = 2, protocol = \"udp\", payload = { env = \"X\" } }]\n# the end\n"
        );
        let without_both = changed(|document| {
            document.remove("a").unwrap();
            document.remove("b").unwrap();
        });
        assert_eq!(
            without_both,
            "# Mine since 2020.\n\n[defaults] # of all\ndelay = \"1s\"\n# retries = 3\n\n# the end\n"
        );
    }

    #[test]
    fn lines_that_end_as_on_windows_stay_so() {
        let on_windows = |text: &str| text.replace('\n', "\r\n");
        let mut document = Document::parse(&on_windows(FILE)).unwrap();
        let mut plain = Document::parse(FILE).unwrap();
        for document in [&mut document, &mut plain] {
            document.duplicate("a", "c").unwrap();
            document.remove("a").unwrap();
            document.set("b", "check", Value::from(22)).unwrap();
        }
        assert_eq!(*document.text(), on_windows(&plain.text()));
    }

    #[test]
    fn a_copy_stands_at_the_end() {
        let text = changed(|document| document.duplicate("a", "c").unwrap());
        let copy = "\n[[profile]]\nname = \"c\" # A\nhost = \"a.example\"\n\
                    open = [\"7000\", 8000, { port = 9000, delay = \"1s\" }] # secret\n";
        let expected = FILE.replace("\n# the end\n", &format!("\n{copy}# the end\n"));
        assert_eq!(text, expected);
    }

    #[test]
    fn a_literal_sequence_is_a_secrets_text() {
        let mut document = Document::parse(FILE).unwrap();
        let text = document
            .literal("a", Field::Sequence(Action::Open))
            .unwrap()
            .unwrap();
        assert_eq!(*text, "7000,8000,{ port = 9000, delay = \"1s\" }");
        assert_eq!(decode_sequence(&text).unwrap().steps().len(), 3);
        assert_eq!(
            document
                .literal("a", Field::Sequence(Action::Close))
                .unwrap(),
            None
        );
        assert_eq!(
            document
                .literal("b", Field::Sequence(Action::Open))
                .unwrap_err(),
            DocumentError::PayloadElsewhere
        );
    }

    #[test]
    fn tables_of_their_own_go_with_their_profile() {
        const TABLES: &str = "\
[[profile]]
name = \"a\"
host = \"a.example\"
# From my wallet.
[profile.open]
keyring = true
[[profile.close]]
port = 7000
[[profile.close]]
port = 8000
protocol = \"udp\"

[[profile]]
name = \"b\"
host = \"b.example\"
[[profile.open]]
port = 1
";
        let mut document = Document::parse(TABLES).unwrap();
        assert_eq!(
            document
                .literal("a", Field::Sequence(Action::Open))
                .unwrap(),
            None
        );
        let text = document
            .literal("a", Field::Sequence(Action::Close))
            .unwrap()
            .unwrap();
        assert_eq!(*text, "{ port = 7000 },{ port = 8000, protocol = \"udp\" }");
        assert_eq!(decode_sequence(&text).unwrap().steps().len(), 2);

        document.duplicate("a", "c").unwrap();
        let (first, _) = TABLES.split_once("\n\n").unwrap();
        let copy = first.replace("\"a\"", "\"c\"");
        assert_eq!(*document.text(), format!("{TABLES}\n{copy}\n"));

        document.set("a", "close", keyring_value()).unwrap();
        document.remove("b").unwrap();
        let (beginning, _) = first.split_once("# From").unwrap();
        let expected = format!(
            "{beginning}close = {{ keyring = true }}\n# From my wallet.\n[profile.open]\nkeyring = true\n\n{copy}\n"
        );
        assert_eq!(*document.text(), expected);
    }

    #[test]
    fn a_sequence_is_written_as_the_file_has_it() {
        let value = sequence_value("7000, 8000:udp,{ port = 1, delay = \"1s\" }").unwrap();
        assert_eq!(
            value.to_string(),
            "[\"7000\", \"8000:udp\", { port = 1, delay = \"1s\" }]"
        );
        let value = sequence_value("[\"7000\", 8000]").unwrap();
        assert_eq!(value.to_string(), "[\"7000\", \"8000\"]");
        assert!(sequence_value("0").is_err());
    }

    #[test]
    fn what_cannot_be_changed_is_said() {
        let error = |text: &str| Document::parse(text).err().unwrap();
        assert!(matches!(error("a ="), DocumentError::Syntax(_)));
        assert_eq!(
            error("profile = [{ name = \"a\" }]"),
            DocumentError::InlineProfiles
        );
        let mut document = Document::parse(FILE).unwrap();
        assert_eq!(
            document.remove("x").unwrap_err(),
            DocumentError::NoProfile("x".to_owned())
        );
    }

    proptest! {
        #[test]
        fn what_is_not_changed_is_the_same_text(text in r#"([a-c]|profile|name|=|\[{1,2}|\]{1,2}|[\n {}.,#"'1é]){0,24}"#) {
            // The last line gets its end.
            let text = format!("{text}\n");
            for text in [&text, &format!("{BYTE_ORDER_MARK}{text}"), &text.replace('\n', "\r\n")] {
                if let Ok(document) = Document::parse(text) {
                    prop_assert_eq!(&*document.text(), text);
                }
            }
        }
    }
}
