//! What a mistyped word most likely means.

/// Less alike than this, two words have nothing to do with each other.
const LIKE: f64 = 0.75;

/// The one of `known` that `word` most likely means, if any is likely.
#[must_use]
pub fn nearest<T: AsRef<str>>(word: &str, known: impl IntoIterator<Item = T>) -> Option<T> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate.as_ref()), candidate))
        .filter(|(likeness, _)| *likeness > LIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}
