//! `ssh-config`: the lines by which ssh opens what it connects to.
//!
//! The syntax is that of `ssh_config(5)`: a pattern may stand between double quotes, a `ProxyCommand` is the rest of its
//! line, which the user's shell reads after each `%` and its letter have been replaced.

use std::borrow::Cow;

use super::Status;
use super::arguments::SshConfigArguments;
use super::console;
use super::context::Context;
use crate::config::{self, ConfigPath};
use crate::profile::Profile;
use crate::programs;
use crate::say;

/// Prints a `Host` block for each profile asked for, or for all that have a service port.
pub(super) fn run(context: &Context, asked: &SshConfigArguments) -> Status {
    match try_run(context, asked) {
        Ok(status) | Err(status) => status,
    }
}

fn try_run(context: &Context, asked: &SshConfigArguments) -> Result<Status, Status> {
    let profiles = context.profiles(&asked.profiles)?;
    let program = program(context)?;
    let mut blocks = Vec::new();
    let mut worst = Status::Done;
    for profile in profiles {
        match block(&profile, &program) {
            Ok(block) => blocks.push(block),
            // Nobody asked for it by its name.
            Err(Unfit::NoPort) if !asked.profiles.contains(&profile.name) => {}
            Err(unfit) => {
                let line = unfit.line(context, &profile);
                if asked.profiles.contains(&profile.name) {
                    console::error(&context.words, &line);
                    worst = Status::Failed;
                } else {
                    console::note(&line);
                }
            }
        }
    }
    if !blocks.is_empty() {
        console::print(&blocks.join("\n\n"));
    }
    Ok(worst)
}

/// Why there is no block for a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unfit {
    /// No port to connect to.
    NoPort,
    /// Its name means something else to ssh, or is refused by it.
    Name,
    /// Something that a line cannot hold.
    Unwritable,
}

impl Unfit {
    fn line(self, context: &Context, profile: &Profile) -> String {
        let name = profile.name.as_str();
        match self {
            Self::NoPort => say!(context.words, "connect-no-port", profile = name),
            Self::Name => say!(context.words, "ssh-config-name", profile = name),
            Self::Unwritable => say!(context.words, "ssh-config-unwritable", profile = name),
        }
    }
}

/// The words before a command of this program: its name, where a shell finds it by that, and the configuration file.
fn program(context: &Context) -> Result<Vec<String>, Status> {
    let own = programs::own().map_err(|error| {
        let line = say!(
            context.words,
            "ssh-config-no-program",
            error = error.to_string()
        );
        console::error(&context.words, &line);
        Status::Failed
    })?;
    let mut words = vec![own.to_string_lossy().into_owned()];
    if let Some(ConfigPath { path, named: true }) = config::path(context.asked_config.clone()) {
        words.push("--config".to_owned());
        words.push(path.to_string_lossy().into_owned());
    }
    Ok(words)
}

/// The block of one profile, without an end of its last line.
fn block(profile: &Profile, program: &[String]) -> Result<String, Unfit> {
    let port = profile.service_port().ok_or(Unfit::NoPort)?;
    let name = pattern(&profile.name).ok_or(Unfit::Name)?;
    let words = [program, &["connect".to_owned(), profile.name.clone()]].concat();
    let words: Option<Vec<String>> = words.iter().map(|word| shell_word(word)).collect();
    let command = words.ok_or(Unfit::Unwritable)?.join(" ");
    // What follows a percent sign means something to ssh, in an address with a zone as well.
    let (host, command) = (
        profile.host.as_str().replace('%', "%%"),
        command.replace('%', "%%"),
    );
    Ok(format!(
        "Host {name}\n    HostName {host}\n    Port {port}\n    ProxyCommand {command} %h %p"
    ))
}

/// A name as a pattern that fits that name alone; none where there is no such pattern, or where ssh would take the name for
/// something else: an option, or a user's name at a host. From 9.6 on it refuses what means something to a shell.
fn pattern(name: &str) -> Option<Cow<'_, str>> {
    let is_bad = |c: char| c.is_control() || "*?@'\"`\\$;&<>|(){},".contains(c);
    if name.is_empty() || name.starts_with(['-', '!']) || name.contains(is_bad) {
        return None;
    }
    let is_plain = |c: char| !c.is_whitespace() && c != '#' && c != '=';
    Some(if name.chars().all(is_plain) {
        name.into()
    } else {
        format!("\"{name}\"").into()
    })
}

/// A word for the shell; none where no line can hold it. ssh reads the line's quotes, too, and to it, unlike to a shell, a
/// backslash between quotes is a sign of its own.
fn shell_word(word: &str) -> Option<String> {
    // What is not Unicode cannot be told apart any more.
    if word.contains(['\n', '\r', '\0', '\u{fffd}']) {
        return None;
    }
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:%+=@,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Some(word.to_owned());
    }
    let quoted = |part: &str| match part.split_at_checked(part.len().saturating_sub(1)) {
        Some((before, sign @ ("'" | "\\"))) => format!("'{before}'\\{sign}"),
        _ => format!("'{part}'"),
    };
    Some(word.split_inclusive(['\'', '\\']).map(quoted).collect())
}
