//! What becomes of the keyring's entries when profiles get other names, are copied, or go.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::profile::{Field, Profile};

/// What becomes of the keyring's entries when profiles get other names, are copied, or go. The copies are made before
/// the file is written and the rest is forgotten after: whenever this is broken off, every profile in the file has its own.
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
