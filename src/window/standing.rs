//! How a profile stands, as a sign and in words.

use crate::history::{Believed, ProfileStatus};
use crate::lease::status_words;
use crate::profile::Action;
use crate::say;
use crate::text::Catalogue;

/// How a profile stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// The action that is under way.
    pub running: Option<Action>,
    /// What is known of it otherwise.
    pub status: Option<ProfileStatus>,
}

impl Standing {
    /// A sign: working, failed, open, or closed as far as is known.
    pub fn mark(&self) -> &'static str {
        if self.running.is_some() {
            "…"
        } else if self.has_failed() {
            "!"
        } else if self.is_open() {
            "●"
        } else {
            "○"
        }
    }

    /// The same in words, with the time at which it ends.
    pub fn words(&self, words: &Catalogue) -> String {
        if let Some(action) = self.running {
            return say!(words, &format!("window-running-{action}"));
        }
        let lease = self.status.as_ref().and_then(|status| status.lease.as_ref());
        if let Some(lease) = lease {
            return say!(
                words,
                "window-open-until",
                lease = status_words(words, lease)
            );
        }
        let id = if self.has_failed() {
            "window-failed"
        } else if self.is_open() {
            "window-open"
        } else if self.believed() == Some(Believed::Closed) {
            "window-closed"
        } else {
            "window-unknown"
        };
        let said = say!(words, id);
        match self.status.as_ref().and_then(|status| status.answers) {
            Some(true) => say!(words, "window-answers", standing = said),
            Some(false) => say!(words, "window-silent", standing = said),
            None => said,
        }
    }

    fn believed(&self) -> Option<Believed> {
        let standing = self.status.as_ref()?.standing.as_ref()?;
        standing.believed.map(|(believed, _)| believed)
    }

    /// Whether it is open, as far as is known.
    pub fn is_open(&self) -> bool {
        let lease = self.status.as_ref().and_then(|status| status.lease.as_ref());
        let is_leased = lease.is_some_and(|lease| !lease.doubtful);
        is_leased || self.believed() == Some(Believed::Open)
    }

    fn has_failed(&self) -> bool {
        let standing = self.status.as_ref().and_then(|status| status.standing.as_ref());
        standing.is_some_and(|standing| standing.last.outcome == "failed")
    }
}
