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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::clock::Moment;
    use crate::config::decode;
    use crate::profile::Term;

    fn config(names: &[&str]) -> Config {
        let profile = |name: &&str| {
            format!(
                "[[profile]]\nname = \"{name}\"\nhost = \"192.0.2.1\"\nopen = [\"1\"]\nclose = {{ keyring = true }}\n"
            )
        };
        let text: Vec<String> = names.iter().map(profile).collect();
        decode(&text.concat(), Path::new("")).unwrap()
    }

    fn accounts(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| format!("{name}/close")).collect()
    }

    #[test]
    fn what_is_used_or_needed_to_close_stays() {
        let mut leases = Leases::default();
        let open = config(&["open"]);
        leases.begin_opening(Moment::default(), &open.profiles[0], Term::UntilClosed);
        let asked = accounts(&["used", "open", "gone"]);
        let unused = Unused::of(asked, &config(&["used"]), &leases);
        assert_eq!(unused.free, accounts(&["gone"]));
        assert_eq!(unused.leased, accounts(&["open"]));
        assert!(!unused.is_unknown);
    }

    #[test]
    fn what_a_broken_drop_in_uses_is_not_known() {
        let mut config = config(&[]);
        let broken = SetAside::Unreadable("10.toml".into(), "gone".to_owned());
        config.set_aside.push(broken);
        let unused = Unused::of(accounts(&["gone"]), &config, &Leases::default());
        assert!(unused.free.is_empty() && unused.is_unknown);
        let unused = Unused::of(Vec::new(), &config, &Leases::default());
        assert!(!unused.is_unknown);
    }
}
