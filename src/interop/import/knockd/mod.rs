//! knockd's `knockd.conf`: its doors as profiles, those that open and close the same as one.
//!
//! knockd refuses a file with one mistake in it (0.8, tried); here the mistake is said, and the rest is read.

mod command;
mod door;
mod grammar;
mod key;
mod pairs;
mod reason;
#[cfg(test)]
mod tests;

pub use reason::KnockdReason;

use std::time::Duration;

use self::door::Door;
use self::grammar::Section;
use self::key::Key;
use super::{Entry, Fault, Import, Note, Options, Reason, name_from};
use crate::profile::{Host, Profile, Server, ServerKind, Settings, Span, Window};

/// The section that is no door; in this case alone.
const OPTIONS: &str = "options";

/// Packets closer than this overtake one another on their way (see the linter's timing).
const SHORTEST_DELAY: Duration = Duration::from_millis(50);

/// Whether there is a key of knockd's below a `[name]`.
pub(super) fn recognises(text: &str) -> bool {
    if text.starts_with("#!") {
        return false;
    }
    let below = text.lines().skip_while(|line| !is_section(line.trim()));
    below.skip(1).any(|line| match line.split_once('=') {
        Some((key, _)) => Key::is_telling(key.trim()),
        None => line.trim().eq_ignore_ascii_case(key::LOG),
    })
}

/// Tables of tables are TOML's.
fn is_section(line: &str) -> bool {
    line.starts_with('[') && !line.starts_with("[[")
}

/// The profiles of a `knockd.conf`, for the server that it is asked for: the file names none.
pub(super) fn read(text: &str, options: &Options) -> Result<Import, Fault> {
    let broken = |line, reason| Fault::Broken {
        line,
        reason: Reason::Knockd(reason),
    };
    let sections =
        grammar::sections(text).map_err(|line| broken(line, KnockdReason::BeforeSections))?;
    if sections.is_empty() {
        return Err(broken(1, KnockdReason::NoSection));
    }
    let mut notes = Vec::new();
    let (options_of_all, doors): (Vec<Section>, Vec<Section>) = sections
        .into_iter()
        .partition(|section| section.name == Some(OPTIONS));
    for entry in options_of_all.iter().flat_map(|section| &section.entries) {
        let mistake = Key::mistake_in_options(entry);
        notes.extend(mistake.map(|reason| door::note(entry.line, None, true, reason)));
    }
    let doors: Vec<Door> = doors
        .iter()
        .filter_map(|section| Door::read(section, options, &mut notes))
        .collect();
    let mut entries = Vec::new();
    for sides in pairs::pairs(&doors) {
        let opens = &doors[sides.opens];
        let closes = sides.closes.map(|index| &doors[index]);
        if closes.is_none() && pairs::closes(opens) {
            notes.push(opens.note(opens.line, KnockdReason::ClosesAlone));
        }
        let host = host(options, opens, &mut notes)?;
        let line = closes.map_or(opens.line, |closes| closes.line.min(opens.line));
        let profile = profile(opens, closes, host, &mut notes);
        entries.push(Entry {
            profile,
            line,
            kept: Vec::new(),
        });
    }
    notes.sort_by_key(|note: &Note| note.line);
    Ok(Import {
        entries,
        notes,
        settled: None,
    })
}

/// The server: the one that is asked for, or the one that the door is about.
fn host(options: &Options, door: &Door, notes: &mut Vec<Note>) -> Result<Host, Fault> {
    if let Some(host) = &options.host {
        return Ok(host.clone());
    }
    let host = door.target.clone().ok_or(Fault::NeedsHost)?;
    let reason = KnockdReason::Target { host: host.clone() };
    notes.push(door.note(door.line, reason));
    Ok(host)
}

fn profile(opens: &Door, closes: Option<&Door>, host: Host, notes: &mut Vec<Note>) -> Profile {
    let name = closes
        .and_then(|closes| pairs::common_name(opens, closes))
        .or_else(|| name_from(opens.name))
        .unwrap_or_else(|| "knockd".to_owned());
    let doors = || [Some(opens), closes].into_iter().flatten();
    let is_said = doors().any(|door| door.seq_timeout.is_some());
    let server = Server {
        kind: ServerKind::Knockd,
        seq_timeout: doors().map(seq_timeout).min().filter(|_| is_said),
        tcp_flags: opens.unsendable,
    };
    let mut ports = doors().filter_map(|door| command::port(door.command?));
    let check = ports
        .next()
        .filter(|port| ports.all(|other| other == *port));
    Profile {
        close: closes.map(|closes| closes.sequence.clone()),
        check,
        server_timeout: opens.lapses_after,
        settings: Settings {
            delay: doors()
                .map(|door| delay(door, notes))
                .min()
                .unwrap_or_default(),
            ..Settings::default()
        },
        server: Some(server),
        ..Profile::new(name, host, opens.sequence.clone())
    }
}

/// How long a door waits for its sequence; a profile says at least a second and at most a day.
fn seq_timeout(door: &Door) -> Duration {
    let Some((seconds, _)) = door.seq_timeout else {
        return Server::USUAL_SEQ_TIMEOUT;
    };
    let seconds = u64::try_from(seconds).unwrap_or_default();
    Duration::from_secs(seconds).clamp(Duration::from_secs(1), Span::LONGEST)
}

/// The usual delay, or the longest with which the door surely has its sequence in time.
fn delay(door: &Door, notes: &mut Vec<Note>) -> Duration {
    let usual = Settings::default().delay;
    let server = Server {
        kind: ServerKind::Knockd,
        seq_timeout: Some(seq_timeout(door)),
        tcp_flags: None,
    };
    let gaps = door
        .sequence
        .literal()
        .map(|sequence| sequence.steps().len() - 1);
    let gaps = gaps
        .and_then(|gaps| u32::try_from(gaps).ok())
        .unwrap_or_default();
    let (Some(Window::Whole(time)), Some((_, line))) = (server.window(), door.seq_timeout) else {
        return usual;
    };
    let Some(fits) = time.checked_div(gaps).filter(|fits| *fits < usual) else {
        return usual;
    };
    if fits < SHORTEST_DELAY {
        notes.push(door.note(line, KnockdReason::NeverInTime));
        return SHORTEST_DELAY;
    }
    let tens = u64::try_from(fits.as_millis() / 10).unwrap_or_default();
    let delay = Duration::from_millis(tens * 10);
    notes.push(door.note(line, KnockdReason::Faster { delay }));
    delay
}
