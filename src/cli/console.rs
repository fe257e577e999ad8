//! The terminal, or what stands in its place. Colour is left out where nobody sees it.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};

use crate::config::LoadError;
use crate::knock::Outcome;
use crate::say;
use crate::text::Catalogue;

/// Whether a person sees the progress.
pub(super) fn is_interactive() -> bool {
    io::stderr().is_terminal()
}

/// Whether a person is there to answer a question.
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question; whatever does not begin with a letter that means yes, or no answer at all, is a no.
pub(super) fn ask(question: &str, yes: &str) -> bool {
    let _ = write!(anstream::stderr(), "{question} ");
    let mut answer = String::new();
    let _ = io::stdin().read_line(&mut answer);
    let first = answer.trim_start().chars().next();
    first.is_some_and(|letter| letter.to_lowercase().any(|letter| yes.contains(letter)))
}

/// Asks for a line; `None` where there is none, or nothing in it.
pub(super) fn answer(question: &str) -> Option<String> {
    let _ = write!(anstream::stderr(), "{question} ");
    let mut answer = String::new();
    let _ = io::stdin().read_line(&mut answer);
    let answer = answer.trim();
    (!answer.is_empty()).then(|| answer.to_owned())
}

/// A line of what the command is for, on standard output. A reader that has gone away is no error of ours.
pub(super) fn print(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A line about what is going on, on standard error.
pub(super) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// What is wrong, on standard error.
pub(super) fn error(words: &Catalogue, line: &str) {
    let red = AnsiColor::Red.on_default().bold();
    note(&format!(
        "{red}{}{red:#}: {line}",
        say!(words, "config-error")
    ));
}

/// Why there is no configuration, on standard error.
pub(super) fn load_error(words: &Catalogue, cause: &LoadError) {
    match cause {
        LoadError::Mistakes(diagnostics) => note(&diagnostics.render(words, true)),
        LoadError::Missing(_) | LoadError::Unreadable(..) => error(words, &cause.line(words)),
    }
}

/// The colour of an outcome.
pub(super) fn style_of(outcome: &Outcome) -> Style {
    match outcome {
        Outcome::Verified => AnsiColor::Green.on_default(),
        Outcome::Unverified => AnsiColor::Yellow.on_default(),
        Outcome::Failed(_) => AnsiColor::Red.on_default(),
    }
}
