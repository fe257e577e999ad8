//! Two changes of one text brought together: pure.

use std::collections::{HashMap, HashSet};

use toml_edit::{Item, Value};
use zeroize::Zeroizing;

use super::form::own;
use super::{Document, above, without_place};

/// A profile's name, and the how manieth of this name it is.
type Key = (String, usize);

/// The tables beside the profiles that are brought together key by key.
const TABLES: [&str; 4] = ["defaults", "agent", "log", "interface"];

/// Whose change counts where both changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefer {
    /// Ours.
    Ours,
    /// The other's.
    Theirs,
}

/// Two changes of one text brought together.
pub struct Merged {
    /// The text of the other, with our changes.
    pub document: Document,
    /// What both changed, and not to the same: profiles by name, and keys such as `agent.close_on`.
    pub conflicts: Vec<String>,
}

impl Document {
    /// Brings our change of a text and another's together: profile by profile, and of the other tables key by key.
    /// Comments, order and whatever else stands in the text are the other's.
    #[must_use]
    pub fn merge(base: &Self, ours: &Self, theirs: &Self, prefer: Prefer) -> Merged {
        let mut merged = Merged {
            document: theirs.copy(),
            conflicts: Vec::new(),
        };
        let texts = [base, ours, theirs].map(Self::bodies);
        let keys = [base, ours].map(Self::keys);
        let mut done = HashSet::new();
        for key in keys.iter().flatten().filter(|key| done.insert(*key)) {
            let [before, our, their] = [0, 1, 2].map(|text: usize| texts[text].get(key));
            if our == before || our == their {
                continue;
            }
            if their != before {
                merged.conflicts.push(key.0.clone());
                if prefer == Prefer::Theirs {
                    continue;
                }
            }
            merged.document.take_over(ours, key);
        }
        for table in TABLES {
            merged.take_settings([base, ours, theirs], table, prefer);
        }
        merged.document.order_as(base, ours);
        merged
    }

    /// The profiles' names, in order; empty where there is none.
    #[must_use]
    pub fn profile_names(&self) -> Vec<String> {
        (0..self.count())
            .map(|at| self.text_at(at, "name"))
            .collect()
    }

