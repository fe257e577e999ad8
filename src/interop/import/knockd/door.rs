//! A door of a `knockd.conf`: a section with a sequence, and what is done for it.

use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use super::command;
use super::grammar::{Entry, Section};
use super::{Key, KnockdReason};
use crate::config::StepMistake;
use crate::interop::import::atoi::atoi;
use crate::interop::import::pairing::Role;
use crate::interop::import::{Note, Options, Reason};
use crate::profile::{
    Host, ListSource, Sequence, SequenceSource, Span, Step, TcpFlags, TcpFlagsError,
};

/// The most steps that knockd takes (0.8, tried).
const MOST_STEPS: usize = 32;

/// knockd's `cmd_timeout` where its configuration has none (0.8, tried).
const USUAL_CMD_TIMEOUT: i64 = 10;

/// A door.
pub(super) struct Door<'t> {
    /// As its section has it.
    pub name: &'t str,
    /// That of its section.
    pub line: usize,
    /// What it waits for.
    pub sequence: SequenceSource,
    /// How long it waits for all of it, and the line that says so; not positive where it never waits.
    pub seq_timeout: Option<(i64, usize)>,
    /// Which TCP packets it minds, where no program can send those that its sequence needs.
    pub unsendable: Option<TcpFlags>,
    /// Where it is looked for, if not at the machine of knockd.
    pub target: Option<Host>,
    /// What is done for its sequence.
    pub command: Option<&'t str>,
    /// After how long that is taken back.
    pub lapses_after: Option<Duration>,
    /// Whether that is taken back by itself at all.
    pub lapses: bool,
}

impl<'t> Door<'t> {
    /// The door of a section, and what there is to know of it.
    pub(super) fn read(
        section: &Section<'t>,
        options: &Options,
        notes: &mut Vec<Note>,
    ) -> Option<Self> {
        let Some(name) = section.name else {
            notes.push(note(section.line, None, true, KnockdReason::BadSection));
            return None;
        };
        let mut found = Reading::new(name, section.line, options);
        for entry in &section.entries {
            found.take(entry);
        }
        let door = found.door();
        notes.append(&mut found.notes);
        door
    }

    /// What its command does, where that can be told.
    pub(super) fn role_by_command(&self) -> Option<Role> {
        // What takes itself back has let somebody in before.
        let opens = self.lapses.then_some(Role::Opens);
        opens.or_else(|| command::role(self.command?))
    }

    /// What is said of it.
    pub(super) fn note(&self, line: usize, reason: KnockdReason) -> Note {
        note(line, Some(self.name), false, reason)
    }
}

/// A door that is read, line by line.
struct Reading<'t, 'o> {
    name: &'t str,
    line: usize,
    options: &'o Options<'o>,
    notes: Vec<Note>,
    sequence: Option<SequenceSource>,
    /// The first line that spoils it, and how.
    spoiled: Option<(usize, KnockdReason)>,
    seq_timeout: Option<(i64, usize)>,
    flags: Option<(TcpFlags, usize)>,
    target: Option<Host>,
    command: Option<&'t str>,
    has_stop_command: bool,
    cmd_timeout: Option<(i64, usize)>,
}

impl<'t, 'o> Reading<'t, 'o> {
    fn new(name: &'t str, line: usize, options: &'o Options<'o>) -> Self {
        Self {
            name,
            line,
            options,
            notes: Vec::new(),
            sequence: None,
            spoiled: None,
            seq_timeout: None,
            flags: None,
            target: None,
            command: None,
            has_stop_command: false,
            cmd_timeout: None,
        }
    }

    /// Of a key that is named twice, the last counts, as in knockd.
    fn take(&mut self, entry: &Entry<'t>) {
        let line = entry.line;
        let key = match Key::of(entry) {
            Ok(key) => key,
            Err(reason) => return self.notes.push(note(line, None, true, reason)),
        };
        let value = entry.value.unwrap_or_default();
        match key {
            Key::Sequence => self.take_sequence(line, value),
            Key::OneTimeSequences => self.take_list(line, value),
            Key::SeqTimeout => self.seq_timeout = Some((self.seconds(line, value), line)),
            Key::CmdTimeout => self.cmd_timeout = Some((self.seconds(line, value), line)),
            Key::TcpFlags => self.take_flags(line, value),
            Key::Target => match value.parse() {
                Ok(host) => self.target = Some(host),
                Err(_) => self
                    .notes
                    .push(note(line, None, true, KnockdReason::BadTarget)),
            },
            Key::StartCommand => self.command = Some(value),
            Key::StopCommand => self.has_stop_command = !value.is_empty(),
            Key::Nothing => {}
        }
    }

