//! The text of an autostart entry, written and read by the rules of the Desktop Entry Specification 1.5: pure.
//! <https://specifications.freedesktop.org/desktop-entry-spec/1.5/>

/// An entry to write.
pub(super) struct Entry<'e> {
    /// The program's name, for the desktop's own settings.
    pub name: &'e str,
    /// What it is, for the same.
    pub comment: &'e str,
    /// The program's path.
    pub program: &'e str,
    /// What it is started with.
    pub arguments: &'e [&'e str],
    /// Whether the entry says that nothing is to be started.
    pub hidden: bool,
}

impl Entry<'_> {
    /// The entry's text.
    pub(super) fn render(&self) -> String {
        let hidden = if self.hidden { "Hidden=true\n" } else { "" };
        format!(
            "[Desktop Entry]\n\
             Type=Application\n\
             Name={}\n\
             Comment={}\n\
             Icon=portknocker\n\
             TryExec={}\n\
             Exec={}\n\
             Terminal=false\n\
             {hidden}",
            escaped(self.name),
            escaped(self.comment),
            escaped(self.program),
            escaped(&command_line(self.program, self.arguments)),
        )
    }
}

/// What a launcher makes of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing is started.
    Nothing,
    /// The command is started, if this program is there.
    Starts {
        /// Absent: there is no such condition.
        condition: Option<String>,
    },
}

/// What a launcher makes of an entry's text.
pub(super) fn meaning(text: &str) -> Meaning {
    let is = |key: &str, words: [&str; 2]| value(text, key).is_some_and(|it| words.contains(&&*it));
    // The second is what GNOME's and Cinnamon's settings write, the third what MATE's do.
    let is_off = is("Hidden", TRUE)
        || is("X-GNOME-Autostart-enabled", FALSE)
        || is("X-MATE-Autostart-enabled", FALSE);
    if is_off || value(text, "Exec").is_none() {
        return Meaning::Nothing;
    }
    Meaning::Starts {
        condition: value(text, "TryExec").filter(|program| !program.is_empty()),
    }
}

/// How older files write them too.
const TRUE: [&str; 2] = ["true", "1"];
const FALSE: [&str; 2] = ["false", "0"];

/// The command in `Exec`, before the escaping of any value.
fn command_line(program: &str, arguments: &[&str]) -> String {
    // A program's path must not contain an equal sign, and GLib and systemd look for it before they make one percent
    // sign of two. As an argument it may have both, so a shell is the program there.
    let shell: &[&str] = if program.contains(['=', '%']) {
        &["/bin/sh", "-c", r#"exec "$0" "$@""#]
    } else {
        &[]
    };
    let words = shell.iter().chain([&program]).chain(arguments);
    words.map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// An argument as it stands in a command line.
fn quoted(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "%+,-./:=@_".contains(c);
    let literal = argument.replace('%', "%%");
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return literal;
    }
    let mut text = String::from('"');
    for character in literal.chars() {
        if matches!(character, '"' | '`' | '$' | '\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text.push('"');
    text
}

/// A text as the value of a key.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('\n', r"\n")
        .replace('\t', r"\t")
        .replace('\r', r"\r")
}

/// The value of a key of the main group, the last one where there are several.
fn value(text: &str, key: &str) -> Option<String> {
    let mut in_main_group = false;
    let mut found = None;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_main_group = line == "[Desktop Entry]";
        } else if in_main_group
            && let Some((name, value)) = line.split_once('=')
            && name.trim_end() == key
        {
            found = Some(value.trim_start());
        }
    }
    found.map(unescaped)
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('s') => text.push(' '),
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('\\') | None => text.push('\\'),
            Some(other) => text.extend(['\\', other]),
        }
    }
    text
}

#[cfg(test)]
#[path = "../../tests/support/launcher.rs"]
mod launcher;

#[cfg(test)]
mod tests {
    use super::launcher::launched;
    use super::*;
    use proptest::prelude::*;

    const PROGRAM: &str = "/opt/Port Knocker/portknocker-agent";

