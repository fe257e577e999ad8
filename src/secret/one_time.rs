//! A list of one-time sequences, in the format of knockd's `one_time_sequences` (knockd(1)): a sequence a line; a line
//! that begins with `#` is spent, and knockd spends one by writing that sign over its first character. Pure.

use zeroize::Zeroizing;

use super::SecretError;
use crate::config::decode_sequence;
use crate::profile::Sequence;

/// A list of one-time sequences: passwords, so it does not print.
pub struct OneTimeList(Zeroizing<String>);

/// A line that has not been used.
struct Line<'l> {
    /// From 1.
    number: usize,
    /// Where it begins.
    start: usize,
    text: &'l str,
}

impl OneTimeList {
    /// The list that this text is.
    #[must_use]
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// How many sequences are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.unspent().count()
    }

    /// The next sequences, `most` of them or as many as are left; at least one.
    ///
    /// # Errors
    ///
    /// Where none is left, or one of them is no sequence.
    pub fn next(&self, most: usize) -> Result<Vec<Sequence>, SecretError> {
        let lines = self.unspent().take(most.max(1)).map(|line| {
            decode_sequence(line.text).map_err(|mistake| SecretError::BadLine {
                line: line.number,
                mistake,
            })
        });
        let sequences = lines.collect::<Result<Vec<_>, _>>()?;
        if sequences.is_empty() {
            return Err(SecretError::Exhausted);
        }
        Ok(sequences)
    }

    /// The sequence that was spent last: the spent line nearest before the first that is left. A comment is none.
    #[must_use]
    pub fn last_spent(&self) -> Option<Sequence> {
        let end = self
            .unspent()
            .next()
            .map_or(self.0.len(), |line| line.start);
        let mut spent = self.0[..end]
            .lines()
            .rev()
            .filter_map(|line| line.trim().strip_prefix('#'));
        spent.find_map(|line| decode_sequence(line).ok())
    }

    /// The first mistake of any line that is left.
    ///
    /// # Errors
    ///
    /// That mistake; or that none is left.
    pub fn check(&self) -> Result<(), SecretError> {
        self.next(usize::MAX).map(|_| ())
    }

    /// The list's text once its first `count` sequences are spent. A `#` takes the place of a space at the beginning of
    /// a line, as knockd wants its lines to begin; where there is none, it is put before the line, so that no digit is
    /// lost.
    #[must_use]
    pub fn spent(&self, count: usize) -> Zeroizing<String> {
        let starts: Vec<usize> = self.unspent().take(count).map(|line| line.start).collect();
        let mut text = Zeroizing::new(String::with_capacity(self.0.len() + count));
        let mut done = 0;
        for start in starts {
            text.push_str(&self.0[done..start]);
            text.push('#');
            let is_blank = self.0[start..].starts_with([' ', '\t']);
            done = start + usize::from(is_blank);
        }
        text.push_str(&self.0[done..]);
        text
    }

    /// Whether the next sequence is the same as that of `other`, so that nobody has used it meanwhile.
    #[must_use]
    pub fn begins_like(&self, other: &Self) -> bool {
        let first = |list: &Self| list.unspent().next().map(|line| line.text.to_owned());
        first(self).map(Zeroizing::new) == first(other).map(Zeroizing::new)
    }

    fn unspent(&self) -> impl Iterator<Item = Line<'_>> {
        let mut start = 0;
        let lines = self
            .0
            .split_inclusive('\n')
            .enumerate()
            .map(move |(index, text)| {
                let line = Line {
                    number: index + 1,
                    start,
                    text: text.trim(),
                };
                start += text.len();
                line
            });
        lines.filter(|line| !line.text.is_empty() && !line.text.starts_with('#'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(text: &str) -> OneTimeList {
        OneTimeList::new(Zeroizing::new(text.to_owned()))
    }

    fn first_port(sequence: &Sequence) -> u16 {
        sequence.steps()[0].port().unwrap().get()
    }

    #[test]
    fn spent_lines_comments_and_blank_lines_are_passed_over() {
        let list = list("# mine\n#7000,8000\n\n 7001,8001:udp\n7002\n 7003\n");
        assert_eq!(list.left(), 3);
        let ports: Vec<u16> = list.next(2).unwrap().iter().map(first_port).collect();
        assert_eq!(ports, [7001, 7002]);
        assert_eq!(list.next(9).unwrap().len(), 3);
        assert_eq!(first_port(&list.last_spent().unwrap()), 7000);
    }

    #[test]
    fn a_line_is_spent_as_knockd_spends_it_and_no_digit_is_lost() {
        let first = list(" 7000,8000\n7001\r\n 7002").spent(1);
        assert_eq!(*first, "#7000,8000\n7001\r\n 7002");
        let second = list(&first).spent(1);
        assert_eq!(*second, "#7000,8000\n#7001\r\n 7002");
        assert_eq!(*list(&second).spent(1), "#7000,8000\n#7001\r\n#7002");
        assert_eq!(*list(" 1\n 2\n 3\n").spent(2), "#1\n#2\n 3\n");
    }

    #[test]
    fn one_without_lines_is_exhausted() {
        for text in ["", "\n", "#7000\n# 8000"] {
            assert_eq!(list(text).next(1).unwrap_err(), SecretError::Exhausted);
        }
    }

    #[test]
    fn a_bad_line_is_named_by_its_number_alone() {
        let error = list("#1\n 7000\n 70000,1\n").next(2).unwrap_err();
        assert_eq!(error.to_string(), "line 3: step 1: not a port");
        let error = list(" 1\n 2\n 3\n x\n").check().unwrap_err();
        assert_eq!(error.to_string(), "line 4: step 1: not a port");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), lines in "([ \t#é7000,\r]{0,6}\n){0,6}") {
            for text in [&text, &lines] {
                let before = list(text);
                let (_, _) = (before.next(2).is_ok(), before.check().is_ok());
                let after = list(&before.spent(1));
                prop_assert_eq!(after.left(), before.left().saturating_sub(1));
            }
        }

        #[test]
        fn spending_takes_the_first_away_and_leaves_all_others(text in "([ #]?[0-9]{0,3}\n){0,8}", count in 0usize..4) {
            let before = list(&text);
            let after = OneTimeList::new(before.spent(count));
            prop_assert_eq!(after.left(), before.left().saturating_sub(count));
            let rest = |list: &OneTimeList, skipped| -> Vec<String> {
                list.unspent().skip(skipped).map(|line| line.text.to_owned()).collect()
            };
            prop_assert_eq!(rest(&after, 0), rest(&before, count.min(before.left())));
        }
    }
}
