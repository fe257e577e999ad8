//! Two entries of Knock on Ports, one to open and one to close, as one profile: an entry of its own closes nothing.

use std::collections::BTreeMap;
use std::mem;

use crate::interop::import::json::JsonReason;
use crate::interop::import::{Entry, Import, Note, Reason};
use crate::profile::{Action, Opening, Profile, Protocol, Step};

/// The words in names that say what an entry does: what opens, and what closes that.
const WORDS: [(&str, &str); 3] = [("open", "close"), ("unlock", "lock"), ("on", "off")];

/// Joins each entry that closes with the one that opens: where their names say so (`home open`, `home close`), or where
/// they are neighbours and one has the other's steps backwards. What is less sure stays as it is.
pub(super) fn join(import: &mut Import) {
    let pairs = [by_name(&import.entries), by_steps(&import.entries)].concat();
    let mut entries: Vec<Option<Entry>> = mem::take(&mut import.entries)
        .into_iter()
        .map(Some)
        .collect();
    for Pair { open, close, name } in pairs {
        let both = (&entries[open], &entries[close]);
        if !matches!(both, (Some(open), Some(close)) if go_together(&open.profile, &close.profile))
        {
            continue;
        }
        let closing = entries[close].take();
        if let (Some(opening), Some(closing)) = (&mut entries[open], closing) {
            import.notes.push(Note {
                line: closing.line,
                name: Some(closing.profile.name.clone()),
                is_skipped: false,
                reason: Reason::Json(JsonReason::KopPaired {
                    opens: opening.profile.name.clone(),
                    profile: name.clone(),
                }),
            });
            opening.profile.name = name;
            opening.profile.on_close = closing.profile.on_open;
            opening.profile.close = closing.profile.open.sequence().cloned();
        }
    }
    import.entries = entries.into_iter().flatten().collect();
    import.notes.sort_by_key(|note| note.line);
}

/// Two entries by their places, and the name of what they become.
#[derive(Clone)]
struct Pair {
    open: usize,
    close: usize,
    name: String,
}

/// Those whose names differ only in a word for opening and its word for closing, with no third one like them.
fn by_name(entries: &[Entry]) -> Vec<Pair> {
    let mut alike: BTreeMap<_, [Vec<usize>; 2]> = BTreeMap::new();
    for (index, Entry { profile, .. }) in entries.iter().enumerate() {
        if let Some((action, row, rest)) = said(&profile.name) {
            let host = profile.host.as_str().to_lowercase();
            let sides = alike.entry((host, row, rest.to_lowercase())).or_default();
            sides[usize::from(action == Action::Close)].push(index);
        }
    }
    let pair = |sides: &[Vec<usize>; 2]| {
        let ([open], [close]) = (&sides[0][..], &sides[1][..]) else {
            return None;
        };
        let profile = &entries[*open].profile;
        let name = match said(&profile.name) {
            Some((_, _, rest)) if !rest.is_empty() => rest,
            _ => profile.host.as_str(),
        };
        Some(Pair {
            open: *open,
            close: *close,
            name: name.to_owned(),
        })
    };
    alike.values().filter_map(pair).collect()
}

/// What a name says that its entry does, by which row of the words, and the rest of the name.
fn said(name: &str) -> Option<(Action, usize, &str)> {
    let is_gap = |c: char| !c.is_alphanumeric();
    let name = name.trim_matches(is_gap);
    let last = name.rsplit_once(is_gap).map(|(rest, word)| (word, rest));
    let parts = [last, name.split_once(is_gap), Some((name, ""))];
    parts.into_iter().flatten().find_map(|(word, rest)| {
        let rows = WORDS.iter().enumerate();
        let mut actions = rows.flat_map(|(row, (open, close))| {
            [(Action::Open, row, open), (Action::Close, row, close)]
        });
        let (action, row, _) = actions.find(|(_, _, one)| word.eq_ignore_ascii_case(one))?;
        Some((action, row, rest.trim_matches(is_gap)))
    })
}

/// Neighbours of which the second has the first one's steps backwards.
fn by_steps(entries: &[Entry]) -> Vec<Pair> {
    let neighbours = entries.windows(2).enumerate();
    neighbours
        .filter(|(_, two)| match two {
            [open, close] => are_reversed(&open.profile.open, &close.profile.open),
            _ => false,
        })
        .map(|(open, _)| Pair {
            open,
            close: open + 1,
            name: entries[open].profile.name.clone(),
        })
        .collect()
}

fn are_reversed(one: &Opening, other: &Opening) -> bool {
    let (Some(one), Some(other)) = (one.literal(), other.literal()) else {
        return false;
    };
    let (one, other) = (one.steps(), other.steps());
    one.len() == other.len()
        && one
            .iter()
            .zip(other.iter().rev())
            .all(|(a, b)| is_same(a, b))
        && !one.iter().zip(other).all(|(a, b)| is_same(a, b))
}

fn is_same(one: &Step, other: &Step) -> bool {
    match (&one.protocol, &other.protocol) {
        (Protocol::Tcp { port: one, .. }, Protocol::Tcp { port: other, .. }) => one == other,
        (
            Protocol::Udp { port, payload },
            Protocol::Udp {
                port: other_port,
                payload: other_payload,
            },
        ) => port == other_port && payload.bytes() == other_payload.bytes(),
        (Protocol::Icmp { size: one }, Protocol::Icmp { size: other }) => one == other,
        _ => false,
    }
}

/// Whether one profile can say all that both say.
fn go_together(open: &Profile, close: &Profile) -> bool {
    open.close.is_none()
        && close.close.is_none()
        && open.host.as_str().eq_ignore_ascii_case(close.host.as_str())
        && open.group == close.group
        && open.settings.delay == close.settings.delay
        && open.settings.family == close.settings.family
        && (close.check.is_none() || close.check == open.check)
}
