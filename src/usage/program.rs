//! A program without commands of its own, such as the agent and the window.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, Command, value_parser};

use super::{show, with_words};
use crate::say;
use crate::text::Catalogue;

/// Runs such a program with these arguments, its name first. `start` gets the configuration file, where one is named, and
/// gives the line that says why it failed; `about` is the message that says what the program is for.
pub(crate) fn run_program(
    name: &'static str,
    about: &str,
    words: &Catalogue,
    arguments: impl IntoIterator<Item = OsString>,
    start: impl FnOnce(Option<PathBuf>) -> Result<(), String>,
) -> ExitCode {
    let command = Command::new(name).version(env!("CARGO_PKG_VERSION")).arg(
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf)),
    );
    let mut command = with_words(command, words, about);
    let matches = match command.try_get_matches_from_mut(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            show(&error, &command, words);
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match start(matches.get_one("config").cloned()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            eprintln!("{}: {line}", say!(words, "config-error"));
            ExitCode::FAILURE
        }
    }
}
