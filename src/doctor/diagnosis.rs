//! What is wrong, how sure that is, what it rests on, and what to do.

use crate::profile::Profile;

use super::{Cause, Certainty, Ending, Evidence, Fix};

/// What is wrong, how sure that is, what it rests on, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The profile's name.
    pub profile: String,
    /// What is wrong, or that nothing is.
    pub cause: Cause,
    /// How sure that is.
    pub certainty: Certainty,
    /// What was seen, in the order in which it was.
    pub evidence: Vec<Evidence>,
    /// What else it may be.
    pub remaining: Vec<Cause>,
    /// The change to the profile that puts it right, where there is one.
    pub fix: Option<Fix>,
    /// What was to become of what knocks opened.
    pub ending: Ending,
    /// Whether something that a knock opened is open until the server closes it.
    pub lapses: bool,
    /// Whether something that a knock opened is open still, and nobody here nor the server is known to close it.
    pub left_open: bool,
}

impl Diagnosis {
    /// Of an examination that came to no end: what it opened may be open.
    #[must_use]
    pub fn broken_off(profile: &Profile) -> Self {
        Self {
            profile: profile.name.clone(),
            cause: Cause::BrokenOff,
            certainty: Certainty::Unknown,
            evidence: Vec::new(),
            remaining: Vec::new(),
            fix: None,
            ending: Ending::of(profile),
            lapses: false,
            left_open: true,
        }
    }
}
