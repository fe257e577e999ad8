//! A server's half, and how it is written down.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::{Door, Kind, Opening};

/// The most characters of a profile's name in a comment: some servers cut lines off (fwknopd at 1,024 bytes, knockd at 4,096),
/// and take what is cut off for a line of its own.
const LONGEST_NAME: usize = 60;

/// The server's half of a profile.
pub struct ServerHalf {
    /// What it is, in a line.
    pub title: String,
    /// How it is loaded.
    pub load: Vec<Instruction>,
    /// How that is undone.
    pub undo: Vec<Instruction>,
    /// What it does not protect, a sentence each.
    pub unprotected: Vec<String>,
    /// The rules or the settings.
    pub body: Zeroizing<String>,
}

/// A part of the instructions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// What there is to know, or to do by hand.
    Say(String),
    /// What root types on the server.
    Run(String),
}

impl ServerHalf {
    /// The whole file: the instructions as comments, then the rules. It is a secret as the sequence is.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(self.body.len() + 8 * 1024));
        let comment = |text: &mut String, line: &str| {
            let line = format!("# {line}");
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
        };
        comment(&mut text, &self.title);
        comment(
            &mut text,
            "Whoever reads this file can open the door: keep it to yourself.",
        );
        for (title, instructions) in [
            ("To load it, as root:", &self.load),
            ("To undo it, as root:", &self.undo),
        ] {
            comment(&mut text, "");
            comment(&mut text, title);
            for instruction in instructions {
                comment(&mut text, &instruction.line());
            }
        }
        comment(&mut text, "");
        comment(&mut text, "What it does not protect:");
        for sentence in &self.unprotected {
            comment(&mut text, &format!("- {sentence}"));
        }
        text.push('\n');
        text.push_str(&self.body);
        text
    }
}

impl Instruction {
    pub(super) fn say(text: impl Into<String>) -> Self {
        Self::Say(text.into())
    }

    pub(super) fn run(text: impl Into<String>) -> Self {
        Self::Run(text.into())
    }

    /// In a line: a command stands behind a `$`.
    #[must_use]
    pub fn line(&self) -> String {
        match self {
            Self::Say(text) => format!("  {text}"),
            Self::Run(command) => format!("  $ {command}"),
        }
    }
}

/// The line that says whose half it is.
pub(super) fn title(door: &Door, server: &str) -> String {
    let name: String = door.name.chars().take(LONGEST_NAME).collect();
    let more = if is_short(door.name) { "" } else { "…" };
    format!(
        "{server}'s half of the profile {name:?}{more}, for TCP port {}, written by PortKnocker.",
        door.service
    )
}

/// Who closes a door behind himself should have another one.
pub(super) fn keep_a_session() -> Instruction {
    Instruction::say(
        "Keep a session open until the first opening has worked: what is connected stays connected.",
    )
}

fn is_short(name: &str) -> bool {
    name.chars().count() <= LONGEST_NAME
}

/// The command that writes this half, to be piped to the server: the same half, whatever the profile says by itself.
pub(super) fn export(door: &Door, kind: Kind) -> String {
    // Only a NUL cannot be written, and no name has one.
    let name = Some(door.name).filter(|name| is_short(name));
    let name = name.and_then(|name| shlex::try_quote(name).ok());
    let mut command = format!(
        "portknocker export {} --for {}",
        name.as_deref().unwrap_or("NAME"),
        kind.word()
    );
    if let Opening::Sequence { .. } = door.opening {
        // Writing to a text cannot fail.
        let _ = write!(command, " --service-port {}", door.service);
    }
    if let Some(interface) = door.interface {
        let _ = write!(command, " --interface {interface}");
    }
    command
}

/// What comes by another way than the one that the rules are for.
pub(super) fn elsewhere(door: &Door) -> Option<String> {
    let interface = door.interface?;
    Some(format!(
        "What comes in by another interface than {interface} is let through."
    ))
}

/// What holds for every sequence.
pub(super) fn unprotected(door: &Door, closes: bool) -> Vec<String> {
    let mut sentences = vec![
        format!(
            "TCP port {} of this machine alone is hidden; every other port is as it was, and what is passed on to a container or to another machine does not come by here.",
            door.service
        ),
        "Whoever can read the packets on their way can repeat the sequence. What is behind the door needs its own lock."
            .to_owned(),
        "Whoever comes from the same address, such as others behind the same router, is let in too."
            .to_owned(),
        "What connects while it is open stays connected when it is closed.".to_owned(),
        "Connections of this machine to itself are let through.".to_owned(),
    ];
    if door.server_timeout.is_none() && closes {
        sentences.push(
            "It stays open until the closing sequence comes: a server_timeout in the profile is a limit of the server's own."
                .to_owned(),
        );
    }
    sentences
}
