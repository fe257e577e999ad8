//! The keys of a door (knockd(1)), in any case.

use super::KnockdReason;
use super::grammar::Entry;
use crate::text::nearest;

/// What a line of a door is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// The steps that it waits for.
    Sequence,
    /// A list of such steps, each good once.
    OneTimeSequences,
    /// How long it waits for all steps, in seconds.
    SeqTimeout,
    /// Which TCP packets it minds.
    TcpFlags,
    /// The address that is knocked on, where it is not the server's own.
    Target,
    /// What is done.
    StartCommand,
    /// After how long that is taken back, in seconds.
    CmdTimeout,
    /// What takes it back.
    StopCommand,
    /// Nothing that a profile has to know.
    Nothing,
}

/// Each with the keys that say it; the second is an older name.
const KEYS: [(&str, Key); 14] = [
    ("sequence", Key::Sequence),
    ("one_time_sequences", Key::OneTimeSequences),
    ("seq_timeout", Key::SeqTimeout),
    ("timeout", Key::SeqTimeout),
    ("tcpflags", Key::TcpFlags),
    ("target", Key::Target),
    ("start_command", Key::StartCommand),
    ("command", Key::StartCommand),
    ("cmd_timeout", Key::CmdTimeout),
    ("stop_command", Key::StopCommand),
    // What is done for IPv6 is taken to be the same.
    ("start_command_6", Key::Nothing),
    ("command_6", Key::Nothing),
    ("stop_command_6", Key::Nothing),
    (LOG, Key::Nothing),
];

/// The one key of `[options]` that knockd takes in a door too (0.8, tried); it has no value.
pub(super) const LOG: &str = "usesyslog";

/// The keys of `[options]`.
const OPTIONS: [&str; 4] = [LOG, "logfile", "pidfile", "interface"];

impl Key {
    /// What a line is about.
    pub(super) fn of(entry: &Entry) -> Result<Self, KnockdReason> {
        let known = KEYS
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(entry.key));
        match known {
            Some((name, key)) if entry.value.is_none() == (name == LOG) => Ok(key),
            None => Err(unknown(entry, &KEYS.map(|(name, _)| name))),
            Some(_) => Err(KnockdReason::NotAKey),
        }
    }

    /// What is wrong with a line of `[options]`, which are nothing to a profile.
    pub(super) fn mistake_in_options(entry: &Entry) -> Option<KnockdReason> {
        let known = OPTIONS
            .into_iter()
            .find(|name| name.eq_ignore_ascii_case(entry.key));
        match known {
            Some(name) if entry.value.is_none() == (name == LOG) => None,
            None => Some(unknown(entry, &OPTIONS)),
            Some(_) => Some(KnockdReason::NotAKey),
        }
    }

    /// Whether it is a key that hardly any other format has.
    pub(super) fn is_telling(name: &str) -> bool {
        let known = KEYS.iter().map(|(known, _)| known);
        let mut telling = known.filter(|known| !["target", "timeout", "command"].contains(known));
        telling.any(|known| known.eq_ignore_ascii_case(name))
    }
}

fn unknown(entry: &Entry, known: &[&'static str]) -> KnockdReason {
    if entry.value.is_none() || !is_word(entry.key) {
        return KnockdReason::NotAKey;
    }
    KnockdReason::UnknownKey {
        key: entry.key.to_owned(),
        nearest: nearest(&entry.key.to_ascii_lowercase(), known.iter().copied()),
    }
}

/// What is no word may be a sequence, and is not shown.
fn is_word(key: &str) -> bool {
    const LONGEST: usize = 24;
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    !key.is_empty() && key.len() <= LONGEST && key.bytes().all(is_letter)
}
