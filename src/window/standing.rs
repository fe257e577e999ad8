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
            return say!(words, &format!("window-is-running-{action}"));
        }
        let lease = self
            .status
            .as_ref()
            .and_then(|status| status.lease.as_ref());
        if let Some(lease) = lease {
            let told = status_words(words, lease);
            let is_sure = !(lease.doubtful || lease.close_failed || lease.given_up);
            // Without an end, its words say themselves that it is open.
            return if is_sure && lease.ends_at.is_some() {
                say!(words, "window-is-open-until", lease = told)
            } else {
                told
            };
        }
        let id = if self.has_failed() {
            "window-is-failed"
        } else if self.is_open() {
            "window-is-open"
        } else if self.believed() == Some(Believed::Closed) {
            "window-is-closed"
        } else {
            "window-is-unknown"
        };
        let said = say!(words, id);
        match self.status.as_ref().and_then(|status| status.answers) {
            Some(true) => say!(words, "window-is-answering", standing = said),
            Some(false) => say!(words, "window-is-silent", standing = said),
            None => said,
        }
    }

    fn believed(&self) -> Option<Believed> {
        let standing = self.status.as_ref()?.standing.as_ref()?;
        standing.believed.map(|(believed, _)| believed)
    }

    /// Whether it is open, as far as is known.
    pub fn is_open(&self) -> bool {
        let lease = self
            .status
            .as_ref()
            .and_then(|status| status.lease.as_ref());
        let is_leased = lease.is_some_and(|lease| !lease.doubtful);
        is_leased || self.believed() == Some(Believed::Open)
    }

    /// Whether its end can be put off.
    pub fn can_be_extended(&self) -> bool {
        let lease = self
            .status
            .as_ref()
            .and_then(|status| status.lease.as_ref());
        lease.is_some_and(|lease| lease.extendable)
    }

    fn has_failed(&self) -> bool {
        let standing = self
            .status
            .as_ref()
            .and_then(|status| status.standing.as_ref());
        standing.is_some_and(|standing| standing.last.outcome == "failed")
    }
}
