//! Which sequences are two sides of one door: what opens, and what closes again. Two that may be, and may not be, stay apart.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::num::NonZeroU16;

use zeroize::Zeroizing;

use crate::profile::{Sequence, Step};

/// What a sequence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It lets in.
    Opens,
    /// It shuts out.
    Closes,
}

impl Role {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Opens => Self::Closes,
            Self::Closes => Self::Opens,
        }
    }
}

/// The sequences of one door, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sides {
    /// What opens it.
    pub opens: usize,
    /// What closes it.
    pub closes: Option<usize>,
}

/// What both sides of a door have alike, and which of them this one is.
pub(super) type Sign = (Zeroizing<String>, Option<Role>);

/// Words at the beginning or the end of a name, for what opens and for what closes; a longer one before another that it
/// begins with.
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

/// Makes pairs of so many, each sign in its turn: two that have it alike, and no third, are two sides of one door, unless
/// something speaks against it that the one closes what the other opens. All of them, in the order of the first of each.
pub(super) fn pair(
    count: usize,
    signs: &[&dyn Fn(usize) -> Option<Sign>],
    belong_together: &dyn Fn(usize, usize) -> bool,
) -> Vec<Sides> {
    let mut partners: Vec<Option<(usize, Role)>> = vec![None; count];
    for sign in signs {
        let alone = (0..count).filter(|index| partners[*index].is_none());
        let told: Vec<_> = alone
            .filter_map(|index| Some((index, sign(index)?)))
            .collect();
        for (opens, closes) in unambiguous(&told) {
            if belong_together(opens, closes) {
                partners[opens] = Some((closes, Role::Opens));
                partners[closes] = Some((opens, Role::Closes));
            }
        }
    }
    let sides = |(index, partner): (usize, &Option<(usize, Role)>)| match *partner {
        None => Some((index, None)),
        Some((other, _)) if other < index => None,
        Some((other, Role::Opens)) => Some((index, Some(other))),
        Some((other, Role::Closes)) => Some((other, Some(index))),
    };
    let sides = partners.iter().enumerate().filter_map(sides);
    sides
        .map(|(opens, closes)| Sides { opens, closes })
        .collect()
}

/// Those that have a sign alike: one that opens, and one that closes.
fn unambiguous(told: &[(usize, Sign)]) -> Vec<(usize, usize)> {
    let mut alike: HashMap<&str, Vec<(usize, Option<Role>)>> = HashMap::new();
    for (index, (key, role)) in told {
        alike.entry(key).or_default().push((*index, *role));
    }
    let sides = |found: Vec<(usize, Option<Role>)>| {
        let [(first, role), (second, other)] = found[..] else {
            return None;
        };
        match (role, other) {
            (Some(Role::Opens) | None, Some(Role::Closes) | None) => Some((first, second)),
            (Some(Role::Closes), Some(Role::Opens) | None) | (None, Some(Role::Opens)) => {
                Some((second, first))
            }
            (Some(_), Some(_)) => None,
        }
    };
    alike.into_values().filter_map(sides).collect()
}

/// What a sequence has alike with the same steps the other way round; nothing where that is the same.
pub(super) fn either_way(sequence: &Sequence) -> Option<Zeroizing<String>> {
    let steps = sequence.steps();
    let (forth, back) = (written(steps.iter()), written(steps.iter().rev()));
    match forth.cmp(&back) {
        Ordering::Less => Some(forth),
        Ordering::Greater => Some(back),
        Ordering::Equal => None,
    }
}

/// Whether they have the same steps.
pub(super) fn are_same(one: &Sequence, other: &Sequence) -> bool {
    written(one.steps().iter()) == written(other.steps().iter())
}

/// Steps as a text of their own, for comparisons alone.
fn written<'s>(steps: impl ExactSizeIterator<Item = &'s Step>) -> Zeroizing<String> {
    // What grew would leave copies behind.
    const LONGEST: usize = "65535:icmp,".len();
    let mut text = Zeroizing::new(String::with_capacity(steps.len() * LONGEST));
    for step in steps {
        let port = step.port().map_or(0, NonZeroU16::get);
        let transport = step.protocol.transport();
        // Writing to a text cannot fail.
        let _ = write!(text, "{port}:{transport},");
    }
    text
}

/// What a name says that its door does, and the rest of it.
pub(super) fn named(name: &str) -> Option<(Role, &str)> {
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
