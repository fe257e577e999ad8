//! The lines of a `.fwknoprc`, as fwknop's client tells them apart.

use std::collections::HashMap;

use super::FwknoprcReason;

/// In bytes. fwknop reads a longer line as two.
const LONGEST_LINE: usize = 1023;

/// The stanza that all others begin with, in any case.
const DEFAULT: &str = "default";

/// A file's stanzas: one that stands there twice is one.
#[derive(Default)]
pub(super) struct File<'t> {
    /// The one that all others begin with.
    pub default: Option<Section<'t>>,
    /// All others, in order.
    pub named: Vec<Section<'t>>,
    /// The first line that counts for nothing, because no stanza has begun.
    pub outside: Option<usize>,
}

/// A stanza.
pub(super) struct Section<'t> {
    /// As it is written first.
    pub name: &'t str,
    /// Where it begins, from 1.
    pub line: usize,
    /// Its lines, without comments.
    pub lines: Vec<Line<'t>>,
}

/// A line that is meant to say something.
pub(super) struct Line<'t> {
    /// Its number, from 1.
    pub number: usize,
    /// What it says.
    pub pair: Result<Pair<'t>, FwknoprcReason>,
}

/// A key, and its value.
#[derive(Clone, Copy)]
pub(super) struct Pair<'t> {
    /// Up to the first blank, without the colon that may end it.
    pub key: &'t str,
    /// Up to the next blank, `;` or `#`; not empty.
    pub value: &'t str,
    /// Whether there is more behind it than blanks.
    pub has_more: bool,
}

/// The stanzas of a text.
pub(super) fn file(text: &str) -> File<'_> {
    let mut file = File::default();
    let mut places = HashMap::new();
    let mut current = None;
    for (index, line) in text.split('\n').enumerate() {
        let number = index + 1;
        if line.is_empty() || line.starts_with(['#', ';', '\r', '\0']) {
            continue;
        }
        if let Some(name) = stanza_name(line) {
            let begin = || Section {
                name,
                line: number,
                lines: Vec::new(),
            };
            current = if is_default(name) {
                file.default.get_or_insert_with(begin);
                Some(Place::Default)
            } else {
                let place = places.entry(name.to_ascii_lowercase()).or_insert_with(|| {
                    file.named.push(begin());
                    file.named.len() - 1
                });
                Some(Place::Named(*place))
            };
            continue;
        }
        let section = match current {
            None => None,
            Some(Place::Default) => file.default.as_mut(),
            Some(Place::Named(place)) => file.named.get_mut(place),
        };
        match section {
            Some(section) => section.lines.push(Line {
                number,
                pair: pair(line),
            }),
            None => {
                file.outside.get_or_insert(number);
            }
        }
    }
    file
}

/// Where lines go.
#[derive(Clone, Copy)]
enum Place {
    Default,
    Named(usize),
}

/// Whether this is the stanza that all others begin with.
pub(super) fn is_default(name: &str) -> bool {
    name.eq_ignore_ascii_case(DEFAULT)
}

/// The name of the stanza that begins with this line: blanks in it count, what follows the bracket does not.
pub(super) fn stanza_name(line: &str) -> Option<&str> {
    let (name, _) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    Some(name)
}

/// What a line says.
pub(super) fn pair(line: &str) -> Result<Pair<'_>, FwknoprcReason> {
    if line.len() > LONGEST_LINE {
        return Err(FwknoprcReason::LineTooLong);
    }
    let blank = |character: char| character.is_ascii_whitespace() || character == '\x0b';
    let (key, rest) = line
        .trim_start_matches(blank)
        .split_once(blank)
        .ok_or(FwknoprcReason::NotAPair)?;
    let rest = rest.trim_start_matches(blank);
    let end = rest.find([' ', '\t', ';', '#', '\r']).unwrap_or(rest.len());
    let (value, more) = rest.split_at(end);
    if value.is_empty() {
        return Err(FwknoprcReason::NotAPair);
    }
    Ok(Pair {
        key: key.strip_suffix(':').unwrap_or(key),
        value,
        has_more: !more.trim_matches(blank).is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("KEY k1", "KEY", "k1", false)]
    #[case("KEY: k1", "KEY", "k1", false)]
    #[case("\t KEY\t k1 \t\r", "KEY", "k1", false)]
    #[case("KEY correct horse", "KEY", "correct", true)]
    #[case("KEY p#ss", "KEY", "p", true)]
    #[case("KEY p;", "KEY", "p", true)]
    #[case("KEY = k1", "KEY", "=", true)]
    #[case("KEY \"a", "KEY", "\"a", false)]
    fn a_value_ends_at_the_first_blank_or_comment(
        #[case] line: &str,
        #[case] key: &str,
        #[case] value: &str,
        #[case] has_more: bool,
    ) {
        let pair = pair(line).unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!(
            (pair.key, pair.value, pair.has_more),
            (key, value, has_more)
        );
    }

    #[rstest]
    #[case("   ")]
    #[case("KEY")]
    #[case("KEY ")]
    #[case("KEY=k1")]
    #[case("KEY:k1")]
    #[case("KEY # none")]
    #[case("[work")]
    fn what_has_no_value_is_a_mistake(#[case] line: &str) {
        assert_eq!(pair(line).err(), Some(FwknoprcReason::NotAPair));
    }

    #[test]
    fn an_indented_comment_is_a_key_that_nobody_knows() {
        let pair = pair("  # x").unwrap_or_else(|reason| panic!("{reason:?}"));
        assert_eq!((pair.key, pair.value), ("#", "x"));
    }

    #[test]
    fn a_line_of_1024_bytes_is_too_long() {
        assert!(pair(&format!("KEY {}", "k".repeat(1019))).is_ok());
        let line = format!("KEY {}", "k".repeat(1020));
        assert_eq!(pair(&line).err(), Some(FwknoprcReason::LineTooLong));
    }

    #[test]
    fn a_stanza_that_stands_there_twice_is_one() {
        let file = file("x y\n[Work] #\nA a\n[default]\nB b\n\n[wORK]\n#c\nC c\n[ work ]\nD d\n");
        let read = |section: &Section| {
            let numbers = section.lines.iter().map(|line| line.number);
            (
                section.name.to_owned(),
                section.line,
                numbers.collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            file.named.iter().map(read).collect::<Vec<_>>(),
            [
                ("Work".to_owned(), 2, vec![3, 9]),
                (" work ".to_owned(), 10, vec![11])
            ]
        );
        assert_eq!(
            file.default.as_ref().map(read),
            Some(("default".to_owned(), 4, vec![5]))
        );
        assert_eq!(file.outside, Some(1));
    }
}
