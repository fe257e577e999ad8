//! What the tests of the formats in JSON have in common.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use toml_edit::{ArrayOfTables, DocumentMut, Item};

use crate::config::{decode, encode_profile};
use crate::interop::import::{Entry, Fault, Format, Import, Note};
use crate::profile::Settings;
use crate::text::Catalogue;

/// A port that stands nowhere but in sequences.
const SECRET_PORT: &str = "61871";

/// The profiles, as a configuration has them.
pub(in crate::interop::import) fn toml(import: &Import) -> String {
    let entries = import.entries.iter();
    let tables: ArrayOfTables = entries
        .map(|Entry { profile, .. }| encode_profile(profile, &Settings::default()))
        .collect();
    let mut document = DocumentMut::new();
    document.insert("profile", Item::ArrayOfTables(tables));
    document.to_string()
}

/// The notes, each in a line: `4 (Home): …`, and `4 (Home) is left out: …`.
pub(in crate::interop::import) fn said(import: &Import) -> Vec<String> {
    let words = Catalogue::english();
    let line = |note: &Note| {
        let name = match (&note.name, note.is_skipped) {
            (Some(name), true) => format!(" ({name}) is left out"),
            (Some(name), false) => format!(" ({name})"),
            (None, _) => String::new(),
        };
        format!("{}{name}: {}", note.line, note.reason.line(&words))
    };
    import.notes.iter().map(line).collect()
}

/// Why a file is not read, and where.
pub(in crate::interop::import) fn fault(read: Result<Import, Fault>) -> String {
    match read {
        Err(Fault::Broken { line, reason }) => {
            format!("{line}: {}", reason.line(&Catalogue::english()))
        }
        other => panic!("{other:?}"),
    }
}

/// A good file of this format, cut at every byte, is a broken one of it.
pub(in crate::interop::import) fn holds_wherever_it_is_cut(
    format: Format,
    text: &str,
    first_key: &str,
    read: impl Fn(&str) -> Result<Import, Fault>,
) {
    let text = text.trim_end();
    assert_eq!(Format::of(text), Some(format));
    let known_from = text.find(first_key).unwrap() + first_key.len() + "\":".len();
    for at in 0..text.len() {
        let cut = String::from_utf8_lossy(&text.as_bytes()[..at]);
        match read(&cut) {
            Err(Fault::Broken { line, .. }) => {
                assert_eq!(line, 1 + cut.matches('\n').count(), "{cut}");
            }
            other => panic!("{other:?} of {cut}"),
        }
        if at >= known_from {
            assert_eq!(Format::of(&cut), Some(format), "{cut}");
        }
    }
}

/// Files of a format, with any of the values that a key might have.
pub(in crate::interop::import) fn anything(
    list: &'static str,
    [name, host]: [&'static str; 2],
    keys: &[&'static str],
) -> BoxedStrategy<String> {
    let names = one_of(&[
        "\"Home open\"",
        "\"Home close\"",
        "\"@\"",
        "\"\"",
        "null",
        "3",
    ]);
    let hosts = one_of(&[
        "\"host.example\"",
        "\"::1\"",
        "\"\"",
        "null",
        "\"a b\"",
        "[]",
    ]);
    let step = members(&STEP_KEYS, one_of(&PLAIN))
        .prop_map(|members| object(&members))
        .boxed();
    let row = list_of(one_of(&PLAIN));
    let steps = list_of(prop_oneof![step, row, one_of(&PLAIN)].boxed());
    let value = prop_oneof![one_of(&PLAIN), steps].boxed();
    let keys = [keys, &[SECRET_PORT, "surprise"]].concat();
    let entry = (names, hosts, members(&keys, value.clone()))
        .prop_map(move |(named, at, mut members)| {
            members.insert(0, format!("\"{name}\": {named}"));
            members.insert(1, format!("\"{host}\":\n{at}"));
            object(&members)
        })
        .boxed();
    let entries = list_of(prop_oneof![8 => entry, 1 => value.clone()].boxed());
    (
        entries,
        members(&["version", "Mappings", "last_used"], value),
    )
        .prop_map(move |(entries, mut members)| {
            members.push(format!("\"{list}\": {entries}"));
            object(&members)
        })
        .boxed()
}

const STEP_KEYS: [&str; 10] = [
    "type",
    "port",
    "Protocol",
    "icmp_size",
    "icmp_count",
    "content",
    "encoding",
    "udp_payload_size",
    "surprise",
    SECRET_PORT,
];

const PLAIN: [&str; 31] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "2",
    "-1",
    "1.5",
    "1e999",
    "99999999999999999999",
    "\"\"",
    "\" \"",
    "\"udp\"",
    "\"UDP\"",
    "\"tcp\"",
    "\"icmp\"",
    "\"PORT\"",
    "\"hex\"",
    "\"base64\"",
    "\"host.example\"",
    "\"\\ud800\"",
    "\"a\\u0000b\"",
    "\"x://{host}\"",
    "\"nan\"",
    "61871",
    "\"61871\"",
    "\"061871:udp\"",
    "\"61871tcp\"",
    "\"host.example:61871\"",
    "[]",
    "{}",
];

fn one_of(texts: &[&'static str]) -> BoxedStrategy<String> {
    select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

fn list_of(item: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let items = prop::collection::vec(item, 0..4);
    items
        .prop_map(|items| format!("[{}]", items.join(", ")))
        .boxed()
}

fn members(keys: &[&'static str], value: BoxedStrategy<String>) -> BoxedStrategy<Vec<String>> {
    let member = (one_of(keys), value).prop_map(|(key, value)| format!("\"{key}\": {value}"));
    prop::collection::vec(member, 0..8).boxed()
}

fn object(members: &[String]) -> String {
    format!("{{{}}}", members.join(",\n"))
}

/// What holds of every file: what is read of it is good in a configuration, and nothing that is said repeats a port.
pub(in crate::interop::import) fn holds_of(text: &str, read: Result<Import, Fault>) {
    let lines = 1 + text.matches('\n').count();
    match read {
        Ok(mut import) => {
            let of_notes = import.notes.iter().map(|note| note.line);
            assert!(of_notes.clone().is_sorted());
            assert!(of_notes.clone().all(|line| 1 <= line && line <= lines));
            for line in said(&import) {
                assert!(!line.contains(SECRET_PORT), "{line}");
            }
            for entry in std::mem::take(&mut import.entries) {
                import.entries = vec![entry];
                let written = toml(&import);
                let good = decode(&written, Path::new(""));
                assert!(good.is_ok(), "{written}of\n{text}");
            }
        }
        broken => {
            let said = fault(broken);
            let (line, said) = said.split_once(": ").unwrap();
            assert!((1..=lines).contains(&line.parse().unwrap()));
            assert!(!said.contains(SECRET_PORT), "{said}");
        }
    }
}
