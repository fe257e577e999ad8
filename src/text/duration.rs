//! A measured time in words.

use std::time::Duration;

use super::Catalogue;
use crate::say;

/// A measured time in words: whole milliseconds below a second, then seconds with one decimal, as far as it says something.
#[must_use]
pub fn duration(words: &Catalogue, duration: Duration) -> String {
    let millis = duration.as_millis();
    if millis < 1_000 {
        return say!(words, "duration-milliseconds", count = millis.to_string());
    }
    let tenths = (millis + 50) / 100;
    let (seconds, tenth) = ((tenths / 10).to_string(), tenths % 10);
    if tenth == 0 {
        return say!(words, "duration-seconds", count = seconds);
    }
    let tenth = tenth.to_string();
    say!(words, "duration-tenths", seconds = seconds, tenth = tenth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0 ms")]
    #[case(312, "312 ms")]
    #[case(999, "999 ms")]
    #[case(1_000, "1 s")]
    #[case(1_260, "1.3 s")]
    #[case(59_999, "60 s")]
    fn it_reads_well(#[case] millis: u64, #[case] text: &str) {
        let words = Catalogue::english();
        assert_eq!(duration(&words, Duration::from_millis(millis)), text);
    }

    #[test]
    fn a_decimal_has_the_sign_of_its_language() {
        let words = Catalogue::of(Language::Fr);
        let text = duration(&words, Duration::from_millis(1_260));
        assert!(text.starts_with("1,3"), "{text}");
    }
}
