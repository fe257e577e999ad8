//! `completions` and `man`: for whoever packages the program.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::Status;
use super::arguments::Arguments;
use super::console;
use super::context::Context;
use super::help;
use crate::say;

/// Prints the completions for a shell.
pub(super) fn completions(context: &Context, shell: Shell) -> Status {
    let mut script = Vec::new();
    let mut command = command(context);
    clap_complete::generate(shell, &mut command, "portknocker", &mut script);
    ended(context, None, io::stdout().write_all(&script))
}

/// Prints the program's man page, or writes the pages of all commands into a folder.
pub(super) fn man(context: &Context, folder: Option<&Path>) -> Status {
    let result = match folder {
        Some(folder) => fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command(context), folder)),
        None => clap_mangen::Man::new(command(context)).render(&mut io::stdout()),
    };
    ended(context, folder, result)
}

fn command(context: &Context) -> Command {
    help::with_words(Arguments::command(), &context.words)
}

/// A reader that has gone away is no error of ours.
fn ended(context: &Context, folder: Option<&Path>, result: io::Result<()>) -> Status {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let words = &context.words;
            let error = error.to_string();
            let line = match folder {
                Some(folder) => {
                    let path = folder.display().to_string();
                    say!(words, "cannot-write-to", path = path, error = error)
                }
                None => say!(words, "cannot-write", error = error),
            };
            console::error(words, &line);
            Status::Failed
        }
        _ => Status::Done,
    }
}
