//! Where the keys of a configuration's text stand: what has been decoded has no places any more.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The fields of a profile that are secrets where they stand in the text itself: as a list, and as a text.
const SEQUENCES: [&str; 2] = ["open", "close"];
const KEYS: [&str; 2] = ["key", "hmac_key"];

/// Where the keys of a text stand.
pub(crate) struct Places<'s> {
    source: &'s str,
    root: Spanned<DeTable<'s>>,
}

impl<'s> Places<'s> {
    /// Those of this text, as far as it can be read.
    pub fn of(source: &'s str) -> Self {
        let (root, _) = DeTable::parse_recoverable(source);
        Self { source, root }
    }

    /// A key of a profile, such as `delay`, or `spa.hmac`.
    pub fn of_profile(&self, profile: &str, key: &str) -> Option<Range<usize>> {
        let is_it = |table: &&DeTable| match table.get("name").map(Spanned::get_ref) {
            Some(DeValue::String(name)) => name == profile,
            _ => false,
        };
        place(self.profiles().find(is_it)?, key)
    }

    /// A key of `[defaults]`.
    pub fn of_default(&self, key: &str) -> Option<Range<usize>> {
        place(table(self.root.get_ref().get("defaults")?)?, key)
    }

    /// Whether any of the lines that this is in holds a secret, or a part of one.
    pub fn is_beside_secret(&self, place: &Range<usize>) -> bool {
        let start = self.source[..place.start]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let rest = &self.source[place.end..];
        let end = place.end + rest.find('\n').unwrap_or(rest.len());
        let mut secrets = self.profiles().flat_map(secrets);
        secrets.any(|secret| secret.start < end && start < secret.end)
    }

    fn profiles(&self) -> impl Iterator<Item = &DeTable<'s>> {
        let list = match self.root.get_ref().get("profile").map(Spanned::get_ref) {
            Some(DeValue::Array(list)) => &list[..],
            _ => &[],
        };
        list.iter().filter_map(table)
    }
}

fn place(within: &DeTable, key: &str) -> Option<Range<usize>> {
    match key.split_once('.') {
        None => Some(within.get_key_value(key)?.0.span()),
        Some((outer, inner)) => place(table(within.get(outer)?)?, inner),
    }
}

fn table<'t, 's>(value: &'t Spanned<DeValue<'s>>) -> Option<&'t DeTable<'s>> {
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// Where the secrets of a profile stand.
fn secrets(profile: &DeTable) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for value in SEQUENCES.iter().filter_map(|key| profile.get(*key)) {
        if matches!(value.get_ref(), DeValue::Array(_)) {
            collect(value, &mut found);
        }
    }
    if let Some(spa) = profile.get("spa").and_then(table) {
        let keys = KEYS.iter().filter_map(|key| spa.get(*key));
        let is_text = |value: &&Spanned<DeValue>| matches!(value.get_ref(), DeValue::String(_));
        found.extend(keys.filter(is_text).map(Spanned::span));
    }
    found
}

/// A value and all that is in it: steps that are tables of their own lie outside the list that they make.
fn collect(value: &Spanned<DeValue>, found: &mut Vec<Range<usize>>) {
    found.push(value.span());
    match value.get_ref() {
        DeValue::Array(list) => list.iter().for_each(|item| collect(item, found)),
        DeValue::Table(table) => table.values().for_each(|item| collect(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const FILE: &str = r#"
[defaults]
delay = "1s"

[[profile]]
name = "a"
host = "a.example"
open = [
    "7000",
    "8000",
]
check = 22

[[profile]]
name = "b"
host = "b.example"
spa = { access = "tcp/22", key = "text:x", hmac = "none" }
[[profile]]
name = "c"
host = "c.example"
delay = "2s"
open = { keyring = true }
[profile.spa]
hmac = "none"
key = { keyring = true }
[[profile.close]]
port = 7000
"#;

    fn shown(span: Option<Range<usize>>) -> Option<(usize, &'static str)> {
        let span = span?;
        let line = FILE[..span.start].matches('\n').count();
        Some((line + 1, &FILE[span]))
    }

    #[rstest]
    #[case("a", "name", Some((6, "name")))]
    #[case("a", "check", Some((12, "check")))]
    #[case("b", "spa.hmac", Some((17, "hmac")))]
    #[case("c", "spa.hmac", Some((24, "hmac")))]
    #[case("c", "delay", Some((21, "delay")))]
    #[case("a", "delay", None)]
    #[case("a", "spa.hmac", None)]
    #[case("x", "name", None)]
    fn a_key_is_found(
        #[case] profile: &str,
        #[case] key: &str,
        #[case] place: Option<(usize, &str)>,
    ) {
        assert_eq!(shown(Places::of(FILE).of_profile(profile, key)), place);
    }

    #[test]
    fn a_default_is_found() {
        let places = Places::of(FILE);
        assert_eq!(shown(places.of_default("delay")), Some((3, "delay")));
        assert_eq!(shown(places.of_default("family")), None);
        assert_eq!(shown(Places::of("").of_default("delay")), None);
    }

    #[test]
    fn lines_with_a_secret_are_known() {
        let places = Places::of(FILE);
        let mut start = 0;
        let mut beside = Vec::new();
        for (index, line) in FILE.split_inclusive('\n').enumerate() {
            if places.is_beside_secret(&(start..start)) {
                beside.push(index + 1);
            }
            start += line.len();
        }
        assert_eq!(beside, [8, 9, 10, 11, 17, 26, 27]);
    }
}
