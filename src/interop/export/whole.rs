//! Everything there is, as a configuration for another machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};
use zeroize::Zeroizing;

use crate::config::encode_profile;
use crate::profile::{
    Action, Field, HmacSource, KeySource, Opening, Profile, SecretSource, SequenceSource, Settings,
};

/// Where the keyring's secrets stand in an export: entry by entry.
pub const SECRETS: &str = "secrets";

/// Profiles and settings as one configuration; and, where there are any, what the keyring has of them.
#[must_use]
pub fn whole(
    profiles: &[Arc<Profile>],
    defaults: &Settings,
    settings: Vec<(&'static str, Table)>,
    secrets: &BTreeMap<String, Zeroizing<String>>,
) -> DocumentMut {
    let mut document = DocumentMut::new();
    for (key, table) in settings {
        document.insert(key, Item::Table(table));
    }
    let tables: ArrayOfTables = profiles
        .iter()
        .map(|profile| encode_profile(profile, defaults))
        .collect();
    if !tables.is_empty() {
        document.insert("profile", Item::ArrayOfTables(tables));
    }
    if !secrets.is_empty() {
        let mut table = Table::new();
        for (account, text) in secrets {
            table.insert(account, toml_edit::value(text.as_str()));
        }
        document.insert(SECRETS, Item::Table(table));
    }
    document
}

/// The profile without its secrets: each comes from the keyring then. Says which these were.
#[must_use]
pub fn without_secrets(profile: &Profile) -> (Profile, Vec<Field>) {
    let mut bare = profile.clone();
    let mut left_out = Vec::new();
    let mut keyring = |field: Field| {
        left_out.push(field);
        SecretSource::Keyring(field.account(&profile.name))
    };
    match &mut bare.open {
        Opening::Sequence(source) => hide(source, Field::Sequence(Action::Open), &mut keyring),
        Opening::Spa(spa) => {
            let hide = |key: &mut KeySource, field, keyring: &mut dyn FnMut(Field) -> _| {
                if matches!(key, KeySource::Literal(_)) {
                    *key = KeySource::Secret(keyring(field));
                }
            };
            hide(&mut spa.key, Field::Key, &mut keyring);
            if let Some(HmacSource { key, .. }) = &mut spa.hmac {
                hide(key, Field::HmacKey, &mut keyring);
            }
        }
    }
    if let Some(close) = &mut bare.close {
        hide(close, Field::Sequence(Action::Close), &mut keyring);
    }
    (bare, left_out)
}

fn hide(
    source: &mut SequenceSource,
    field: Field,
    keyring: &mut impl FnMut(Field) -> SecretSource,
) {
    if source.literal().is_some() {
        *source = SequenceSource::Secret(keyring(field));
    }
}
