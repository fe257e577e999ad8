//! What a stranger said, made fit for a terminal, a log and a notification.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a stranger said: short, on one line, and with everything escaped that is no visible character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Excerpt(String);

/// So many characters of an answer tell a web page from an address.
const ANSWER: usize = 40;
/// So many are a sentence of a library's, with a name in it.
const CAUSE: usize = 120;

impl Excerpt {
    /// Of an answer: at most 40 characters.
    pub(super) fn of_answer(answer: &[u8]) -> Self {
        Self::of(&String::from_utf8_lossy(answer), ANSWER)
    }

    /// Of an error's words, which may repeat what the other side sent: at most 120 characters.
    pub(super) fn of_cause(cause: &impl fmt::Display) -> Self {
        Self::of(&cause.to_string(), CAUSE)
    }

    /// The text, without anything that would have to be escaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// At most so many characters of a text, the last of which says whether there were more.
    fn of(text: &str, most: usize) -> Self {
        let mut shown = String::new();
        let mut left = most;
        for c in text.chars() {
            let piece = escaped(c);
            let length = piece.chars().count();
            // One is kept for the ellipsis.
            if length >= left {
                shown.push('…');
                break;
            }
            shown.push_str(&piece);
            left -= length;
        }
        Self(shown)
    }
}

/// Control characters, those that turn the direction of a text or take no room, and the backslash itself, as Rust
/// writes them.
fn escaped(c: char) -> String {
    match c {
        '"' | '\'' => c.to_string(),
        _ => c.escape_debug().collect(),
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"", "")]
    #[case(b"Hello", "Hello")]
    #[case(b"<p class=\"a\">it's</p>", "<p class=\"a\">it's</p>")]
    #[case("bücher".as_bytes(), "bücher")]
    #[case(b"a\nb\tc\\d", r"a\nb\tc\\d")]
    #[case(b"\x1b]0;x\x07", r"\u{1b}]0;x\u{7}")]
    #[case("\u{202e}evil".as_bytes(), r"\u{202e}evil")]
    #[case("a\u{200b}\u{9b}31m".as_bytes(), r"a\u{200b}\u{9b}31m")]
    #[case(b"\xff\x00", "\u{fffd}\\0")]
    fn what_is_not_visible_is_escaped(#[case] answer: &[u8], #[case] shown: &str) {
        assert_eq!(Excerpt::of_answer(answer).as_str(), shown);
    }

    #[rstest]
    #[case(39, "x", 39)]
    #[case(40, "x", 40)]
    #[case(1000, "x", 40)]
    #[case(1000, "\u{1b}", 37)]
    fn it_is_no_longer_than_forty_characters(
        #[case] times: usize,
        #[case] what: &str,
        #[case] length: usize,
    ) {
        let excerpt = Excerpt::of_answer(what.repeat(times).as_bytes());
        assert_eq!(excerpt.as_str().chars().count(), length);
        assert_eq!(excerpt.as_str().ends_with('…'), times > 39);
    }
}