    /// What tells the profiles apart: a name that is there twice is a mistake, and both are kept.
    fn keys(&self) -> Vec<Key> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let names = self.profile_names().into_iter();
        names
            .map(|name| {
                let count = counts.entry(name.clone()).or_default();
                *count += 1;
                (name, *count)
            })
            .collect()
    }

    fn bodies(&self) -> HashMap<Key, Zeroizing<String>> {
        let keys = self.keys().into_iter().enumerate();
        keys.map(|(at, key)| (key, self.body(at))).collect()
    }

    /// Has a profile as it is in another text, or not where it is not there.
    fn take_over(&mut self, ours: &Self, key: &Key) {
        let here = self.keys().iter().position(|one| one == key);
        let of_ours = ours.keys();
        let there = of_ours.iter().position(|one| one == key);
        let table = there.and_then(|at| ours.tables()?.get(at)).cloned();
        match (here, table) {
            (Some(at), None) => self.remove_at(at),
            (Some(at), Some(mut table)) => {
                if let Some(old) = self.table_at(at) {
                    without_place(&mut table);
                    *table.decor_mut() = old.decor().clone();
                    table.set_position(old.position());
                    *old = table;
                }
            }
            (None, Some(mut table)) => {
                without_place(&mut table);
                let comment = own(&table).to_owned();
                self.add(table);
                self.comment_last(&comment);
                let (earlier, later) = of_ours.split_at(there.unwrap_or_default());
                self.move_last_between(earlier, later);
            }
            (None, None) => {}
        }
    }

    /// Moves the last profile behind the nearest one of the earlier ones that is there, or else before one of the later ones.
    fn move_last_between(&mut self, earlier: &[Key], later: &[Key]) {
        let last = self.count().saturating_sub(1);
        let keys = self.keys().into_iter().take(last).enumerate();
        let at: HashMap<Key, usize> = keys.map(|(at, key)| (key, at)).collect();
        let behind = earlier.iter().rev().find_map(|key| at.get(key));
        let before = later.iter().find_map(|key| at.get(key));
        if let Some(to) = behind.map(|at| at + 1).or(before.copied()) {
            self.move_to(last, to);
        }
    }

    /// Puts a comment above the last profile.
    fn comment_last(&mut self, comment: &str) {
        let last = self.count().saturating_sub(1);
        if let Some(table) = self.table_at(last) {
            let prefix = format!("{}{comment}", above(table.decor()));
            table.decor_mut().set_prefix(prefix);
        }
    }

    /// Where we alone changed the order of the profiles, it is ours.
    fn order_as(&mut self, base: &Self, ours: &Self) {
        let [of_base, of_ours, of_here] = [base, ours, self].map(Self::keys);
        let [in_base, in_ours, in_here] =
            [&of_base, &of_ours, &of_here].map(|keys| keys.iter().collect::<HashSet<_>>());
        let common = |keys: &'_ [Key]| -> Vec<Key> {
            let is_common = |key: &&Key| {
                in_base.contains(key) && in_ours.contains(key) && in_here.contains(key)
            };
            keys.iter().filter(is_common).cloned().collect()
        };
        let before = common(&of_base);
        if common(&of_ours) == before || common(&of_here) != before {
            return;
        }
        // Theirs keep their places; the others change places among themselves.
        let at: HashMap<&Key, usize> = of_here
            .iter()
            .enumerate()
            .map(|(at, key)| (key, at))
            .collect();
        let mut our = of_ours.iter().filter_map(|key| at.get(key).copied());
        let order = of_here.iter().enumerate().map(|(at, key)| {
            let is_common = in_ours.contains(key);
            is_common.then(|| our.next()).flatten().unwrap_or(at)
        });
        let order: Vec<usize> = order.collect();
        self.arrange(&order);
    }

    fn values(&self, table: &str) -> Vec<(String, Value)> {
        let table = self.toml.get(table).and_then(Item::as_table_like);
        let items = table.into_iter().flat_map(toml_edit::TableLike::iter);
        items
            .filter_map(|(key, item)| {
                let value = item.clone().into_value().ok()?;
                Some((key.to_owned(), value.decorated("", "")))
            })
            .collect()
    }
}

