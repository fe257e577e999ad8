//! A mistake with its place, rendered for a person.

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::Level;

use super::{Finding, Problem};
use crate::say;
use crate::text::Catalogue;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where it is, in bytes of the source.
    pub span: Range<usize>,
    /// What it is.
    pub problem: Problem,
}

/// All mistakes of one file, in its order; at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    path: PathBuf,
    source: String,
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// The mistakes that were found in `source`, which was read from `path`.
    #[must_use]
    pub fn new(path: &Path, source: String, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(|diagnostic| diagnostic.span.start);
        Self {
            path: path.to_owned(),
            source,
            list,
        }
    }

    /// A byte of a file's text as a place: `config.toml:3:1`.
    #[must_use]
    pub fn place(path: &Path, source: &str, byte: usize) -> String {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        let (line, column) = Self::line_and_column(source, byte);
        format!("{name}:{line}:{column}")
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(crate) fn line_and_column(source: &str, byte: usize) -> (usize, usize) {
        let before = &source[..source.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        )
    }

    /// How many mistakes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Every mistake with its source line, a caret and a hint, for a terminal of its owner: the line may hold a secret.
    #[must_use]
    pub fn render(&self, words: &Catalogue, colour: bool) -> String {
        let path = self.path.display().to_string();
        let level = say!(words, "config-error");
        let mut text = String::new();
        for diagnostic in &self.list {
            let finding = Finding {
                level: Level::ERROR.with_name(level.as_str()),
                title: diagnostic.problem.title(words),
                hint: diagnostic.problem.hint(words),
            };
            text.push_str(&finding.with_line(&path, &self.source, diagnostic.span.clone(), colour));
            text.push_str("\n\n");
        }
        let _ = write!(
            text,
            "{}",
            say!(
                words,
                "config-summary",
                path = path,
                mistakes = say!(words, "config-mistakes", count = self.count())
            )
        );
        text
    }

    /// The first mistake in a line without its source, fit for a notification and a log:
    /// `config.toml:3:1: unknown key `opne` (did you mean `open`?)`.
    #[must_use]
    pub fn first(&self, words: &Catalogue) -> String {
        let Some(first) = self.list.first() else {
            return String::new();
        };
        let place = Self::place(&self.path, &self.source, first.span.start);
        line(first, &place, words)
    }

    /// Every mistake like that, in a text that is called `name`.
    #[must_use]
    pub fn lines(&self, name: &str, words: &Catalogue) -> Vec<String> {
        let of = |found: &Diagnostic| {
            let (number, column) = Self::line_and_column(&self.source, found.span.start);
            line(found, &format!("{name}:{number}:{column}"), words)
        };
        self.list.iter().map(of).collect()
    }
}

fn line(diagnostic: &Diagnostic, place: &str, words: &Catalogue) -> String {
    let title = diagnostic.problem.title(words);
    match &diagnostic.problem {
        // The parser's words are all there is.
        Problem::Syntax(_) => say!(words, "config-one-line-bare", place = place, title = title),
        problem => say!(
            words,
            "config-one-line",
            place = place,
            title = title,
            hint = problem.hint(words)
        ),
    }
}

/// Without the source, which may hold secrets.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnostics")
            .field("path", &self.path)
            .field("list", &self.list)
            .finish_non_exhaustive()
    }
}
