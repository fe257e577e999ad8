//! Which doors are two sides of one.

use zeroize::Zeroizing;

use super::command::without_role;
use super::door::Door;
use crate::interop::import::name_from;
use crate::interop::import::pairing::{Role, Sides, Sign, are_same, either_way, named, pair};

/// The doors that belong together, by their names, their commands, or their sequences.
pub(super) fn pairs(doors: &[Door]) -> Vec<Sides> {
    pair(
        doors.len(),
        &[
            &|index| Some(by_name(&doors[index])),
            &|index| by_command(&doors[index]),
            &|index| by_sequence(&doors[index]),
        ],
        &|opens, closes| belong_together(&doors[opens], &doors[closes]),
    )
}

/// Whether a door closes what another one opens, by all that can be told of it alone.
pub(super) fn closes(door: &Door) -> bool {
    role(door) == Some(Role::Closes)
}

/// What the names of a pair have in common: the “SSH” of `openSSH` and `closeSSH`.
pub(super) fn common_name(opens: &Door, closes: &Door) -> Option<String> {
    let (_, name) = named(opens.name).unwrap_or((Role::Opens, opens.name));
    let (_, other) = named(closes.name)?;
    (name.to_lowercase() == other.to_lowercase())
        .then(|| name_from(name))
        .flatten()
}

fn belong_together(opens: &Door, closes: &Door) -> bool {
    let is_same_sequence = match (opens.sequence.literal(), closes.sequence.literal()) {
        (Some(one), Some(other)) => are_same(one, other),
        _ => false,
    };
    !is_same_sequence
        && opens.target == closes.target
        && opens.unsendable == closes.unsendable
        && !may_be(opens, Role::Closes)
        && !may_be(closes, Role::Opens)
}

/// `openSSH` and `closeSSH`; a name without such a word may be of what opens.
fn by_name(door: &Door) -> Sign {
    let (role, rest) = named(door.name).unwrap_or((Role::Opens, door.name));
    (Zeroizing::new(rest.to_lowercase()), Some(role))
}

/// Commands that do the same, but for what is added by the one and deleted by the other.
fn by_command(door: &Door) -> Option<Sign> {
    let command = door.command.filter(|command| !command.is_empty())?;
    let role = door.role_by_command()?;
    Some((Zeroizing::new(without_role(command)), Some(role)))
}

/// The same steps, the other way round.
fn by_sequence(door: &Door) -> Option<Sign> {
    Some((either_way(door.sequence.literal()?)?, role(door)))
}

fn role(door: &Door) -> Option<Role> {
    door.role_by_command().or_else(|| role_by_name(door))
}

/// Whether its name or its command says so.
fn may_be(door: &Door, role: Role) -> bool {
    [door.role_by_command(), role_by_name(door)].contains(&Some(role))
}

fn role_by_name(door: &Door) -> Option<Role> {
    named(door.name).map(|(role, _)| role)
}
