//! Command lines of knock(1), one or a script with several: a profile for each, those that mirror one another as one.

mod command;
mod getopt;
mod reason;
mod shell;
#[cfg(test)]
mod tests;

pub use reason::KnockReason;

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU16;
use std::time::Duration;

use zeroize::Zeroizing;

use self::command::{Does, Knock};
use self::shell::Command;
use super::pairing::{Role, Sides, Sign, are_same, either_way, named, pair};
use super::{Entry, Fault, Import, Note, Reason, name_from};
use crate::profile::{Family, Host, Profile, Sequence, Settings, Span};

/// Whether a line of it is a command with knock(1).
pub(super) fn recognises(text: &str) -> bool {
    let is_knock = |command: Command| {
        let words = command.words.unwrap_or_default();
        let words = begun_function(&words).map_or(&words[..], |(_, rest)| rest);
        match command::does(words) {
            Does::Knock(knock) => knock.is_meant,
            Does::Bad(_) => true,
            Does::Alias(scripts) => scripts.iter().any(|(_, script)| script.contains("knock ")),
            _ => false,
        }
    };
    text.contains("knock") && shell::commands(text).into_iter().any(is_knock)
}

/// The profiles of command lines.
pub(super) fn read(text: &str) -> Result<Import, Fault> {
    let mut script = Script::default();
    script.read(shell::commands(text), None);
    script.end_run();
    if script.knocks.is_empty() && script.notes.is_empty() {
        return Err(Fault::Broken {
            line: 1,
            reason: Reason::Knock(KnockReason::NoKnock),
        });
    }
    let entries = script.entries();
    script.notes.sort_by_key(|note| note.line);
    Ok(Import {
        entries,
        notes: script.notes,
        settled: None,
    })
}

/// What a script does, as far as it is read.
#[derive(Default)]
struct Script {
    knocks: Vec<Sent>,
    /// Knocks with one step each that may be one sequence.
    run: Option<Run>,
    /// The ports that it connects to with ssh, of each host.
    ssh: HashMap<String, HashSet<NonZeroU16>>,
    notes: Vec<Note>,
}

/// A sequence that is sent.
struct Sent {
    line: usize,
    /// The function or the alias that it stands in.
    label: Option<String>,
    host: Host,
    sequence: Sequence,
    delay: Option<Duration>,
    family: Family,
}

/// Knocks one after the other.
struct Run {
    line: usize,
    label: Option<String>,
    knock: Knock,
    /// What was waited before each of the others.
    gaps: Vec<Option<Duration>>,
    /// What was waited since the last one.
    waited: Option<Duration>,
}

impl Script {
    /// `alias` is the name that the commands stand for.
    fn read(&mut self, commands: Vec<Command>, alias: Option<(&str, usize)>) {
        let mut function = alias.map(|(name, _)| name.to_owned());
        for Command { line, words } in commands {
            let line = alias.map_or(line, |(_, line)| line);
            let Some(words) = words else {
                self.leave_out(line, KnockReason::Quote);
                continue;
            };
            let words = match begun_function(&words) {
                Some((name, rest)) => {
                    self.end_run();
                    function = Some(name.to_owned());
                    rest
                }
                None => &words[..],
            };
            if words.first().is_some_and(|word| word == "}") {
                self.end_run();
                function = None;
            }
            match command::does(words) {
                Does::Knock(knock) => self.knock(line, function.as_ref(), knock),
                Does::Bad(reason) => self.leave_out(line, reason),
                Does::Sleep(time) => self.wait(time),
                Does::Ssh { host, port } => {
                    self.end_run();
                    self.ssh.entry(host.to_string()).or_default().insert(port);
                }
                Does::Alias(scripts) => {
                    // An alias in an alias is none.
                    for (name, script) in scripts.iter().filter(|_| alias.is_none()) {
                        self.end_run();
                        self.read(shell::commands(script), Some((name, line)));
                        self.end_run();
                    }
                }
                Does::Nothing => {}
                Does::Other => self.end_run(),
            }
        }
    }

    fn leave_out(&mut self, line: usize, reason: KnockReason) {
        self.end_run();
        self.note(line, None, reason);
    }

    fn note(&mut self, line: usize, name: Option<String>, reason: KnockReason) {
        self.notes.push(Note {
            line,
            is_skipped: name.is_none(),
            name,
            reason: Reason::Knock(reason),
        });
    }

    fn wait(&mut self, time: Option<Duration>) {
        if let Some(run) = &mut self.run {
            run.waited = match (run.waited, time) {
                (Some(one), Some(other)) => Some((one + other).min(Span::LONGEST)),
                (one, other) => one.or(other),
            };
        }
    }

    fn knock(&mut self, line: usize, label: Option<&String>, knock: Knock) {
        let goes_on = |run: &&mut Run| {
            run.label.as_ref() == label
                && run.knock.host == knock.host
                && run.knock.family == knock.family
                && run.knock.is_meant == knock.is_meant
                && knock.steps.len() == 1
                && run.knock.steps.len() == run.gaps.len() + 1
        };
        if let Some(run) = self.run.as_mut().filter(goes_on) {
            let number = run.knock.steps.len() + 1;
            run.gaps.push(run.waited.take());
            run.knock.as_tcp.extend(knock.as_tcp.iter().map(|_| number));
            run.knock.steps.extend(knock.steps);
            return;
        }
        self.end_run();
        self.run = Some(Run {
            line,
            label: label.cloned(),
            knock,
            gaps: Vec::new(),
            waited: None,
        });
    }

