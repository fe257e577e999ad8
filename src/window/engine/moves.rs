//! What becomes of the keyring's entries when profiles get other names, are copied, or go.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::profile::{Field, Profile};

/// What becomes of the keyring's entries when profiles get other names, are copied, or go. The copies are made before
/// the file is written and the rest is forgotten after: whenever this is broken off, every profile in the file has its own,
/// unless names change in a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// From an account to another one.
    pub copies: Vec<(String, String)>,
    /// Accounts that nothing needs afterwards, unless something that is open does.
    pub unused: Vec<String>,
}

impl Moves {
    /// What a change of a configuration needs. `names` says of each profile that is in the user's own file afterwards which
    /// name it had, or which profile it was copied from.
    #[must_use]
    pub fn between(before: &Config, after: &Config, names: &[(Option<String>, String)]) -> Self {
        let stays = |name: &String| names.contains(&(Some(name.clone()), name.clone()));
        let mut renamed: HashSet<&String> = HashSet::new();
        let mut copies = Vec::new();
        for (old, new) in names {
            let Some(old) = old.as_ref().filter(|old| *old != new) else {
                continue;
            };
            // A profile that does not stay goes on under the first of its new names; any other one is a copy.
            let is_copy = stays(old) || !renamed.insert(old);
            if let (Some(old), Some(new)) = (before.profile(old), after.profile(new)) {
                copies.extend(copies_of(old, new, is_copy));
            }
        }
        Self {
            copies,
            unused: unused(before, after),
        }
    }

    /// Adds what a profile needs that was given secrets before it had its name of now: `kept` are the accounts that they
    /// were given to, `used` those that any profile uses afterwards.
    pub fn follow(&mut self, profile: &Profile, kept: &[(Field, String)], used: &HashSet<String>) {
        let own: BTreeMap<Field, String> = profile.own_accounts().collect();
        for (field, from) in kept {
            let Some(to) = own.get(field) else {
                continue;
            };
            // What it was given last is what it is to have, whatever an earlier name of it had.
            self.copies.retain(|(_, copied)| copied != to);
            // A list goes to one profile alone.
            let has_gone = used.contains(from) || self.copies.iter().any(|(one, _)| one == from);
            if to != from && !(has_gone && profile.is_list(*field)) {
                self.copies.push((from.clone(), to.clone()));
            }
        }
    }
}

/// The entries that bear a profile's name, to where it looks for them under another one.
fn copies_of(old: &Profile, new: &Profile, is_copy: bool) -> Vec<(String, String)> {
    let targets: BTreeMap<Field, String> = new.own_accounts().collect();
    let own = old.own_accounts();
    // Two lists for one server would each use up what the other one counts on.
    let moved = own.filter(|(field, _)| !(is_copy && old.is_list(*field)));
    let pairs = moved.filter_map(|(field, from)| Some((from, targets.get(&field)?.clone())));
    pairs.collect()
}

/// The entries of the user's own profiles that bear their names and that nothing uses afterwards.
fn unused(before: &Config, after: &Config) -> Vec<String> {
    let used: HashSet<String> = after
        .profiles
        .iter()
        .flat_map(|profile| profile.accounts())
        .map(|(_, account)| account)
        .collect();
    let is_own = |profile: &&Arc<Profile>| profile.origin.is_none();
    let own = before.profiles.iter().filter(is_own);
    own.flat_map(|profile| profile.own_accounts())
        .map(|(_, account)| account)
        .filter(|account| !used.contains(account))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::config::decode;

    /// Profiles of these names, each with the value of its `open`.
    fn config(profiles: &[(&str, &str)]) -> Config {
        let profile = |(name, open): &(&str, &str)| {
            format!("[[profile]]\nname = \"{name}\"\nhost = \"192.0.2.1\"\nopen = {open}\n")
        };
        let text: Vec<String> = profiles.iter().map(profile).collect();
        decode(&text.concat(), Path::new("/")).unwrap()
    }

    fn names(pairs: &[(&str, &str)]) -> Vec<(Option<String>, String)> {
        let name = |old: &str| (!old.is_empty()).then(|| old.to_owned());
        pairs
            .iter()
            .map(|(old, new)| (name(old), (*new).to_owned()))
            .collect()
    }

    fn moves(copies: &[(&str, &str)], unused: &[&str]) -> Moves {
        let pair = |(from, to): &(&str, &str)| ((*from).to_owned(), (*to).to_owned());
        Moves {
            copies: copies.iter().map(pair).collect(),
            unused: unused.iter().map(ToString::to_string).collect(),
        }
    }

    const OWN: &str = "{ keyring = true }";
    const NAMED: &str = "{ keyring = \"shared\" }";
    const LIST: &str = "{ one_time = { keyring = true } }";
    const PLAIN: &str = "[\"7000\"]";

    #[test]
    fn what_bears_the_name_goes_with_a_new_one() {
        for open in [OWN, LIST] {
            let (before, after) = (config(&[("a", open)]), config(&[("b", open)]));
            assert_eq!(
                Moves::between(&before, &after, &names(&[("a", "b")])),
                moves(&[("a/open", "b/open")], &["a/open"])
            );
        }
    }

    #[test]
    fn a_copy_leaves_the_first_one_its_own_and_gets_no_list() {
        let pairs = names(&[("a", "a"), ("a", "b")]);
        let both = |open| config(&[("a", open), ("b", open)]);
        assert_eq!(
            Moves::between(&config(&[("a", OWN)]), &both(OWN), &pairs),
            moves(&[("a/open", "b/open")], &[])
        );
        let copied = Moves::between(&config(&[("a", LIST)]), &both(LIST), &pairs);
        assert_eq!(copied, Moves::default());
    }

    #[test]
    fn of_two_new_names_the_first_one_gets_the_list() {
        let after = config(&[("b", LIST), ("c", LIST)]);
        assert_eq!(
            Moves::between(
                &config(&[("a", LIST)]),
                &after,
                &names(&[("a", "b"), ("a", "c")])
            ),
            moves(&[("a/open", "b/open")], &["a/open"])
        );
    }

    #[test]
    fn what_the_file_names_stays_where_it_is() {
        let (before, after) = (config(&[("a", NAMED)]), config(&[("b", NAMED)]));
        let renamed = Moves::between(&before, &after, &names(&[("a", "b")]));
        assert_eq!(renamed, Moves::default());
        let removed = Moves::between(&before, &Config::default(), &[]);
        assert_eq!(removed, Moves::default());
    }

    #[test]
    fn what_goes_leaves_what_nobody_else_uses() {
        let before = config(&[("a", OWN), ("b", OWN), ("c", OWN)]);
        let after = config(&[("b", PLAIN), ("d", "{ keyring = \"c/open\" }")]);
        assert_eq!(
            Moves::between(&before, &after, &names(&[("b", "b"), ("", "d")])),
            moves(&[], &["a/open", "b/open"])
        );
    }

    #[test]
    fn a_drop_in_keeps_its_own() {
        let mut before = config(&[("a", OWN)]);
        Arc::make_mut(&mut before.profiles[0]).origin =
            Some(Path::new("/profiles.d/10.toml").into());
        let gone = Moves::between(&before, &Config::default(), &[]);
        assert_eq!(gone, Moves::default());
    }
}
