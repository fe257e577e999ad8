//! Options as `getopt_long(3)` reads them.

/// What a program was started with.
pub(super) struct Arguments<'w> {
    /// The options by their letters, each with its value.
    pub options: Vec<(char, &'w str)>,
    /// The rest, in order.
    pub operands: Vec<&'w str>,
}

impl Arguments<'_> {
    /// Whether it has that option.
    pub(super) fn has(&self, letter: char) -> bool {
        self.options.iter().any(|(known, _)| *known == letter)
    }

    /// The value of that option, where it has it; of several the last counts.
    pub(super) fn value(&self, letter: char) -> Option<&str> {
        let mut options = self.options.iter().rev();
        options
            .find(|(known, _)| *known == letter)
            .map(|(_, value)| *value)
    }
}

/// Reads arguments; options may stand among the operands. `letters` are the options, those with a value with a colon behind
/// them; `names` their long names, which may be cut short. `None` where an option is none of them, or lacks its value.
pub(super) fn getopt<'w>(
    words: &'w [String],
    letters: &str,
    names: &[(&str, char)],
) -> Option<Arguments<'w>> {
    let mut found = Arguments {
        options: Vec::new(),
        operands: Vec::new(),
    };
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if word == "--" {
            found.operands.extend(words);
            break;
        }
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            let letter = letter_of(name, names)?;
            let value = match (takes_value(letter, letters)?, value) {
                (true, None) => words.next()?,
                (true, Some(value)) => value,
                (false, None) => "",
                (false, Some(_)) => return None,
            };
            found.options.push((letter, value));
        } else if let Some(cluster) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
            let mut rest = cluster.chars();
            while let Some(letter) = rest.next() {
                if !takes_value(letter, letters)? {
                    found.options.push((letter, ""));
                    continue;
                }
                let value = match rest.as_str() {
                    "" => words.next()?,
                    value => value,
                };
                found.options.push((letter, value));
                break;
            }
        } else {
            found.operands.push(word);
        }
    }
    Some(found)
}

/// The option of a long name, or of the beginning of one alone.
fn letter_of(name: &str, names: &[(&str, char)]) -> Option<char> {
    let exact = names.iter().find(|(known, _)| *known == name);
    if let Some((_, letter)) = exact {
        return Some(*letter);
    }
    let mut begun = names.iter().filter(|(known, _)| known.starts_with(name));
    let (_, letter) = begun.next()?;
    begun.next().is_none().then_some(*letter)
}

/// Whether an option has a value; `None` where there is no such option.
fn takes_value(letter: char, letters: &str) -> Option<bool> {
    let (_, behind) = letters.split_once(letter).filter(|_| letter != ':')?;
    Some(behind.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("h 7 8", Some("| h 7 8"))]
    #[case("-u h 7", Some("u | h 7"))]
    #[case("h 7 -u 8", Some("u | h 7 8"))]
    #[case("-vd 500 h", Some("v d500 | h"))]
    #[case("-d500 h", Some("d500 | h"))]
    #[case("--delay=500 h", Some("d500 | h"))]
    #[case("--del 500 h", Some("d500 | h"))]
    #[case("--verb h -- -u", Some("v | h -u"))]
    #[case("- h", Some("| - h"))]
    #[case::two_begin_so("--ver h", None)]
    #[case::no_such("-x h", None)]
    #[case::no_such("--x h", None)]
    #[case::no_such("-: h", None)]
    #[case::without_its_value("h -d", None)]
    #[case::with_a_value("--udp=1 h", None)]
    fn options_are_read_as_getopt_does(#[case] line: &str, #[case] expected: Option<&str>) {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let names = [
            ("delay", 'd'),
            ("udp", 'u'),
            ("verbose", 'v'),
            ("version", 'V'),
        ];
        let shown = getopt(&words, "ud:vV", &names).map(|found| {
            let options = found.options.iter();
            let mut parts: Vec<String> = options
                .map(|(letter, value)| format!("{letter}{value}"))
                .collect();
            parts.push("|".to_owned());
            parts.extend(found.operands.iter().map(ToString::to_string));
            parts.join(" ")
        });
        assert_eq!(shown.as_deref(), expected);
    }
}
