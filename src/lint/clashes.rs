//! Two profiles that are one.

use std::num::NonZeroU16;
use std::sync::Arc;

use super::doors::is_same_door;
use super::{Flaw, Warning, of_same_host};
use crate::profile::{Action, Family, Profile};

/// What a profile has in common with those before it, and should not.
pub(super) fn warnings(profile: &Profile, before: &[Arc<Profile>]) -> Vec<Warning> {
    let others = of_same_host(profile, before).filter(|other| goes_same_way(profile, other));
    let warnings = others.filter_map(|other| {
        let name = other.name.clone();
        let (key, flaw) = if is_same_door(profile, other) || is_same_source(profile, other) {
            let key = Action::Open.word();
            (key, Flaw::SameOpening { other: name })
        } else {
            let port = same_service(profile, other)?;
            ("check", Flaw::SameService { other: name, port })
        };
        Some(Warning::new(profile, vec![key], flaw).and_concerns(other))
    });
    warnings.collect()
}

/// Whether the server sees both come from one address: where not, they are two ways to one door, and that may be meant.
fn goes_same_way(one: &Profile, other: &Profile) -> bool {
    let families = [one.family(), other.family()];
    let are_apart = families.contains(&Family::Ipv4) && families.contains(&Family::Ipv6);
    !are_apart && one.settings.bind == other.settings.bind
}

/// A sequence that is kept elsewhere is not read, but one place has one sequence.
fn is_same_source(one: &Profile, other: &Profile) -> bool {
    match (one.open.sequence(), other.open.sequence()) {
        (Some(source), Some(other)) => source.literal().is_none() && source == other,
        _ => false,
    }
}

fn same_service(one: &Profile, other: &Profile) -> Option<NonZeroU16> {
    one.check.filter(|port| other.check == Some(*port))
}
