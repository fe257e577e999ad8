//! A receipt for a terminal: every packet, and what came back.

use super::console;
use crate::history::{self, Entry};
use crate::knock::{Receipt, StepReport, detail, headline, result_words};
use crate::say;
use crate::text::Catalogue;

/// The outcome in one line, coloured.
pub(super) fn outcome_line(words: &Catalogue, receipt: &Receipt) -> String {
    let style = console::style_of(&receipt.outcome);
    let headline = format!("{style}{}{style:#}", headline(words, receipt));
    let detail = detail(words, receipt);
    say!(words, "outcome-line", headline = headline, detail = detail)
}

/// The same of a line of the history, of which there is less to say.
pub(super) fn entry_line(words: &Catalogue, entry: &Entry) -> String {
    let reason = entry.reason.as_deref().map_or_else(String::new, |reason| {
        say!(words, "history-reason", reason = reason)
    });
    say!(
        words,
        "open-just-failed",
        headline = history::headline(words, entry),
        reason = reason,
        profile = entry.profile.as_str()
    )
}

/// Whether there is nothing that a person should know.
pub(super) fn is_all_well(receipt: &Receipt) -> bool {
    let is_unspent = receipt
        .list
        .as_ref()
        .is_some_and(|list| list.unspent.is_some());
    receipt.outcome.failure().is_none() && !is_unspent
}

/// A line for each packet.
pub(super) fn step_lines(words: &Catalogue, receipt: &Receipt) -> Vec<String> {
    let line = |step: &StepReport| {
        let local = step.local.map_or_else(
            || "-".to_owned(),
            |local| StepReport::place(step.protocol, local),
        );
        format!(
            "  {:>8}  {}  {local} → {}  {}",
            say!(words, "step-time", ms = step.at.as_millis().to_string()),
            step.protocol,
            StepReport::place(step.protocol, step.remote),
            result_words(words, step.result)
        )
    };
    receipt.steps.iter().map(line).collect()
}
