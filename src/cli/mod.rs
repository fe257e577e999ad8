//! The command line: arguments in, words and an exit status out.

mod actions;
mod adding;
mod agent;
mod arguments;
mod autostart;
mod change;
mod config;
mod connect;
mod console;
mod context;
mod demo;
mod doctor;
mod edit;
mod engine;
mod export;
mod extend;
mod follow_up;
mod history;
mod hold;
mod import;
mod knock;
mod list;
mod new;
mod pages;
mod passphrase;
mod progress_lines;
mod put_off;
mod random;
mod receipt_lines;
mod record;
mod secret;
mod ssh_config;
mod state;
mod status;
mod turns;
mod window;

pub use status::Status;

use std::ffi::OsString;

use clap::{CommandFactory as _, FromArgMatches as _, Parser as _};

use crate::core_dumps;
use crate::text::Catalogue;
use crate::usage;
use arguments::{Arguments, Command};
use context::Context;

/// Runs the program with these arguments, the program's name first.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    core_dumps::disable();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // The help's words are looked up only where help is shown: a knock does not wait for them.
    let Ok(parsed) = Arguments::try_parse_from(&arguments) else {
        return explain(&arguments);
    };
    let context = Context::new(parsed.config);
    match parsed.command {
        Command::Open(asked) if asked.quiet => actions::run(&context.quiet(), &asked),
        Command::Open(asked) => actions::run(&context, &asked),
        Command::Close(asked) => actions::run(&context, &asked),
        Command::Check(asked) => actions::run(&context, &asked),
        Command::Extend(asked) => extend::run(&context, &asked),
        Command::Status(asked) => state::run(&context, &asked),
        Command::History(asked) => history::run(&context, &asked),
        Command::List(asked) => list::run(&context, &asked),
        Command::Connect(asked) => connect::run(context, &asked),
        Command::SshConfig(asked) => ssh_config::run(&context, &asked),
        Command::Knock(asked) => knock::run(&context, &asked),
        Command::Config(asked) => config::run(&context, &asked),
        Command::Edit(asked) => edit::run(&context, &asked),
        Command::New(asked) => new::run(&context, &asked),
        Command::Import(asked) => import::run(&context, &asked),
        Command::Export(asked) => export::run(&context, &asked),
        Command::Remove(asked) => change::remove(&context, &asked),
        Command::Rename(asked) => change::rename(&context, &asked),
        Command::Duplicate(asked) => change::duplicate(&context, &asked),
        Command::Secret(asked) => secret::run(&context, &asked.command),
        Command::Demo => demo::run(&context),
        Command::Doctor(asked) => doctor::run(&context, &asked),
        Command::Agent(asked) => agent::run(&context, asked.command),
        Command::Window => window::run(&context),
        Command::Autostart(asked) => autostart::run(&context, &asked),
        Command::Completions { shell } => pages::completions(&context, shell),
        Command::Man { folder } => pages::man(&context, folder.as_deref()),
    }
}

/// Shows the help that was asked for, or what is wrong with the arguments.
fn explain(arguments: &[OsString]) -> Status {
    let words = Catalogue::here();
    let mut command = command(&words);
    let result = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    match result {
        Err(error) => {
            usage::show(&error, &command, &words);
            if error.use_stderr() {
                Status::Usage
            } else {
                Status::Done
            }
        }
        Ok(_) => Status::Usage,
    }
}

/// The command line with its words.
pub(crate) fn command(words: &Catalogue) -> clap::Command {
    usage::with_words(Arguments::command(), words, "cli")
}
