//! `completions` and `man`: for whoever packages the program.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::Shell;

use super::Status;
use super::command;
use super::console;
use super::context::Context;
use crate::say;
use crate::text::Catalogue;
use crate::usage::man_page;

/// Prints the completions for a shell.
pub(super) fn completions(context: &Context, shell: Shell) -> Status {
    let mut script = Vec::new();
    let mut command = command(&context.words);
    clap_complete::generate(shell, &mut command, "portknocker", &mut script);
    ended(context, None, io::stdout().write_all(&script))
}

/// Prints the program's man page, or writes the pages of all commands into a folder.
pub(super) fn man(context: &Context, folder: Option<&Path>) -> Status {
    let (command, words) = (command(&context.words), &context.words);
    let result = match folder {
        Some(folder) => {
            fs::create_dir_all(folder).and_then(|()| write_pages(command, words, folder))
        }
        None => {
            man_page(command, words).and_then(|(_, page)| io::stdout().write_all(page.as_bytes()))
        }
    };
    ended(context, folder, result)
}

/// Writes a command's page, and those of its own commands.
fn write_pages(command: Command, words: &Catalogue, folder: &Path) -> io::Result<()> {
    for subcommand in command.get_subcommands() {
        write_pages(subcommand.clone(), words, folder)?;
    }
    let (name, page) = man_page(command, words)?;
    fs::write(folder.join(name), page)
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
