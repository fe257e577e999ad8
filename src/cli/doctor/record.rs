//! A diagnosis for a program.

use serde::Serialize;

use crate::doctor::{
    Cause, Diagnosis, Evidence, cause_words, evidence_words, fix_words, remedy_words,
};
use crate::text::Catalogue;

/// A diagnosis for a program.
#[derive(Debug, Serialize)]
pub(super) struct Record<'d> {
    profile: &'d str,
    cause: &'static str,
    certainty: &'static str,
    summary: String,
    evidence: Vec<String>,
    remaining: Vec<&'static str>,
    remedy: String,
    /// What the profile would say: a line of it, or what changes in its steps.
    fix: Option<String>,
    written: bool,
    left_open: bool,
    /// What the linter says of the profile.
    warnings: &'d [String],
}

impl<'d> Record<'d> {
    pub(super) fn of(
        words: &Catalogue,
        diagnosis: &'d Diagnosis,
        warnings: &'d [String],
        written: bool,
    ) -> Self {
        let evidence = |one: &Evidence| evidence_words(words, one);
        Self {
            profile: &diagnosis.profile,
            cause: diagnosis.cause.word(),
            certainty: diagnosis.certainty.word(),
            summary: cause_words(words, diagnosis.cause),
            evidence: diagnosis.evidence.iter().map(evidence).collect(),
            remaining: diagnosis
                .remaining
                .iter()
                .copied()
                .map(Cause::word)
                .collect(),
            remedy: remedy_words(words, diagnosis),
            fix: diagnosis.fix.map(|fix| fix_words(words, fix)),
            written,
            left_open: diagnosis.left_open,
            warnings,
        }
    }
}
