//! Steps that a server minds only in a shape that no program can give them.

use super::{Flaw, Warning};
use crate::profile::{Action, Profile, Sequence, SequenceSource};

/// What is wrong with the flags that the server of a profile minds. UDP steps have none.
pub(super) fn warning(profile: &Profile) -> Option<Warning> {
    let flags = profile.unsendable_flags()?;
    let mut sequences = [Action::Open, Action::Close]
        .into_iter()
        .filter_map(|action| profile.sequence(action));
    sequences
        .any(may_have_tcp)
        .then(|| Warning::new(profile, vec!["server"], Flaw::TcpFlags { flags }))
}

/// What is kept elsewhere mostly has.
fn may_have_tcp(source: &SequenceSource) -> bool {
    source.literal().is_none_or(Sequence::has_tcp)
}
