//! What a command said and how it ended, ready to be compared with what a person shall see.

use serde_json::Value;

/// What a command said and how it ended. Measured times read `TIME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// Runs the command to its end.
    #[track_caller]
    pub fn by(command: &mut assert_cmd::Command) -> Said {
        let output = command.output().expect("the command can be run");
        let text = |bytes| without_times(&String::from_utf8(bytes).expect("UTF-8"));
        Said {
            status: output.status.code().expect("an end without a signal"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Asserts that it ended so and said this, and nothing on standard error.
    #[track_caller]
    pub fn is(&self, status: i32, stdout: &str) {
        self.is_with_notes(status, stdout, "");
    }

    /// Asserts that it ended so, complained of this on standard error, and said nothing else.
    #[track_caller]
    pub fn is_error(&self, status: i32, stderr: &str) {
        self.is_with_notes(status, "", stderr);
    }

    /// Asserts how it ended and all that it said.
    #[track_caller]
    pub fn is_with_notes(&self, status: i32, stdout: &str, stderr: &str) {
        let expected = Said {
            status,
            stdout: stdout.to_owned(),
            stderr: stderr.to_owned(),
        };
        assert!(*self == expected, "{self}\n---- wanted ----\n{expected}");
    }

    /// The objects of `--json`, one a line.
    #[track_caller]
    pub fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).expect("each line is one JSON value");
        self.stdout.lines().map(parse).collect()
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Said {
            status,
            stdout,
            stderr,
        } = self;
        write!(
            f,
            "status {status}, standard output:\n{stdout}standard error:\n{stderr}"
        )
    }
}

/// The names of an object's keys, sorted.
#[track_caller]
pub fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// What was measured stands behind "answers after", as `312 ms` or `1.3 s`, and the time that a packet gave behind "the
/// packet says", as `2026-11-23 07:51:24`.
fn without_times(text: &str) -> String {
    let text = without(text, "answers after ", |rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        rest.strip_prefix(" ms").or_else(|| rest.strip_prefix(" s"))
    });
    without(&text, "the packet says ", |rest| {
        let (time, rest) = rest.split_at_checked("2026-11-23 07:51:24".len())?;
        let is_time = |c: char| c.is_ascii_digit() || "-: ".contains(c);
        time.chars().all(is_time).then_some(rest)
    })
}

/// The text with `TIME` wherever one stands behind `before`; `skip` gives what follows it.
fn without(text: &str, before: &str, skip: impl Fn(&str) -> Option<&str>) -> String {
    let mut parts = text.split(before);
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = skip(part).unwrap_or_else(|| panic!("no time after {before:?}: {text}"));
        said.push_str(before);
        said.push_str("TIME");
        said.push_str(rest);
    }
    said
}
