//! Secrets that stand in a file which others than its owner may read.

use std::path::Path;
use std::sync::Arc;

use super::{Facts, Flaw, Warning, literals};
use crate::profile::{Field, KeySource, Profile, Spa};

/// The keys of a profile: each by itself, since each has to be replaced.
pub(super) fn of_keys(profile: &Profile, facts: &Facts) -> Vec<Warning> {
    let Some(mode) = facts.mode_for_others(profile.origin.as_deref()) else {
        return Vec::new();
    };
    let keys = profile.open.spa().into_iter().flat_map(Spa::keys);
    let literal = keys.filter(|(_, key)| matches!(key, KeySource::Literal(_)));
    let warning = |(field, _): (Field, &KeySource)| {
        let key = if field == Field::HmacKey {
            "spa.hmac_key"
        } else {
            "spa.key"
        };
        let is_own = profile.origin.is_none();
        Warning::new(
            profile,
            vec![key],
            Flaw::KeyForOthers {
                field,
                mode,
                is_own,
            },
        )
    };
    literal.map(warning).collect()
}

/// The sequences of all profiles: once for each file.
pub(super) fn of_sequences(profiles: &[Arc<Profile>], facts: &Facts) -> Vec<Warning> {
    let warning = |exposed: &super::Exposed| {
        let is_in = |origin: Option<&Path>| origin == exposed.origin.as_deref();
        let mut readable = profiles
            .iter()
            .filter(|profile| is_in(profile.origin.as_deref()))
            .filter_map(|profile| Some((profile, literals(profile).next()?.0)));
        let (first, action) = readable.next()?;
        let flaw = Flaw::SequencesForOthers {
            mode: exposed.mode,
            is_own: exposed.origin.is_none(),
        };
        let warning = Warning::new(first, vec![action.word()], flaw);
        Some(readable.fold(warning, |warning, (other, _)| warning.and_concerns(other)))
    };
    facts.exposed.iter().filter_map(warning).collect()
}