    fn entry<'e>(program: &'e str, arguments: &'e [&'e str]) -> Entry<'e> {
        Entry {
            name: "PortKnocker",
            comment: "A tray icon",
            program,
            arguments,
            hidden: false,
        }
    }

    #[test]
    fn an_entry_reads_like_this() {
        let text = entry(PROGRAM, &["--config", r#"/home/me/50% "new" $x\y.toml"#]).render();
        let expected = r#"[Desktop Entry]
Type=Application
Name=PortKnocker
Comment=A tray icon
Icon=portknocker
TryExec=/opt/Port Knocker/portknocker-agent
Exec="/opt/Port Knocker/portknocker-agent" --config "/home/me/50%% \\"new\\" \\$x\\\\y.toml"
Terminal=false
"#;
        assert_eq!(text, expected);
    }

    #[test]
    fn what_needs_no_quotes_has_none() {
        let text = entry("/usr/bin/portknocker-agent", &[]).render();
        assert!(
            text.contains("\nExec=/usr/bin/portknocker-agent\n"),
            "{text}"
        );
    }

    #[test]
    fn a_program_that_launchers_would_not_find_is_started_by_a_shell() {
        for program in ["/opt/a=b/portknocker-agent", "/opt/50%/portknocker-agent"] {
            let text = entry(program, &["--config", "x=y"]).render();
            let shell = ["/bin/sh", "-c", r#"exec "$0" "$@""#];
            let expected = [&shell[..], &[program, "--config", "x=y"]].concat();
            assert_eq!(launched(&text).unwrap(), expected);
        }
    }

    #[test]
    fn what_desktops_settings_write_is_understood() {
        let starts = Meaning::Starts {
            condition: Some(PROGRAM.to_owned()),
        };
        let text = entry(PROGRAM, &[]).render();
        assert_eq!(meaning(&text), starts);
        for off in [
            "Hidden=true",
            "Hidden = true ",
            "X-GNOME-Autostart-enabled=false",
            "X-MATE-Autostart-enabled=false",
        ] {
            assert_eq!(
                meaning(&format!("{text}{off}\n")),
                Meaning::Nothing,
                "{off}"
            );
        }
        for on in [
            "Hidden=false",
            "X-GNOME-Autostart-enabled=true",
            "#Hidden=true",
            "[Desktop Action new]\nHidden=true",
            "Hidden=true\nHidden=false",
        ] {
            assert_eq!(meaning(&format!("{text}{on}\n")), starts, "{on}");
        }
    }

    #[test]
    fn a_hidden_entry_starts_nothing() {
        let hidden = Entry {
            hidden: true,
            ..entry(PROGRAM, &[])
        };
        assert_eq!(meaning(&hidden.render()), Meaning::Nothing);
    }

    #[test]
    fn what_is_no_entry_starts_nothing() {
        for text in [
            "",
            "Exec=portknocker-agent",
            "[Desktop Entry]\nHidden=false",
        ] {
            assert_eq!(meaning(text), Meaning::Nothing, "{text}");
        }
        assert_eq!(
            meaning("[Desktop Entry]\r\nExec=portknocker-agent\r\n"),
            Meaning::Starts { condition: None }
        );
    }

    /// Any text, but more often than not of characters that mean something to somebody.
    fn argument() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            3 => proptest::sample::select(r#" "'`$\%=<>~|&;*?#()[]{}sntr"#.chars().collect::<Vec<_>>()),
            1 => proptest::sample::select(vec!['\n', '\t', '\r', 'é', '漢', '🚪', '\u{a0}', '\u{2028}']),
            2 => any::<char>().prop_filter("no path has it", |c| *c != '\0'),
        ];
        proptest::collection::vec(character, 0..24).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn a_launcher_gets_what_was_meant(
            folder in argument(),
            config in argument(),
        ) {
            let program = format!("/{folder}/portknocker-agent");
            let arguments = ["--config", config.as_str()];
            let text = entry(&program, &arguments).render();
            let launched = launched(&text).map_err(TestCaseError::fail)?;
            prop_assert!(launched.ends_with(&[program.clone(), "--config".to_owned(), config.clone()]));
            prop_assert_eq!(launched.len(), if program.contains(['=', '%']) { 6 } else { 3 });
            let condition = Some(program.clone());
            prop_assert_eq!(meaning(&text), Meaning::Starts { condition });
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = meaning(&text);
            let _ = meaning(&format!("[Desktop Entry]\nExec=x\nTryExec={text}"));
        }
    }
}