impl Merged {
    fn take_settings(&mut self, texts: [&Document; 3], table: &str, prefer: Prefer) {
        let values = texts.map(|one| one.values(table));
        let mut keys: Vec<&String> = values[..2].iter().flatten().map(|(key, _)| key).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let [before, our, their] = [0, 1, 2].map(|text: usize| {
                let found = values[text].iter().find(|(name, _)| name == key);
                found.map(|(_, value)| value.to_string())
            });
            if our == before || our == their {
                continue;
            }
            if their != before {
                self.conflicts.push(format!("{table}.{key}"));
                if prefer == Prefer::Theirs {
                    continue;
                }
            }
            let value = values[1].iter().find(|(name, _)| name == key);
            let value = value.map(|(_, value)| value.clone().decorated(" ", ""));
            self.document.put_setting(table, key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const BASE: &str = "\
# mine
[agent]
notifications = \"all\"

[[profile]]
name = \"a\"
host = \"a.example\"
open = [\"1\"]

[[profile]]
name = \"b\"
host = \"b.example\"
open = [\"2\"]
";

    fn merged(ours: &str, theirs: &str, prefer: Prefer) -> (String, Vec<String>) {
        let [base, ours, theirs] = [BASE, ours, theirs].map(|text| Document::parse(text).unwrap());
        let merged = Document::merge(&base, &ours, &theirs, prefer);
        (merged.document.text().to_string(), merged.conflicts)
    }

    #[rstest]
    #[case(Prefer::Ours)]
    #[case(Prefer::Theirs)]
    fn changes_of_different_things_are_both_made(#[case] prefer: Prefer) {
        let ours = BASE
            .replace("a.example", "ours.example")
            .replace("\"all\"", "\"none\"");
        let theirs = BASE
            .replace("b.example", "theirs.example")
            .replace("# mine", "# theirs");
        let both = theirs
            .replace("a.example", "ours.example")
            .replace("\"all\"", "\"none\"");
        assert_eq!(merged(&ours, &theirs, prefer), (both, Vec::new()));
        assert_eq!(merged(&ours, BASE, prefer), (ours.clone(), Vec::new()));
        assert_eq!(merged(BASE, &theirs, prefer), (theirs, Vec::new()));
        assert_eq!(merged(&ours, &ours, prefer), (ours, Vec::new()));
    }

    #[test]
    fn changes_of_the_same_are_asked_about() {
        let ours = BASE
            .replace("a.example", "ours.example")
            .replace("\"all\"", "\"none\"");
        let theirs = BASE
            .replace("a.example", "theirs.example")
            .replace("\"all\"", "\"failures\"");
        let conflicts = ["a", "agent.notifications"].map(str::to_owned).to_vec();
        assert_eq!(
            merged(&ours, &theirs, Prefer::Ours),
            (ours.clone(), conflicts.clone())
        );
        assert_eq!(
            merged(&ours, &theirs, Prefer::Theirs),
            (theirs.clone(), conflicts)
        );
    }

    #[test]
    fn profiles_come_and_go() {
        let b = BASE.find("\n[[profile]]\nname = \"b\"").unwrap();
        let without_b = &BASE[..b];
        let more = "\n[[profile]]\nname = \"c\"\nhost = \"c.example\"\nopen = [\"3\"]\n";
        let with_c = format!("{BASE}{more}");
        assert_eq!(
            merged(without_b, &with_c, Prefer::Ours),
            (format!("{without_b}{more}"), Vec::new())
        );
        assert_eq!(
            merged(&with_c, without_b, Prefer::Ours),
            (format!("{without_b}{more}"), Vec::new())
        );
        let changed = BASE.replace("b.example", "other.example");
        let b_alone = vec!["b".to_owned()];
        assert_eq!(
            merged(&changed, without_b, Prefer::Ours),
            (changed.clone(), b_alone.clone())
        );
        assert_eq!(
            merged(&changed, without_b, Prefer::Theirs),
            (without_b.to_owned(), b_alone)
        );
    }

    #[test]
    fn an_order_that_we_alone_changed_is_kept() {
        let mut ours = Document::parse(BASE).unwrap();
        ours.move_to(1, 0);
        let theirs = BASE.replace("b.example", "theirs.example");
        let (text, conflicts) = merged(&ours.text(), &theirs, Prefer::Ours);
        assert_eq!(conflicts, Vec::<String>::new());
        let text = Document::parse(&text).unwrap();
        assert_eq!(text.profile_names(), ["b", "a"]);
        assert_eq!(text.text_at(0, "host"), "theirs.example");
    }

    /// Some of four profiles, in any order, some of them changed.
    fn any_file() -> impl Strategy<Value = String> {
        let profiles = Just(vec!["a", "b", "c", "d"]).prop_shuffle();
        (profiles, prop::collection::vec(1..4_u8, 0..5)).prop_map(|(names, ports)| {
            let profile = |(name, port): (&str, u8)| {
                format!("# Of {name}.\n[[profile]]\nname = \"{name}\"\nopen = [{port}]\n\n")
            };
            names.into_iter().zip(ports).map(profile).collect()
        })
    }

    proptest! {
        #[test]
        fn what_one_side_or_both_did_is_what_comes_of_it(base in any_file(), changed in any_file()) {
            let [base, same, ours, theirs] =
                [&base, &base, &changed, &changed].map(|text| Document::parse(text).unwrap());
            for (ours, theirs) in [(&ours, &theirs), (&same, &theirs)] {
                let merged = Document::merge(&base, ours, theirs, Prefer::Ours);
                prop_assert_eq!(&*merged.document.text(), &changed);
                prop_assert_eq!(merged.conflicts, Vec::<String>::new());
            }
            let merged = Document::merge(&base, &ours, &same, Prefer::Ours);
            prop_assert_eq!(merged.document.bodies(), ours.bodies());
            prop_assert_eq!(merged.conflicts, Vec::<String>::new());
        }
    }
}
