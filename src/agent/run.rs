//! An action that is under way.

use crate::profile::Action;

/// An action that is under way: one at a time for each profile and action, so that no click and no command is a second
/// knock beside the first. One that checks is another than one that does not, since who asked for a check wants its answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// The profile's name.
    pub profile: String,
    /// What is being done.
    pub action: Action,
    /// Whether it checks afterwards, where the profile has a port to check.
    pub check: bool,
}
