//! An entry in words: the same on the command line, in the menu and in the file that “View history” shows.

use std::time::Duration;

use jiff::tz::TimeZone;

use super::Entry;
use crate::say;
use crate::text::{Catalogue, duration};

/// `2026-11-23 14:32:07  homelab: open verified  192.0.2.1  312 ms`
#[must_use]
pub fn line(words: &Catalogue, entry: &Entry) -> String {
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
        elapsed = duration(words, Duration::from_millis(entry.duration_ms))
    )
}

/// The outcome in the words of its receipt: `homelab: open verified`.
#[must_use]
pub fn headline(words: &Catalogue, entry: &Entry) -> String {
    say!(
        words,
        &format!("outcome-{}", entry.outcome),
        profile = entry.profile.as_str(),
        action = say!(words, &format!("action-{}", entry.action))
    )
}

/// The outcome and its time, for a place where the profile's name stands already: `open verified, 2026-11-23 14:32`.
/// With its date, since nobody draws a menu anew at midnight.
#[must_use]
pub fn outcome(words: &Catalogue, entry: &Entry) -> String {
    let time = entry.time.to_zoned(TimeZone::system());
    say!(
        words,
        &format!("last-{}", entry.outcome),
        action = say!(words, &format!("action-{}", entry.action)),
        time = time.strftime("%F %R").to_string()
    )
}
