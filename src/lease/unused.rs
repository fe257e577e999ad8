//! Which entries of the keyring nothing needs any more: pure.

use std::collections::HashSet;

use super::Leases;
use crate::config::{Config, SetAside};

/// What becomes of entries of the keyring that a change leaves behind.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// Nothing needs these.
    pub free: Vec<String>,
    /// What is open needs these to be closed.
    pub leased: Vec<String>,
    /// Whether all stay, since a drop-in has mistakes, and it is not known what it uses.
    pub is_unknown: bool,
}

impl Unused {
    /// Which of the accounts nothing in this configuration uses, and nothing that is open.
    #[must_use]
    pub fn of(asked: Vec<String>, config: &Config, leases: &Leases) -> Self {
        if asked.is_empty() {
            return Self::default();
        }
        if config.set_aside.iter().any(SetAside::is_broken) {
            return Self {
                is_unknown: true,
                ..Self::default()
            };
        }
        let used: HashSet<String> = config
            .profiles
            .iter()
            .flat_map(|profile| profile.accounts())
            .map(|(_, account)| account)
            .collect();
        let needed: HashSet<String> = leases
            .iter()
            .flat_map(|(_, lease)| lease.profile.accounts())
            .map(|(_, account)| account)
            .collect();
        let mut unused = Self::default();
        for account in asked.into_iter().filter(|account| !used.contains(account)) {
            let kind = if needed.contains(&account) {
                &mut unused.leased
            } else {
                &mut unused.free
            };
            kind.push(account);
        }
        unused
    }
}
