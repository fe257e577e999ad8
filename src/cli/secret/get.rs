//! `secret get`: prints a secret, as it is kept.

use std::io::{self, IsTerminal as _, Write as _};

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
    let mut stdout = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    // Not through `console`, which would keep a copy.
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.write_all(end.as_bytes()));
    match written {
        Ok(()) => Ok(Status::Done),
        Err(error) => {
            console::error(
                words,
                &say!(words, "cannot-write", error = error.to_string()),
            );
            Err(Status::Failed)
        }
    }
}
