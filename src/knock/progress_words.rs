//! What happens while an action runs, in words: the same in the command line and the window.

use super::{Progress, StepReport};
use crate::say;
use crate::text::Catalogue;

/// A line for what happens. `ports`: whether it says the port of a packet, which is part of a password.
#[must_use]
pub fn progress_words(words: &Catalogue, progress: &Progress, ports: bool) -> String {
    match *progress {
        Progress::ReadingSecret => say!(words, "progress-reading-secret"),
        Progress::AskingAddress => say!(words, "progress-asking-address"),
        Progress::Waiting(address) => {
            say!(words, "progress-waiting", address = address.to_string())
        }
        Progress::Hit {
            number,
            of,
            at,
            protocol,
            remote,
        } => say!(
            words,
            if ports {
                "progress-hit-port"
            } else {
                "progress-hit"
            },
            number = number,
            of = of,
            ms = at.as_millis().to_string(),
            protocol = protocol.word(),
            remote = StepReport::place(protocol, remote)
        ),
        Progress::Checking(port) => say!(words, "progress-checking", port = port.to_string()),
        Progress::Again(number) => say!(words, "progress-again", number = number),
    }
}
