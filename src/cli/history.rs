//! `history`: what was done, oldest first.

use jiff::tz::TimeZone;

use super::Status;
use super::arguments::HistoryArguments;
use super::console;
use super::context::Context;
use super::record;
use crate::history::Entry;
use crate::say;
use crate::text::{Catalogue, duration};

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
            line(&context.words, entry)
        });
    }
    Status::Done
}

/// `2026-11-23 14:32:07  homelab: open verified  192.0.2.1  312 ms`
fn line(words: &Catalogue, entry: &Entry) -> String {
    let time = entry.time.to_zoned(TimeZone::system());
    let cause = match &entry.reason {
        Some(reason) => say!(words, "history-reason", reason = reason.as_str()),
        None => String::new(),
    };
    say!(
        words,
        "history-line",
        time = time.strftime("%F %T").to_string(),
        headline = headline(words, entry),
        cause = cause,
        address = entry
            .address
            .map_or_else(|| "-".to_owned(), |address| address.to_string()),
        elapsed = duration(words, std::time::Duration::from_millis(entry.duration_ms))
    )
}

/// The outcome of an entry, in the words of its receipt.
pub(super) fn headline(words: &Catalogue, entry: &Entry) -> String {
    say!(
        words,
        &format!("outcome-{}", entry.outcome),
        profile = entry.profile.as_str(),
        action = say!(words, &format!("action-{}", entry.action))
    )
}
