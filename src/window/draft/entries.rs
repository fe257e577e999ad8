//! What a draft knows of the keyring's entries: where they lie now, and whose they are.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::{Draft, Origin};
use crate::config::{Config, Document, judge};
use crate::profile::{
    Action, Field, KeySource, ListSource, Opening, Profile, SecretSource, SequenceSource,
};

/// What a file says of the keyring's entries, as far as that can be told where it has mistakes.
#[derive(Default)]
pub(super) struct InFile {
    /// Its profiles.
    pub config: Config,
    /// The names of those of which nothing can be told: whatever bears one of them may be in use.
    unknown: HashSet<String>,
}

impl InFile {
    pub(super) fn of(document: &Document, folder: &Path) -> Self {
        if let Ok(config) = judge(&document.text(), folder) {
            return Self {
                config,
                unknown: HashSet::new(),
            };
        }
        let mut known = Self::default();
        for (at, name) in document.profile_names().into_iter().enumerate() {
            // What is wrong elsewhere, or is empty, changes nothing about its secrets.
            let alone = document.alone(at).settled(&Document::default(), &[]);
            let config = judge(&alone.text(), folder)
                .or_else(|_| judge(&document.excerpt(&[name.as_str()]), folder));
            match config {
                Ok(config) => known.config.profiles.extend(config.profiles),
                Err(_) => {
                    known.unknown.insert(name);
                }
            }
        }
        known
    }

    /// Whether an entry bears the name of a profile of which nothing can be told.
    pub(super) fn may_use(&self, account: &str) -> bool {
        self.unknown.iter().any(|name| {
            let rest = account.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        })
    }
}

impl Draft {
    /// The name that a profile has in the file; `None` for one that was added or copied, and is not saved yet.
    #[must_use]
    pub fn origin_name(&self, at: usize) -> Option<&str> {
        let origin = self.origin(at).filter(|origin| !origin.is_copy)?;
        origin.name.as_deref()
    }

    /// The keyring's account where the secret of a field lies now, which goes by the profile's name: the one that it was
    /// given to here, or that of the name that the profile has, or was copied from, in the file. `None` where there is none
    /// yet.
    #[must_use]
    pub fn entry_account(&self, at: usize, field: Field) -> Option<String> {
        let origin = self.origin(at)?;
        let account = origin.account(field)?;
        // A copy gets no list as long as its original has it.
        let is_list = matches!(field, Field::Sequence(action) if self.is_list(at, action));
        let mut others = self.places.iter().filter_map(|at| self.origins.get(*at));
        let has_it =
            |other: &Origin| !other.is_copy && other.account(field) == Some(account.clone());
        if is_list && origin.is_copy && others.any(has_it) {
            return None;
        }
        Some(account)
    }

    /// A profile as it is on the screen, to be tried: like [`profile`](Self::profile), with its secrets from where they lie
    /// until it is saved.
    #[must_use]
    pub fn tested_profile(&self, at: usize) -> Option<Arc<Profile>> {
        let mut profile = self.profile(at)?;
        let own = profile.own_accounts();
        let now = own.filter_map(|(field, own)| {
            let account = self.entry_account(at, field)?;
            (account != own).then_some((field, account))
        });
        let now: HashMap<Field, String> = now.collect();
        if !now.is_empty() {
            take_from(Arc::make_mut(&mut profile), &now);
        }
        Some(profile)
    }

    /// The keyring's entries that were made here and that no profile in a file uses. A file that is gone may come back.
    #[must_use]
    pub fn orphans(&self) -> Vec<String> {
        let [drop_ins, own] = [&self.saved, &self.in_file.config].map(accounts);
        let is_used = |made: &String| {
            drop_ins.contains(made) || own.contains(made) || self.in_file.may_use(made)
        };
        let made = self.made.iter().filter(|made| !is_used(made));
        made.cloned().collect()
    }

    /// Forgets of the entries that were made here those that the file uses: they are no longer the draft's own.
    pub(super) fn leave_to_file(&mut self) {
        let used = accounts(&self.in_file.config);
        self.made.retain(|made| !used.contains(made));
    }

    fn is_list(&self, at: usize, action: Action) -> bool {
        self.has(at, &format!("{action}.one_time"))
    }
}

impl Origin {
    /// Where the secret of a field lies that goes by the profile's name.
    fn account(&self, field: Field) -> Option<String> {
        let kept = self.kept.iter().find(|(one, _)| *one == field);
        let by_name = || Some(field.account(self.name.as_ref()?));
        kept.map(|(_, account)| account.clone()).or_else(by_name)
    }
}

/// Has these fields of a profile come from these accounts.
fn take_from(profile: &mut Profile, accounts: &HashMap<Field, String>) {
    let take = |field: Field, source: &mut SecretSource| {
        if let Some(account) = accounts.get(&field) {
            *source = SecretSource::Keyring(account.clone());
        }
    };
    let take_sequence = |action: Action, source: &mut SequenceSource| match source {
        SequenceSource::Literal { payloads, .. } => {
            for (index, source) in payloads {
                take(Field::payload(action, *index), source);
            }
        }
        SequenceSource::Secret(source) => take(Field::Sequence(action), source),
        SequenceSource::OneTime(list) => {
            if let Some(account) = accounts.get(&Field::Sequence(action)) {
                *list = ListSource::Keyring(account.clone());
            }
        }
    };
    match &mut profile.open {
        Opening::Sequence(source) => take_sequence(Action::Open, source),
        Opening::Spa(spa) => {
            let hmac = spa
                .hmac
                .as_mut()
                .map(|hmac| (Field::HmacKey, &mut hmac.key));
            for (field, key) in hmac.into_iter().chain([(Field::Key, &mut spa.key)]) {
                if let KeySource::Secret(source) = key {
                    take(field, source);
                }
            }
        }
    }
    if let Some(source) = &mut profile.close {
        take_sequence(Action::Close, source);
    }
}

/// The keyring's entries that a configuration names.
pub(super) fn accounts(config: &Config) -> HashSet<String> {
    let profiles = config.profiles.iter();
    let accounts = profiles.flat_map(|profile| profile.accounts());
    accounts.map(|(_, account)| account).collect()
}
