//! `history`: what was done, oldest first.

use super::Status;
use super::arguments::HistoryArguments;
use super::console;
use super::context::Context;
use super::record;
use crate::history::{self, Entry};
use crate::say;

/// Prints a line for each action, of one profile or of all, those of profiles that are gone too.
pub(super) fn run(context: &Context, asked: &HistoryArguments) -> Status {
    let entries = match context.history() {
        Ok(entries) => entries,
        Err(status) => return status,
    };
    let is_asked = |entry: &&Entry| {
        asked
            .profile
            .as_ref()
            .is_none_or(|name| *name == entry.profile)
    };
    let entries: Vec<&Entry> = entries.iter().filter(is_asked).collect();
    if entries.is_empty() && !asked.json {
        console::note(&say!(context.words, "history-empty"));
    }
    for entry in entries {
        console::print(&if asked.json {
            record::line(entry)
        } else {
            history::line(&context.words, entry)
        });
    }
    Status::Done
}
