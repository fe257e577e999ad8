//! A shell script as its simple commands, as far as that can be told without running it.

use zeroize::Zeroizing;

/// A simple command.
pub(super) struct Command {
    /// The line that it stands on, or begins on, from 1.
    pub line: usize,
    /// Its words, without their quotes and without redirections; `None` where a quote has no end.
    pub words: Option<Zeroizing<Vec<String>>>,
}

/// The simple commands of a script, in order. A quote ends with its line: what is broken spoils no more than that.
pub(super) fn commands(script: &str) -> Vec<Command> {
    let mut commands = Vec::new();
    for (line, text) in whole_lines(script) {
        for command in parts(text) {
            let words = shlex::split(command).map(without_redirections);
            // What else is broken is nobody's affair here.
            if words.is_some() || command.contains("knock") {
                commands.push(Command { line, words });
            }
        }
    }
    commands
}

/// Lines with those that go on behind a backslash, each with its number.
fn whole_lines(script: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let (mut start, mut first, mut at) = (0, 1, 0);
    for (index, line) in script.split_inclusive('\n').enumerate() {
        at += line.len();
        let is_comment = line.trim_start().starts_with('#');
        let bare = line.trim_end_matches(['\n', '\r']);
        let backslashes = bare.len() - bare.trim_end_matches('\\').len();
        if backslashes % 2 == 1 && !is_comment && at < script.len() {
            continue;
        }
        lines.push((first, &script[start..at]));
        (start, first) = (at, index + 2);
    }
    lines
}

/// What stands between `;`, `&&`, `|` and parentheses that are not quoted, up to a comment.
fn parts(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let (mut parts, mut start, mut end) = (Vec::new(), 0, line.len());
    let (mut quote, mut is_escaped) = (None, false);
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        match (quote, byte) {
            _ if is_escaped => is_escaped = false,
            (Some(b'"') | None, b'\\') => is_escaped = true,
            (Some(open), _) => quote = (byte != open).then_some(open),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'#') if before.is_ascii_whitespace() || b";&|(".contains(&before) => {
                end = at;
                break;
            }
            // `2>&1` and `&>` are redirections, `name()` is a function.
            (None, b'&') if before == b'>' || after == b'>' => {}
            (None, b'(') if after == b')' => {}
            (None, b')') if before == b'(' => {}
            (None, b';' | b'&' | b'|' | b'(' | b')' | b'\n') => {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&line[start..end]);
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

fn without_redirections(words: Vec<String>) -> Zeroizing<Vec<String>> {
    let mut words = Zeroizing::new(words);
    let mut is_target = false;
    words.retain(|word| {
        if is_target {
            is_target = false;
            return false;
        }
        let sign = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '&');
        is_target = sign.starts_with(['<', '>']) && sign.ends_with(['<', '>']);
        // A word of nothing is what shlex makes of a line's end behind a backslash.
        !sign.starts_with(['<', '>']) && !word.trim().is_empty()
    });
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a b; c 'd;e' && f | g", &["1 a b", "1 c d;e", "1 f", "1 g"])]
    #[case("a # b; c\n# d \\\ne#f", &["1 a", "3 e#f"])]
    #[case("a \\\n b \\\n c\nd", &["1 a b c", "4 d"])]
    #[case("a >/dev/null 2>&1 &\nb > x c", &["1 a", "2 b c"])]
    #[case("open_it() { a; }\n(b)", &["1 open_it() { a", "1 }", "2 b"])]
    #[case("a \"b\nc", &["2 c"])]
    #[case("knock \"b\nc", &["1 ?", "2 c"])]
    #[case("a \\; b \"\\\";\"", &["1 a ; b \";"])]
    #[case("a\r\nb\r\n", &["1 a", "2 b"])]
    #[case("é; ü", &["1 é", "1 ü"])]
    #[case(";;\n\n", &[])]
    #[case("knock \\", &["1 ?"])]
    fn a_script_is_its_commands(#[case] script: &str, #[case] expected: &[&str]) {
        let shown = |command: &Command| {
            let words = command.words.as_ref().map(|words| words.join(" "));
            format!("{} {}", command.line, words.as_deref().unwrap_or("?"))
        };
        let shown: Vec<String> = commands(script).iter().map(shown).collect();
        assert_eq!(shown, expected);
    }
}
