//! What there is to know of an action that is under way.

use std::sync::Arc;

use crate::config::CloseOn;
use crate::lease::LeaseId;
use crate::profile::{Profile, Term, Trigger};

/// What there is to know of an action that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// What it is carried out on.
    pub profile: Arc<Profile>,
    /// Why.
    pub cause: Cause,
    /// The lease that it begins, goes on with or ends.
    pub lease: Option<LeaseId>,
    /// Whether a lease that is opened again keeps the end that it has.
    pub keeps_end: bool,
    /// Whether its lease was closed, or was to be, since it began.
    pub is_overtaken: bool,
    /// How long an opening is meant to last.
    pub term: Term,
    /// Whether what the profile has for “open and connect” is done afterwards.
    pub connects: bool,
    /// Whether the outcome is notified: the user clicked, or did nothing at all, and no command line shows it.
    pub is_notified: bool,
    /// Whether a click too many has been answered.
    pub is_said: bool,
}

/// Why an action was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The user asked for it.
    Asked,
    /// A lease's time was over.
    Time,
    /// A lease's time had been over when the agent started.
    Overdue,
    /// A closing had failed before.
    Again,
    /// A closing had been sent in haste, without a check.
    Confirm,
    /// A server is kept open.
    Renewal,
    /// Everything was to be closed.
    CloseOn(CloseOn),
    /// The profile opens by itself.
    Trigger(Trigger),
}

impl UnderWay {
    /// An action on a profile.
    #[must_use]
    pub fn new(profile: &Arc<Profile>, cause: Cause) -> Self {
        Self {
            profile: Arc::clone(profile),
            cause,
            lease: None,
            keeps_end: false,
            is_overtaken: false,
            term: profile.settings.open_for,
            connects: false,
            is_notified: true,
            is_said: false,
        }
    }

    /// Whether nobody waits for its check, since the network is about to go.
    #[must_use]
    pub fn is_hasty(&self) -> bool {
        matches!(self.cause, Cause::CloseOn(event) if event.is_hasty())
    }
}
