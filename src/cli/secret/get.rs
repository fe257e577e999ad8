//! `secret get`: prints a secret, as it is kept.

use std::io::{self, IsTerminal as _, Write as _};

use zeroize::Zeroizing;

use super::{Status, asked, elsewhere, read};
use crate::cli::arguments::SecretOf;
use crate::cli::console;
use crate::cli::context::Context;
use crate::say;

/// Prints it, unless somebody may be looking.
pub(super) fn run(context: &Context, of: &SecretOf, reveal: bool) -> Result<Status, Status> {
    let words = &context.words;
    let (profile, field, source) = asked(context, of)?;
    let Some(source) = source else {
        return Err(elsewhere(context, &profile, field, None));
    };
    if io::stdout().is_terminal() && !reveal {
        console::error(words, &say!(words, "secret-not-on-terminal"));
        return Err(Status::Usage);
    }
    let text = read(context, &source, profile.settings.secret_timeout)?;
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let mut line = Zeroizing::new(String::with_capacity(text.len() + end.len()));
    line.push_str(&text);
    line.push_str(end);
    // In one piece with its end, it passes by the buffer, in which a copy would stay.
    match io::stdout().lock().write_all(line.as_bytes()) {
        Ok(()) => Ok(Status::Done),
        // As everywhere: a reader that has gone away is no error of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Done),
        Err(error) => {
            console::error(
                words,
                &say!(words, "cannot-write", error = error.to_string()),
            );
            Err(Status::Failed)
        }
    }
}
