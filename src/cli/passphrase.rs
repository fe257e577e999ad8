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

/// That of a file.
pub(super) fn of_file(context: &Context, file: &str) -> Result<Zeroizing<String>, Status> {
    read(context, &say!(&context.words, "passphrase-of", file = file))
}

fn read(context: &Context, prompt: &str) -> Result<Zeroizing<String>, Status> {
    let read = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{prompt} ")).map(Zeroizing::new)
    } else {
        let mut line = Zeroizing::new(String::with_capacity(4 * 1024));
        let read = io::stdin().lock().read_line(&mut line);
        read.map(|_| {
            let length = line.trim_end_matches(['\r', '\n']).len();
            line.truncate(length);
            line
        })
    };
    read.map_err(|error| {
        let words = &context.words;
        let line = say!(words, "passphrase-unread", error = error.to_string());
        console::error(words, &line);
        Status::Failed
    })
}
