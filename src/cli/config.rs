//! `config path|check|edit`.

use std::env;
use std::io;
use std::path::Path;
use std::process::ExitStatus;

use super::Status;
use super::arguments::{ConfigArguments, ConfigCommand};
use super::console;
use super::context::Context;
use crate::config::{self, Config, SetAside};
use crate::lint::{self, Report};
use crate::programs;
use crate::say;

/// What is started where neither `$VISUAL` nor `$EDITOR` says otherwise; the first that is there.
const EDITORS: &[&str] = if cfg!(windows) {
    &["notepad"]
} else {
    &["editor", "nano", "vim", "vi"]
};

/// Runs one of the three.
pub(super) fn run(context: &Context, asked: &ConfigArguments) -> Status {
    let path = match context.config_path() {
        Ok(path) => path,
        Err(status) => return status,
    };
    match asked.command {
        ConfigCommand::Path => {
            console::print(&path.display().to_string());
            Status::Done
        }
        ConfigCommand::Check { strict } => check(context, &path, strict),
        ConfigCommand::Edit => edit(context, &path),
    }
}

/// Shows every mistake of the file and its drop-ins, and what else there is to say of them.
fn check(context: &Context, path: &Path, strict: bool) -> Status {
    match config::load(path) {
        Ok(config) => {
            let mut status = Status::Done;
            for set_aside in &config.set_aside {
                match set_aside {
                    SetAside::Broken(_, diagnostics) => {
                        console::note(&diagnostics.render(&context.words, true));
                    }
                    other => {
                        let line = other.line(&context.words);
                        console::note(&say!(context.words, "drop-in-set-aside", line = line));
                    }
                }
                if set_aside.is_broken() || strict {
                    status = Status::Usage;
                }
            }
            let warnings = warn(context, path, &config);
            if warnings > 0 && strict {
                status = Status::Usage;
            }
            console::print(&good(context, &config, warnings));
            status
        }
        Err(error) => {
            console::load_error(&context.words, &error);
            Status::Usage
        }
    }
}

/// Shows the warnings about a configuration without mistakes; says how many there are.
fn warn(context: &Context, path: &Path, config: &Config) -> usize {
    let warnings = lint::lint(config, &lint::facts_here(config, path));
    for shown in Report::read(&warnings, path).render(&context.words, true) {
        console::note(&format!("{shown}\n"));
    }
    warnings.len()
}

fn good(context: &Context, config: &Config, warnings: usize) -> String {
    let words = &context.words;
    let good = say!(words, "config-good", profiles = config.profiles.len());
    if warnings == 0 {
        return good;
    }
    say!(words, "config-good-but", good = good, warnings = warnings)
}

fn edit(context: &Context, path: &Path) -> Status {
    let words = &context.words;
    match config::create_example(path) {
        Ok(true) => {
            let line = say!(words, "config-created", path = path.display().to_string());
            console::note(&line);
        }
        Ok(false) => {}
        Err(error) => {
            let line = say!(
                words,
                "config-not-created",
                path = path.display().to_string(),
                error = error.to_string()
            );
            console::error(words, &line);
            return Status::Failed;
        }
    }
    // Only for the variables that hold secrets, which the editor is not to have; mistakes are shown afterwards.
    let _ = config::load(path);
    match start_editor(path) {
        Ok(status) if status.success() => check(context, path, false),
        Ok(_) => {
            console::error(words, &say!(words, "editor-failed"));
            Status::Failed
        }
        Err(error) => {
            let line = say!(words, "editor-missing", error = error.to_string());
            console::error(words, &line);
            Status::Failed
        }
    }
}

/// Starts the user's editor and waits for its end. As in other programs, the variable may hold arguments.
fn start_editor(path: &Path) -> io::Result<ExitStatus> {
    let asked = ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.trim().is_empty());
    if let Some(asked) = asked {
        let words = split(&asked);
        let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        return programs::command(program)
            .args(arguments)
            .arg(path)
            .status();
    }
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for editor in EDITORS {
        match programs::command(editor).arg(path).status() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => last = error,
            ended => return ended,
        }
    }
    Err(last)
}

/// A program with its arguments, as a shell would take them. On Windows, where a backslash is part of a path, it is a
/// program alone.
fn split(command: &str) -> Vec<String> {
    let whole = || vec![command.to_owned()];
    if cfg!(windows) {
        whole()
    } else {
        shlex::split(command).unwrap_or_else(whole)
    }
}
