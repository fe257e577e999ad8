//! Which doors are two sides of one: what opens, and what closes again. Two that may be, and may not be, stay apart.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::num::NonZeroU16;

use zeroize::Zeroizing;

use super::command::without_role;
use super::door::{Door, Role};
use crate::interop::import::name_from;
use crate::profile::Step;

/// Words at the beginning or the end of a door's name, for what opens and for what closes; a longer one before another that
/// it begins with.
const NAMES: [(&str, &str); 6] = [
    ("opened", "closed"),
    ("open", "close"),
    ("unlock", "lock"),
    ("enable", "disable"),
    ("start", "stop"),
    ("allow", "deny"),
];

/// What stands between such a word and the rest of a name.
const BETWEEN: [char; 4] = ['-', '_', '.', ' '];

/// The doors of one profile, by their places in the file.
pub(super) struct Doors {
    /// What opens it.
    pub opens: usize,
    /// What closes it.
    pub closes: Option<usize>,
    /// What both names have in common, where there is something.
    pub name: Option<String>,
}

/// What a door may be told by: what both sides of one have alike, and which side it is.
type Sign = fn(&Door) -> Option<(Zeroizing<String>, Option<Role>)>;

/// The doors that belong together, each once, in the order of the first of them.
pub(super) fn pair(doors: &[Door]) -> Vec<Doors> {
    let mut partners: Vec<Option<(usize, Role)>> = vec![None; doors.len()];
    let signs: [Sign; 3] = [by_name, by_command, by_sequence];
    for sign in signs {
        for (opens, closes) in unambiguous(doors, &partners, sign) {
            partners[opens] = Some((closes, Role::Opens));
            partners[closes] = Some((opens, Role::Closes));
        }
    }
    let of = |(index, partner): (usize, &Option<(usize, Role)>)| {
        let (opens, closes) = match *partner {
            None => (index, None),
            Some((other, _)) if other < index => return None,
            Some((other, Role::Opens)) => (index, Some(other)),
            Some((other, Role::Closes)) => (other, Some(index)),
        };
        Some(Doors {
            opens,
            closes,
            name: closes.and_then(|closes| common_name(&doors[opens], &doors[closes])),
        })
    };
    partners.iter().enumerate().filter_map(of).collect()
}

/// Whether a door closes what another one opens, by all that can be told of it alone.
pub(super) fn closes(door: &Door) -> bool {
    role(door) == Some(Role::Closes)
}

/// Those that a sign makes pairs of: one that opens, one that closes, and no third.
fn unambiguous(
    doors: &[Door],
    partners: &[Option<(usize, Role)>],
    sign: Sign,
) -> Vec<(usize, usize)> {
    let alone = (0..doors.len()).filter(|index| partners[*index].is_none());
    let signs: Vec<_> = alone
        .filter_map(|index| sign(&doors[index]).map(|(key, role)| (index, key, role)))
        .collect();
    let mut alike: HashMap<&str, Vec<(usize, Option<Role>)>> = HashMap::new();
    for (index, key, role) in &signs {
        alike.entry(key).or_default().push((*index, *role));
    }
    let pair = |found: &Vec<(usize, Option<Role>)>| {
        let [(first, role), (second, other)] = found[..] else {
            return None;
        };
        let (opens, closes) = match (role, other) {
            (Some(Role::Opens), Some(Role::Closes) | None) | (None, Some(Role::Closes) | None) => {
                (first, second)
            }
            (Some(Role::Closes), Some(Role::Opens) | None) | (None, Some(Role::Opens)) => {
                (second, first)
            }
            (Some(_), Some(_)) => return None,
        };
        belong_together(&doors[opens], &doors[closes]).then_some((opens, closes))
    };
    alike.values().filter_map(pair).collect()
}

