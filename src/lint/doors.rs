//! Sequences for one server that it takes for one another.

use std::sync::Arc;

use super::knockd::openings;
use super::steps::{are_same, contains, contains_scattered};
use super::{Door, Flaw, Warning, literals, of_same_host};
use crate::profile::{Action, Profile, ServerKind, Step};

/// What is wrong between a profile's own sequences, and between them and those of the profiles before it.
pub(super) fn warnings(profile: &Profile, before: &[Arc<Profile>]) -> Vec<Warning> {
    let mut found = Vec::new();
    if let [(_, open), (_, close)] = &literals(profile).collect::<Vec<_>>()[..] {
        let doors = [Door::own(Action::Open), Door::own(Action::Close)];
        let kinds = [kind(profile); 2];
        if let Some(flaw) = mixed_up(doors, [open.steps(), close.steps()], kinds) {
            found.push(Warning::new(profile, vec![Action::Close.word()], flaw));
        }
    }
    let others = of_same_host(profile, before);
    for other in others.filter(|other| !is_same_door(profile, other)) {
        let kinds = [kind(profile), kind(other)];
        for (action, own) in literals(profile) {
            for (theirs, sequence) in literals(other) {
                // One door may well close what several have opened.
                if action == theirs && are_same(own.steps(), sequence.steps()) {
                    continue;
                }
                let doors = [Door::own(action), Door::of(other, theirs)];
                let steps = [own.steps(), sequence.steps()];
                if let Some(flaw) = mixed_up(doors, steps, kinds) {
                    let warning = Warning::new(profile, vec![action.word()], flaw);
                    found.push(warning.and_concerns(other));
                }
            }
        }
    }
    found
}

/// Whether they open with the same sequence: they share a door, whatever else they have.
pub(super) fn is_same_door(one: &Profile, other: &Profile) -> bool {
    match (one.open.literal(), other.open.literal()) {
        (Some(one), Some(other)) => are_same(one.steps(), other.steps()),
        _ => false,
    }
}

fn kind(profile: &Profile) -> Option<ServerKind> {
    profile.server.map(|server| server.kind)
}

/// How a server takes one of two sequences for the other.
///
/// A server whose kind is not said is taken for a knockd. There a sequence inside of another is a door that opens too
/// where the first packets of the outer one get lost; at a firewall, whose rules each look for their own steps, always.
fn mixed_up(
    [one, other]: [Door; 2],
    [steps, others]: [&[Step]; 2],
    kinds: [Option<ServerKind>; 2],
) -> Option<Flaw> {
    let passes_over = kinds
        .iter()
        .flatten()
        .any(|kind| kind.passes_over_other_steps());
    let contains = if passes_over {
        contains_scattered
    } else {
        contains
    };
    if are_same(steps, others) {
        Some(Flaw::Same { one, other })
    } else if contains(steps, others) {
        Some(Flaw::Contains {
            outer: one,
            inner: other,
        })
    } else if contains(others, steps) {
        Some(Flaw::Contains {
            outer: other,
            inner: one,
        })
    } else if !passes_over && lose_each_other(steps, others) {
        Some(Flaw::Begins { one, other })
    } else {
        None
    }
}

/// Whether a knockd that has both doors, in either order, does not open each by its own sequence alone.
fn lose_each_other(one: &[Step], other: &[Step]) -> bool {
    // What knockd does not see is not for a knockd.
    if one.iter().chain(other).any(|step| step.port().is_none()) {
        return false;
    }
    let in_order = |first, second| {
        openings([first, second], first) == [1, 0] && openings([first, second], second) == [0, 1]
    };
    !in_order(one, other) || !in_order(other, one)
}
