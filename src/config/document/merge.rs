//! Two changes of one text brought together: pure.

use std::collections::HashMap;

use toml_edit::{Item, Value};
use zeroize::Zeroizing;

use super::{Document, without_place};

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
        let bodies = [base, ours, theirs].map(Self::bodies);
        let [of_base, of_ours, of_theirs] = &bodies;
        let mut names = base.profile_names();
        names.extend(ours.profile_names());
        names.dedup();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                continue;
            }
            let [before, our, their] =
                [of_base, of_ours, of_theirs].map(|bodies| bodies.get(name.as_str()));
            if our == before || our == their {
                continue;
            }
            if their != before {
                merged.conflicts.push(name.clone());
                if prefer == Prefer::Theirs {
                    continue;
                }
            }
            merged.document.take_over(ours, name);
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

    fn bodies(&self) -> HashMap<String, Zeroizing<String>> {
        (0..self.count())
            .map(|at| (self.text_at(at, "name"), self.body(at)))
            .collect()
    }

    /// Has a profile as it is in another text, or not where it is not there.
    fn take_over(&mut self, ours: &Self, name: &str) {
        let here = self.profile_names().iter().position(|one| one == name);
        let there = ours.profile_names().iter().position(|one| one == name);
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
                self.add(table);
            }
            (None, None) => {}
        }
    }

    /// Where we alone changed the order of the profiles, it is ours.
    fn order_as(&mut self, base: &Self, ours: &Self) {
        let common = |one: &Self, others: [&[String]; 2]| {
            let mut names = one.profile_names();
            names.retain(|name| others.iter().all(|other| other.contains(name)));
            names
        };
        let [of_base, of_ours, of_here] = [base, ours, self].map(Self::profile_names);
        let before = common(base, [&of_ours, &of_here]);
        let our = common(ours, [&of_base, &of_here]);
        let their = common(self, [&of_base, &of_ours]);
        if our == before || their != before {
            return;
        }
        for (to, name) in of_ours
            .iter()
            .filter(|name| of_here.contains(name))
            .enumerate()
        {
            let here = self.profile_names();
            if let Some(from) = here.iter().position(|one| one == name) {
                self.move_to(from, to);
            }
        }
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
}