/// Whether nothing speaks against it that the one closes what the other opens.
fn belong_together(opens: &Door, closes: &Door) -> bool {
    let is_same_sequence = match (opens.sequence.literal(), closes.sequence.literal()) {
        (Some(one), Some(other)) => written(one.steps().iter()) == written(other.steps().iter()),
        _ => false,
    };
    !is_same_sequence
        && opens.target == closes.target
        && opens.unsendable == closes.unsendable
        && !may_be(opens, Role::Closes)
        && !may_be(closes, Role::Opens)
}

/// `openSSH` and `closeSSH`; a name without such a word may be of what opens.
fn by_name(door: &Door) -> Option<(Zeroizing<String>, Option<Role>)> {
    let (role, rest) = named(door.name).unwrap_or((Role::Opens, door.name));
    Some((Zeroizing::new(rest.to_lowercase()), Some(role)))
}

/// Commands that do the same, but for what is added by the one and deleted by the other.
fn by_command(door: &Door) -> Option<(Zeroizing<String>, Option<Role>)> {
    let command = door.command.filter(|command| !command.is_empty())?;
    let role = door.role_by_command()?;
    Some((Zeroizing::new(without_role(command)), Some(role)))
}

/// The same steps, the other way round.
fn by_sequence(door: &Door) -> Option<(Zeroizing<String>, Option<Role>)> {
    let steps = door.sequence.literal()?.steps();
    let (forth, back) = (written(steps.iter()), written(steps.iter().rev()));
    let key = match forth.cmp(&back) {
        Ordering::Less => forth,
        Ordering::Greater => back,
        Ordering::Equal => return None,
    };
    Some((key, role(door)))
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

/// Steps as a text of their own, for comparisons.
fn written<'s>(steps: impl Iterator<Item = &'s Step>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(1024));
    for step in steps {
        let port = step.port().map_or(0, NonZeroU16::get);
        let transport = step.protocol.transport();
        // Writing to a text cannot fail.
        let _ = write!(text, "{port}:{transport},");
    }
    text
}

/// What a name says that its door does, and the rest of it.
fn named(name: &str) -> Option<(Role, &str)> {
    let lower = name.to_ascii_lowercase();
    let rest = |word: &str| {
        let rest = if lower.starts_with(word) {
            &name[word.len()..]
        } else if lower.ends_with(word) {
            &name[..name.len() - word.len()]
        } else {
            return None;
        };
        Some(rest.trim_matches(BETWEEN))
    };
    NAMES.iter().find_map(|(opens, closes)| {
        let opens = rest(opens).map(|rest| (Role::Opens, rest));
        opens.or_else(|| rest(closes).map(|rest| (Role::Closes, rest)))
    })
}

/// What the names of a pair have in common: the “SSH” of `openSSH` and `closeSSH`.
fn common_name(opens: &Door, closes: &Door) -> Option<String> {
    let (_, name) = named(opens.name).unwrap_or((Role::Opens, opens.name));
    let (_, other) = named(closes.name)?;
    (name.to_lowercase() == other.to_lowercase())
        .then(|| name_from(name))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("openSSH", Some((Role::Opens, "SSH")))]
    #[case("closeSSH", Some((Role::Closes, "SSH")))]
    #[case("SSH_OPEN", Some((Role::Opens, "SSH")))]
    #[case("ssh-closed", Some((Role::Closes, "ssh")))]
    #[case("ssh opened", Some((Role::Opens, "ssh")))]
    #[case("unlock.web", Some((Role::Opens, "web")))]
    #[case("lock.web", Some((Role::Closes, "web")))]
    #[case("web-unlock", Some((Role::Opens, "web")))]
    #[case("open", Some((Role::Opens, "")))]
    #[case("opencloseSSH", Some((Role::Opens, "closeSSH")))]
    #[case("SSH", None)]
    #[case("éopené", None)]
    fn a_name_says_what_its_door_does(#[case] name: &str, #[case] said: Option<(Role, &str)>) {
        assert_eq!(named(name), said);
    }
}
