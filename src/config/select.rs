//! From the names that somebody asked for to profiles: pure.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Config;
use crate::profile::Profile;
use crate::say;
use crate::text::{Catalogue, nearest};

/// A name that no profile and no group has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFound {
    name: String,
    nearest: Option<String>,
}

impl NotFound {
    /// The mistake in a line.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        let name = self.name.as_str();
        match self.nearest.as_deref() {
            Some(nearest) => say!(
                words,
                "profile-not-found-nearest",
                name = name,
                nearest = nearest
            ),
            None => say!(words, "profile-not-found", name = name),
        }
    }
}

impl Config {
    /// The profiles that `asked` names: by name, or `@GROUP` for all of a group. Each once, in the order of asking.
    ///
    /// # Errors
    ///
    /// All that is not there.
    pub fn select(&self, asked: &[String]) -> Result<Vec<Arc<Profile>>, Vec<NotFound>> {
        let mut selected: Vec<Arc<Profile>> = Vec::new();
        let mut missing = Vec::new();
        for name in asked {
            let found = self.matching(name);
            if found.is_empty() {
                missing.push(self.not_found(name));
            }
            for profile in found {
                if !selected.iter().any(|one| one.name == profile.name) {
                    selected.push(Arc::clone(profile));
                }
            }
        }
        if missing.is_empty() {
            Ok(selected)
        } else {
            Err(missing)
        }
    }

    fn matching(&self, asked: &str) -> Vec<&Arc<Profile>> {
        let is_asked = |profile: &&Arc<Profile>| match asked.strip_prefix('@') {
            Some(group) => profile.group.as_deref() == Some(group),
            None => profile.name == asked,
        };
        self.profiles.iter().filter(is_asked).collect()
    }

    fn not_found(&self, asked: &str) -> NotFound {
        let groups = self
            .profiles
            .iter()
            .filter_map(|profile| profile.group.as_ref())
            .map(|group| format!("@{group}"));
        let names = self.profiles.iter().map(|profile| profile.name.clone());
        NotFound {
            name: asked.to_owned(),
            nearest: nearest(asked, names.chain(groups)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::decode;
    use crate::text::Catalogue;
    use std::path::Path;

    const THREE: &str = r#"
        [[profile]]
        name = "homelab"
        host = "192.0.2.1"
        open = ["1"]
        [[profile]]
        name = "web"
        group = "Work"
        host = "192.0.2.2"
        open = ["1"]
        [[profile]]
        name = "mail"
        group = "Work"
        host = "192.0.2.3"
        open = ["1"]
    "#;

    fn selected(asked: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
        let words = Catalogue::english();
        let selected = decode(THREE, Path::new("")).unwrap().select(&asked);
        selected
            .map(|profiles| profiles.iter().map(|one| one.name.clone()).collect())
            .map_err(|missing| missing.iter().map(|one| one.line(&words)).collect())
    }

    #[test]
    fn names_and_groups_are_found_once_and_in_order() {
        assert_eq!(
            selected(&["mail", "@Work", "homelab", "mail"]).unwrap(),
            ["mail", "web", "homelab"]
        );
        assert_eq!(selected(&[]).unwrap(), [""; 0]);
    }

    #[test]
    fn all_that_is_missing_is_named_with_what_was_most_likely_meant() {
        assert_eq!(
            selected(&["homelap", "web", "@Wrk", "zzz"]).unwrap_err(),
            [
                "there is no profile `homelap`; did you mean `homelab`?",
                "there is no profile `@Wrk`; did you mean `@Work`?",
                "there is no profile `zzz`; `portknocker list` shows those there are",
            ]
        );
    }
}
