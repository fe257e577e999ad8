//! A receipt for a terminal: every packet, and what came back.

use super::console;
use crate::knock::{Receipt, StepReport, detail, headline, result_words};
use crate::say;
use crate::text::Catalogue;

/// The outcome in one line, coloured.
pub(super) fn outcome_line(words: &Catalogue, receipt: &Receipt) -> String {
    let style = console::style_of(&receipt.outcome);
    let headline = headline(words, receipt);
    format!("{style}{headline}{style:#}: {}", detail(words, receipt))
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
