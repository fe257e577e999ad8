//! Secrets that stand in one text and no longer in another: pure.

use toml_edit::Item;

use super::Document;
use crate::profile::Action;

impl Document {
    /// Whether a secret of a profile stands in this text, and in the other one, where the profile is at `there`, comes from
    /// elsewhere.
    #[must_use]
    pub fn leaves(&self, at: usize, other: &Self, there: usize) -> bool {
        let goes = |path: &str| {
            self.item_at(at, path).is_some_and(is_literal)
                && other.item_at(there, path).is_some_and(Item::is_table_like)
        };
        let payload_goes = |action: Action| {
            let (before, elsewhere_before) = self.payloads(at, action);
            let (after, elsewhere_after) = other.payloads(there, action);
            let is_gone = before.iter().any(|payload| !after.contains(payload));
            is_gone && elsewhere_after > elsewhere_before
        };
        ["open", "close", "spa.key", "spa.hmac_key"]
            .into_iter()
            .any(goes)
            || [Action::Open, Action::Close].into_iter().any(payload_goes)
    }

    /// The payloads that stand in a sequence, and how many come from elsewhere.
    fn payloads(&self, at: usize, action: Action) -> (Vec<String>, usize) {
        let rows = self.rows(at, action).unwrap_or_default();
        let elsewhere = rows.iter().filter(|row| row.has_payload_elsewhere).count();
        let texts = rows.into_iter().map(|row| row.payload);
        (texts.filter(|text| !text.is_empty()).collect(), elsewhere)
    }
}

/// A sequence or a key that is not empty.
fn is_literal(item: &Item) -> bool {
    let is_list = |item: &Item| item.as_array().is_some_and(|steps| !steps.is_empty());
    let is_text = |item: &Item| item.as_str().is_some_and(|text| !text.is_empty());
    is_list(item) || is_text(item) || item.is_array_of_tables()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const STEP: &str = "open = [{ port = 1, protocol = \"udp\", payload = \"x\" }]";
    const STEP_ELSEWHERE: &str =
        "open = [{ port = 1, protocol = \"udp\", payload = { env = \"X\" } }]";

    #[rstest]
    #[case::sequence("open = [1]", "open = { keyring = true }", true)]
    #[case::tables("[[profile.close]]\nport = 1", "close = { env = \"X\" }", true)]
    #[case::key("spa.key = \"k\"", "spa.key = { keyring = true }", true)]
    #[case::hmac_key("spa = { hmac_key = \"k\" }", "spa.hmac_key = { file = \"k\" }", true)]
    #[case::payload(STEP, STEP_ELSEWHERE, true)]
    #[case::payload_that_stays(STEP_ELSEWHERE, STEP_ELSEWHERE, false)]
    #[case::another_literal("open = [1]", "open = [2]", false)]
    #[case::back("open = { keyring = true }", "open = [1]", false)]
    #[case::gone("close = [1]", "", false)]
    #[case::nothing_there("open = []", "open = { keyring = true }", false)]
    fn a_secret_leaves_where_it_comes_from_elsewhere_then(
        #[case] before: &str,
        #[case] after: &str,
        #[case] leaves: bool,
    ) {
        let [before, after] =
            [before, after].map(|body| Document::parse(&format!("[[profile]]\n{body}\n")).unwrap());
        assert_eq!(before.leaves(0, &after, 0), leaves);
    }
}