    fn take_sequence(&mut self, line: usize, value: &str) {
        let mut steps = Vec::new();
        for (index, item) in value.split(',').enumerate() {
            let number = index + 1;
            if number > MOST_STEPS {
                return self.spoil(line, KnockdReason::TooManySteps);
            }
            match step(item) {
                Ok((step, has_more)) => {
                    if has_more {
                        self.say(line, KnockdReason::StepAndMore { number });
                    }
                    steps.push(step);
                }
                Err(mistake) => return self.spoil(line, KnockdReason::Step { number, mistake }),
            }
        }
        self.sequence = Sequence::new(steps).map(SequenceSource::from);
    }

    fn take_list(&mut self, line: usize, value: &str) {
        if value.is_empty() {
            return;
        }
        let path = PathBuf::from(value);
        let is_there = self.options.files.read(&path).is_ok();
        let shown = value.to_owned();
        let reason = KnockdReason::OneTime {
            path: shown,
            is_there,
        };
        self.say(line, reason);
        self.sequence = Some(SequenceSource::OneTime(ListSource::File(path)));
    }

    fn take_flags(&mut self, line: usize, value: &str) {
        match value.parse() {
            Ok(flags) => {
                if value.contains(char::is_whitespace) {
                    self.say(line, KnockdReason::BlanksInFlags);
                }
                self.flags = Some((flags, line));
            }
            Err(TcpFlagsError::Unknown { number }) => {
                let reason = KnockdReason::Flags { number };
                self.notes.push(note(line, None, true, reason));
            }
        }
    }

    fn seconds(&mut self, line: usize, value: &str) -> i64 {
        let number = atoi(value);
        if number.has_more {
            self.say(line, KnockdReason::TimeAndMore);
        }
        number.value
    }

    fn door(&mut self) -> Option<Door<'t>> {
        if self.sequence.is_none() {
            self.spoil(self.line, KnockdReason::NoSequence);
        }
        if let Some((line, reason)) = self.spoiled.take() {
            self.notes.retain(|note| note.is_skipped);
            self.notes.push(note(line, Some(self.name), true, reason));
            return None;
        }
        let sequence = self.sequence.take()?;
        let needs_tcp = sequence.literal().is_none_or(Sequence::has_tcp);
        let unsendable = self
            .flags
            .filter(|(flags, _)| needs_tcp && !flags.are_sendable());
        if let Some((flags, line)) = unsendable {
            self.say(line, KnockdReason::Unsendable { flags });
        }
        let lapses_after = self.lapses_after();
        Some(Door {
            name: self.name,
            line: self.line,
            sequence,
            seq_timeout: self.seq_timeout,
            unsendable: unsendable.map(|(flags, _)| flags),
            target: self.target.take(),
            command: self.command,
            lapses_after,
            lapses: self.has_stop_command,
        })
    }

    /// The longest time that a profile can say is a day.
    fn lapses_after(&mut self) -> Option<Duration> {
        if !self.has_stop_command {
            let by_command = self.command.and_then(command::lapses_after)?;
            return (by_command <= Span::LONGEST).then_some(by_command);
        }
        let (seconds, line) = self.cmd_timeout.unwrap_or((USUAL_CMD_TIMEOUT, self.line));
        let Some(seconds) = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0) else {
            self.say(line, KnockdReason::ClosesAtOnce);
            return None;
        };
        let after = Duration::from_secs(seconds);
        if after > Span::LONGEST {
            self.say(line, KnockdReason::ClosesLate);
            return None;
        }
        Some(after)
    }

    fn say(&mut self, line: usize, reason: KnockdReason) {
        self.notes.push(note(line, Some(self.name), false, reason));
    }

    fn spoil(&mut self, line: usize, reason: KnockdReason) {
        self.spoiled.get_or_insert((line, reason));
    }
}

/// A step as knockd reads it, and whether it passes over some of its text. A port of 0, which knockd takes, cannot be sent
/// to.
fn step(item: &str) -> Result<(Step, bool), StepMistake> {
    let mut parts = item.split(':');
    let port = atoi(parts.next().unwrap_or_default());
    let protocol = parts.next().map_or("tcp", str::trim);
    if !["tcp", "udp"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(protocol))
    {
        return Err(StepMistake::UnknownProtocol);
    }
    let step = Zeroizing::new(format!("{}:{protocol}", port.value));
    let step = step.parse().map_err(StepMistake::from)?;
    Ok((step, port.has_more || parts.next().is_some()))
}

pub(super) fn note(
    line: usize,
    name: Option<&str>,
    is_skipped: bool,
    reason: KnockdReason,
) -> Note {
    Note {
        line,
        name: name.map(str::to_owned),
        is_skipped,
        reason: Reason::Knockd(reason),
    }
}
