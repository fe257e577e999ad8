//! Passphrases: from the terminal, unseen, or else the first line of standard input.

use std::io::{self, BufRead as _, IsTerminal as _};

use zeroize::Zeroizing;

use super::Status;
use super::console;
use super::context::Context;
use crate::say;

/// A new one, which a terminal asks for twice.
pub(super) fn chosen(context: &Context) -> Result<Zeroizing<String>, Status> {
    let words = &context.words;
    let first = read(context, &say!(words, "passphrase-new"))?;
    if first.is_empty() {
        console::error(words, &say!(words, "passphrase-empty"));
        return Err(Status::Usage);
    }
    if io::stdin().is_terminal() && read(context, &say!(words, "passphrase-again"))? != first {
        console::error(words, &say!(words, "passphrase-differs"));
        return Err(Status::Usage);
    }
    Ok(first)
}

/// That of a file; where standard input is the file, it can only come from the terminal.
pub(super) fn of_file(
    context: &Context,
    file: &str,
    is_input: bool,
) -> Result<Zeroizing<String>, Status> {
    let prompt = say!(&context.words, "passphrase-of", file = file);
    if is_input {
        return typed(&prompt).map_err(|error| unread(context, &error));
    }
    read(context, &prompt)
}

fn read(context: &Context, prompt: &str) -> Result<Zeroizing<String>, Status> {
    let read = if io::stdin().is_terminal() {
        typed(prompt)
    } else {
        let mut line = Zeroizing::new(String::with_capacity(4 * 1024));
        let read = io::stdin().lock().read_line(&mut line);
        read.map(|_| {
            let length = line.trim_end_matches(['\r', '\n']).len();
            line.truncate(length);
            line
        })
    };
    read.map_err(|error| unread(context, &error))
}

/// From the process's terminal, whatever its standard input is.
fn typed(prompt: &str) -> io::Result<Zeroizing<String>> {
    rpassword::prompt_password(format!("{prompt} ")).map(Zeroizing::new)
}

fn unread(context: &Context, error: &io::Error) -> Status {
    let words = &context.words;
    let line = say!(words, "passphrase-unread", error = error.to_string());
    console::error(words, &line);
    Status::Failed
}
