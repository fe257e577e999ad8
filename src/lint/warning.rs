//! A warning: what is wrong, with whose keys.

use std::path::Path;
use std::sync::Arc;

use super::Flaw;
use crate::profile::Profile;
use crate::say;
use crate::text::Catalogue;

/// A warning about a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The profile that it is shown at, then those that have a part in it.
    profiles: Vec<String>,
    origin: Option<Arc<Path>>,
    /// The first of these that is written down is what it is about.
    keys: Vec<&'static str>,
    flaw: Flaw,
}

impl Warning {
    /// A warning about the first of these keys that the profile, or what it takes over, really has.
    pub(super) fn new(profile: &Profile, keys: Vec<&'static str>, flaw: Flaw) -> Self {
        Self {
            profiles: vec![profile.name.clone()],
            origin: profile.origin.clone(),
            keys,
            flaw,
        }
    }

    /// The same, for another profile too.
    pub(super) fn and_concerns(mut self, other: &Profile) -> Self {
        self.profiles.push(other.name.clone());
        self
    }

    /// What is wrong, and what to do, in one line without a secret: `homelab: … (…)`.
    #[must_use]
    pub fn line(&self, words: &Catalogue) -> String {
        say!(
            words,
            "lint-line",
            title = self.title(words),
            hint = self.hint(words)
        )
    }

    /// What is wrong, with the name of the profile, in one line.
    #[must_use]
    pub fn title(&self, words: &Catalogue) -> String {
        let problem = self.flaw.problem(words);
        if self.flaw.is_of_file() {
            return problem;
        }
        say!(
            words,
            "lint-title",
            profile = self.profile(),
            problem = problem
        )
    }

    /// What to do about it, in one line.
    #[must_use]
    pub fn hint(&self, words: &Catalogue) -> String {
        self.flaw.hint(words)
    }

    /// What is wrong.
    #[must_use]
    pub fn flaw(&self) -> &Flaw {
        &self.flaw
    }

    /// The profile that it is shown at.
    #[must_use]
    pub fn profile(&self) -> &str {
        self.profiles.first().map_or("", String::as_str)
    }

    /// Whether the profile of that name has a part in it.
    #[must_use]
    pub fn concerns(&self, profile: &str) -> bool {
        self.profiles.iter().any(|name| name == profile)
    }

    /// The drop-in that it is about; `None` for the user's own file.
    #[must_use]
    pub fn origin(&self) -> Option<&Path> {
        self.origin.as_deref()
    }

    /// The keys of the profile that it may be about, such as `delay` or `spa.hmac`; the first that is written down, be it in
    /// `[defaults]`, is.
    #[must_use]
    pub fn keys(&self) -> &[&'static str] {
        &self.keys
    }
}