    fn end_run(&mut self) {
        let Some(run) = self.run.take() else {
            return;
        };
        // Another program that goes to one port alone looks whether somebody is there.
        if !run.knock.is_meant && run.gaps.is_empty() {
            return;
        }
        let name = Some(run.label.clone().unwrap_or(run.knock.host.to_string()));
        if !run.gaps.is_empty() {
            let count = run.gaps.len() + 1;
            self.note(run.line, name.clone(), KnockReason::Joined { count });
        }
        for number in &run.knock.as_tcp {
            let reason = KnockReason::SentAsTcp { number: *number };
            self.note(run.line, name.clone(), reason);
        }
        self.knocks.extend(run.sent());
    }

    fn entries(&self) -> Vec<Entry> {
        let knocks = &self.knocks;
        let sides = pair(
            knocks.len(),
            &[&|index| knocks[index].by_label(), &|index| {
                knocks[index].by_sequence()
            }],
            &|opens, closes| belong_together(&knocks[opens], &knocks[closes]),
        );
        let mut of_host: HashMap<&str, usize> = HashMap::new();
        for side in &sides {
            *of_host.entry(knocks[side.opens].host.as_str()).or_default() += 1;
        }
        let mut names = Names::default();
        let entry = |sides: &Sides| {
            let opens = &knocks[sides.opens];
            let closes = sides.closes.map(|index| &knocks[index]);
            let host = opens.host.as_str();
            let ports = self.ssh.get(host).filter(|_| of_host[host] == 1);
            let mut ports = ports.into_iter().flatten();
            let check = ports.next().filter(|_| ports.next().is_none()).copied();
            let delays = [opens.delay, closes.and_then(|closes| closes.delay)];
            let usual = Settings::default();
            let profile = Profile {
                close: closes.map(|closes| closes.sequence.clone().into()),
                check,
                settings: Settings {
                    // The slower one does for both.
                    delay: delays.into_iter().flatten().max().unwrap_or(usual.delay),
                    family: opens.family,
                    ..usual
                },
                ..Profile::new(
                    names.next(&opens.name(closes)),
                    opens.host.clone(),
                    opens.sequence.clone(),
                )
            };
            Entry {
                profile,
                line: closes.map_or(opens.line, |closes| closes.line.min(opens.line)),
                kept: Vec::new(),
            }
        };
        sides.iter().map(entry).collect()
    }
}

impl Run {
    fn sent(self) -> Option<Sent> {
        let mut steps = self.knock.steps;
        let mut delay = self.knock.delay;
        if let Some(first) = self.gaps.first() {
            delay = *first;
            if self.gaps.iter().any(|gap| gap != first) {
                for (step, gap) in steps[1..].iter_mut().zip(&self.gaps) {
                    step.delay = *gap;
                }
                delay = None;
            }
        }
        Some(Sent {
            line: self.line,
            label: self.label,
            host: self.knock.host,
            sequence: Sequence::new(steps)?,
            delay,
            family: self.knock.family,
        })
    }
}

impl Sent {
    fn role(&self) -> Option<Role> {
        let (role, _) = named(self.label.as_ref()?)?;
        Some(role)
    }

    /// `open_ssh` and `close_ssh`, of one host.
    fn by_label(&self) -> Option<Sign> {
        let (role, rest) = named(self.label.as_ref()?)?;
        let key = format!("{} {}", self.host, rest.to_lowercase());
        Some((Zeroizing::new(key), Some(role)))
    }

    /// The same steps the other way round, of one host.
    fn by_sequence(&self) -> Option<Sign> {
        let key = Zeroizing::new(format!("{} {}", self.host, *either_way(&self.sequence)?));
        Some((key, self.role()))
    }

    /// That of the function, without what tells the sides of a pair apart, or else the host's.
    fn name(&self, closes: Option<&Self>) -> String {
        let label = self.label.as_deref();
        let common = closes.and(label.and_then(named).map(|(_, rest)| rest));
        let name = common
            .filter(|rest| !rest.is_empty())
            .or(label.filter(|_| common.is_none()));
        name.and_then(name_from)
            .unwrap_or_else(|| self.host.to_string())
    }
}

fn belong_together(opens: &Sent, closes: &Sent) -> bool {
    opens.family == closes.family
        && !are_same(&opens.sequence, &closes.sequence)
        && opens.role() != Some(Role::Closes)
        && closes.role() != Some(Role::Opens)
}

/// The function that begins with these words, and those behind that.
fn begun_function(words: &[String]) -> Option<(&str, &[String])> {
    match words {
        [first, rest @ ..] if first.len() > 2 && first.ends_with("()") => {
            Some((first.trim_end_matches("()"), rest))
        }
        [name, first, rest @ ..] if first == "()" => Some((name, rest)),
        [first, name, rest @ ..] if first == "function" => {
            Some((name.trim_end_matches("()"), rest))
        }
        _ => None,
    }
}

/// Names that were given, each once.
#[derive(Default)]
struct Names(HashMap<String, usize>);

impl Names {
    /// The name, with a number behind it where it was given before.
    fn next(&mut self, name: &str) -> String {
        let count = self.0.entry(name.to_owned()).or_default();
        *count += 1;
        match *count {
            1 => name.to_owned(),
            count => format!("{name} {count}"),
        }
    }
}
