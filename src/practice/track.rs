//! How far a sequence has come: what a knocking server keeps for each source. Pure.

/// How far one sequence has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Track<K> {
    sequence: Vec<K>,
    done: usize,
}

impl<K: PartialEq> Track<K> {
    /// A sequence of which nothing has been seen.
    pub(super) fn new(sequence: Vec<K>) -> Self {
        Self { sequence, done: 0 }
    }

    /// Takes a hit; says whether it completed the sequence. A wrong one starts over, and may itself be a start.
    pub(super) fn hit(&mut self, hit: &K) -> bool {
        if self.sequence.get(self.done) != Some(hit) {
            self.done = 0;
        }
        if self.sequence.get(self.done) == Some(hit) {
            self.done += 1;
        }
        let complete = self.done == self.sequence.len();
        if complete {
            self.done = 0;
        }
        complete
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::right("abc", 1)]
    #[case::twice("abcabc", 2)]
    #[case::wrong_order("acb", 0)]
    #[case::unfinished("ab", 0)]
    #[case::wrong_then_right("abxabc", 1)]
    #[case::started_twice("aabc", 1)]
    fn only_the_whole_sequence_in_order_counts(#[case] hits: &str, #[case] times: usize) {
        let mut track = Track::new("abc".chars().collect());
        assert_eq!(hits.chars().filter(|hit| track.hit(hit)).count(), times);
    }
}
